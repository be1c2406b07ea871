"""One service as the model sees it, and how it is read from an answers file.

In: a checklist and an answers file. Out: the levels each statement can take, and the weights in force. Must not know:
the engine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.checklist.service import ServiceEntry
from tests.engine.oracle.hearing import group_answer

Completion = Mapping[str, int]


@dataclass(frozen=True)
class Case:
    """One service as the model sees it: the levels each statement can take, and the weights in force."""

    checklist: Checklist
    levels: dict[str, tuple[int, ...]]
    weights: dict[str, int]
    outside: bool = False
    """Whether a setting puts the service outside the question."""

    def keys(self, side: str) -> list[str]:
        """The statements of a side, `sustain` being the scorecard, in checklist order."""
        if side == "sustain":
            return [f"scorecard.{dimension.id}" for dimension in self.checklist.scorecard.dimensions]
        return [statement.id for statement in self.checklist.statements if statement.group == side]

    def role(self, role: str) -> str:
        return next(statement.id for statement in self.checklist.statements if statement.role == role)

    def scorecard_role(self, role: str) -> str:
        found = next(dimension for dimension in self.checklist.scorecard.dimensions if dimension.role == role)
        return f"scorecard.{found.id}"

    def threshold(self, name: str) -> Fraction:
        return self.checklist.thresholds.exact(name)

    def applying(self, side: str) -> list[str]:
        return [key for key in self.keys(side) if self.levels[key]]

    def is_open(self, key: str) -> bool:
        return len(self.levels[key]) > 1

    def open_keys(self) -> list[str]:
        return [key for key in self.levels if self.is_open(key)]

    def completions(self) -> Iterator[dict[str, int]]:
        keys = [key for key, levels in self.levels.items() if levels]
        for chosen in product(*(self.levels[key] for key in keys)):
            yield dict(zip(keys, chosen, strict=True))

    def with_levels(self, changed: Mapping[str, int]) -> "Case":
        return Case(
            self.checklist, {**self.levels, **{key: (to,) for key, to in changed.items()}}, self.weights, self.outside
        )

    def with_weight(self, key: str, weight: int) -> "Case":
        return Case(self.checklist, self.levels, {**self.weights, key: weight}, self.outside)


def case_of(checklist: Checklist, answers: AnswersFile, service: ServiceEntry, only: str | None = None) -> Case:
    """A service of an answers file as the model sees it; `only` hears one respondent alone, and no settlement."""
    team = next(team for team in answers.teams if team.name == service.team)
    levels: dict[str, tuple[int, ...]] = {}
    weights: dict[str, int] = {}
    for statement in checklist.statements:
        given = answers_given(answers, service, statement.id, only)
        settled = None if only else settled_level(answers, statement.id, service=service.name)
        levels[statement.id] = group_answer(given, settled).levels
        weights[statement.id] = answers.weights.get(statement.id, statement.weight)
    for dimension in checklist.scorecard.dimensions:
        key = f"scorecard.{dimension.id}"
        if answers.respondents:
            heard = [each for each in answers.respondents if only is None or each.name == only]
            cards = [each.teams.get(team.name, {}) for each in heard]
        else:
            cards = [team.scorecard]
        settled = None if only else settled_level(answers, dimension.id, team=team.name)
        levels[key] = group_answer([card[dimension.id] for card in cards if dimension.id in card], settled).levels
        weights[key] = answers.weights.get(dimension.id, dimension.weight)
    chosen = {"runs-as": service.runs_as, "protocol": service.protocol}
    outside = any(
        option.outside and option.id == chosen[setting.id]
        for setting in checklist.settings
        for option in setting.options
    )
    return Case(checklist, levels, weights, outside)


def answers_given(answers: AnswersFile, service: ServiceEntry, statement: str, only: str | None) -> list[Answer]:
    if answers.respondents:
        heard = [each for each in answers.respondents if only is None or each.name == only]
        sheets = [each.services.get(service.name, {}) for each in heard]
    else:
        sheets = [service.answers]
    return [sheet[statement] for sheet in sheets if statement in sheet]


def settled_level(
    answers: AnswersFile, statement: str, *, service: str | None = None, team: str | None = None
) -> int | None:
    for settlement in answers.settled:
        if (settlement.service, settlement.team, settlement.statement) == (service, team, statement):
            return settlement.level
    return None
