"""The verdicts of a file in words, as far as they are worked out in the time there is.

In: a checklist, answers to it, until when. Out: words by service. Must not know: HTTP, whose answers they are.
"""

from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.decisions.listing import verdict_so_far
from advisor.decisions.record_cache import glances, said_of


def verdicts_of(checklist: Checklist, file: AnswersFile, until: float) -> dict[str, str]:
    """The verdict on each service; what is new and takes too long says so."""
    results = glances(checklist, file, until)
    verdicts = {}
    for service in file.services:
        waits = "still being computed: reload the page" if said_of(file, service) else "no answer"
        verdicts[service.name] = (
            verdict_so_far(checklist, results[service.name])[1] if service.name in results else waits
        )
    return verdicts
