"""What of a decision is due: a review date or a tripwire that has passed.

In: an answers file and a date. Out: sentences. Must not know: the clock.
"""

from datetime import date

from advisor.checklist.answers import AnswersFile


def due(answers: AnswersFile, as_of: date) -> list[str]:
    """One sentence for a review date before `as_of` and for each tripwire whose present figure is above its limit."""
    if answers.decision is None:
        return []
    told = []
    review = answers.decision.review
    if review is not None and review < as_of:
        told.append(f"The review date {review} has passed: go through the answers again and set a new one.")
    for wire in answers.decision.tripwires:
        if wire.now is not None and wire.now > wire.above:
            figures = f"{wire.when} at {wire.now:g}, above {wire.above:g}"
            told.append(f"Tripwire of {wire.service}: {figures}: answer the service's statements again.")
    return told
