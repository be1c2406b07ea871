"""The pages of the questionnaire in order: the checklist's sections, then the owning team's scorecard."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from advisor.assessments.answering import SCORECARD
from advisor.checklist.model import Checklist

TEAM = "team"


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    slug: str
    title: str
    intro: str
    keys: tuple[str, ...]
    of_team: bool = False

    @property
    def address(self) -> str:
        if self.of_team:
            return reverse("quick-team")
        return reverse("quick") if self.number == 1 else reverse("quick-step", args=[self.slug])

    def done(self, answered: Collection[str]) -> int:
        return sum(key in answered for key in self.keys)


def steps_of(checklist: Checklist) -> list[Step]:
    """All question pages, at most six statements each (the checklist's own rule)."""
    steps = [
        Step(number, section.id, section.title, section.intro, tuple(section.statements))
        for number, section in enumerate(checklist.sections, start=1)
    ]
    card = checklist.scorecard
    keys = tuple(SCORECARD + dimension.id for dimension in card.dimensions)
    return [*steps, Step(len(steps) + 1, TEAM, card.title, card.intro, keys, of_team=True)]


def step_of(steps: list[Step], key: str) -> Step | None:
    """The page that asks for this statement or dimension."""
    return next((step for step in steps if key in step.keys), None)
