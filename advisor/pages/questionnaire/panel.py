"""What stands beside the questions: what the answers say so far, of one service or of a team's services.

In: a sitting. Out: what a template needs. Must not know: requests; how a verdict is made.
"""

from dataclasses import dataclass
from typing import Any

from advisor.assessments.reads.answers import answers_file_of
from advisor.pages.questionnaire.context import ServiceSitting, Sitting, recommended
from advisor.pages.questionnaire.so_far import so_far
from advisor.record.words import Vocabulary

MOST_SERVICES = 12
"""How many of a team's services are looked at after each answer."""


@dataclass(frozen=True, slots=True)
class Owned:
    """One service of the team, with what its answers and the scorecard say together."""

    name: str
    side: str
    words: str


@dataclass(frozen=True, slots=True)
class TeamSoFar:
    services: list[Owned]
    more: int
    """How many services of the team are not shown."""
    answered: int
    total: int


def panel_of(sitting: Sitting) -> dict[str, Any]:
    """The panel's template and its values, for the page's context."""
    if isinstance(sitting, ServiceSitting):
        return {"panel": "questionnaire/_so_far.html", "so_far": so_far(sitting)}
    return {"panel": "questionnaire/_team_so_far.html", "team_so_far": team_so_far(sitting)}


def team_so_far(sitting: Sitting) -> TeamSoFar:
    step = sitting.pages[0]
    owned, more = [], 0
    place = sitting.place
    file = answers_file_of(
        sitting.assessment, team_slug=sitting.team.slug, respondents=[place.respondent_id if place else 0]
    )
    if file is not None:
        more = max(len(file.services) - MOST_SERVICES, 0)
        seen = file.model_copy(update={"services": file.services[:MOST_SERVICES]})
        found = recommended(sitting.checklist.digest, seen.model_dump_json(), False)
        words = Vocabulary(sitting.checklist)
        for service in found.services:
            early = "insufficient" in service.flags
            owned.append(
                Owned(service.name, service.verdict, "too early to say" if early else words.verdict(service.verdict))
            )
    return TeamSoFar(owned, more, step.done(sitting.answered), len(step.keys))
