"""The example platform that comes with a checklist, for every page that shows it: its answers, and its results.

In: the answers file in the checklist's folder. Out: an `Example`, a `RecordSource`; 404 for a checklist without one.
Must not know: what a page shows. Nothing is written.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from advisor.assessments.actions.create import slug_of
from advisor.assessments.checklists import library, newest
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.checklist.reading import read_answers
from advisor.decisions.record_source import ListedService, RecordSource

FILE = "examples/demo.yaml"
"""In the folder of a checklist."""
OPEN = "Shows a made-up platform that comes with the checklist, nothing of anyone's."


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the example: may do nothing but read."""

    may_respond: bool = False
    may_edit: bool = False
    may_own: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """The example of a checklist: its answers and what the engine says of them."""

    checklist: Checklist
    answers: AnswersFile
    slugs: dict[str, str]
    """Each service's part of an address, by its name."""
    team_slugs: dict[str, str]


def example() -> Example:
    """The example of the newest checklist. 404 for a checklist that brings none."""
    checklist = newest()
    made = _example(checklist.slug, checklist.digest)
    if made is None:
        raise Http404
    return made


@lru_cache(maxsize=4)
def _example(slug: str, digest: str) -> Example | None:
    path = settings.CHECKLISTS_DIR / slug / FILE
    if not path.is_file():
        return None
    answers = read_answers(path.read_bytes(), FILE, library())
    slugs = _slugs([service.name for service in answers.services], "service")
    return Example(library().get(slug), answers, slugs, _slugs([team.name for team in answers.teams], "team"))


def _slugs(names: list[str], empty: str) -> dict[str, str]:
    slugs: dict[str, str] = {}
    for name in names:
        slugs[name] = slug_of(name, slugs.values(), empty=empty)
    return slugs


class ExampleSite(RecordSource):
    """The results of the example."""

    def at(self, name: str, *slug: str) -> str:
        return reverse(f"demo-{name}", args=slug)


def site() -> ExampleSite:
    instance = example()
    answers = instance.answers

    def read(team_slug: str) -> AnswersFile | None:
        teams = [team for team in answers.teams if team_slug in ("", instance.team_slugs[team.name])]
        names = {team.name for team in teams}
        services = [service for service in answers.services if service.team in names]
        return answers.model_copy(update={"teams": teams, "services": services}) if services else None

    return ExampleSite(
        title=answers.platform,
        checklist=instance.checklist,
        services=[
            ListedService(one.name, instance.slugs[one.name], one.team, instance.team_slugs[one.team])
            for one in answers.services
        ],
        up=[(reverse("home"), "Home"), (reverse("demo"), answers.platform)],
        read=read,
    )
