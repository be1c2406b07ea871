"""The pages of a questionnaire: the checklist's sections, everything on one page, and the owning team's scorecard."""

from collections.abc import Collection
from dataclasses import dataclass

from advisor.assessments.answers import SCORECARD
from advisor.checklist.model import Checklist

ALL = "all"
TEAM = "team"


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    slug: str
    title: str
    intro: str
    keys: tuple[str, ...]
    address: str
    of_team: bool = False

    def done(self, answered: Collection[str]) -> int:
        return sum(key in answered for key in self.keys)


def sections(checklist: Checklist, addresses: Collection[str]) -> list[Step]:
    """A page a section, at most six statements each (the checklist's own rule)."""
    return [
        Step(number, section.id, section.title, section.intro, tuple(section.statements), address)
        for number, (section, address) in enumerate(zip(checklist.sections, addresses, strict=True), start=1)
    ]


def scorecard(checklist: Checklist, address: str, number: int) -> Step:
    """The page of the owning team's dimensions."""
    card = checklist.scorecard
    keys = tuple(SCORECARD + dimension.id for dimension in card.dimensions)
    return Step(number, TEAM, card.title, card.intro, keys, address, of_team=True)


def everything(checklist: Checklist, address: str) -> Step:
    """All statements about a service on one page."""
    keys = tuple(key for section in checklist.sections for key in section.statements)
    return Step(
        0, ALL, "All statements", "For those who know the checklist: every statement on one page.", keys, address
    )


def step_of(steps: list[Step], key: str) -> Step | None:
    """The page that asks for this statement or dimension."""
    return next((step for step in steps if key in step.keys), None)
