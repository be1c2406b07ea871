"""Random answers for the properties: whole sheets, weights, several people, each with few enough left open."""

import os
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from advisor.checklist.model import Checklist
from advisor.checklist.roles import GATING_ROLES
from tests.builders import LevelOrAnswer

SOAK = os.environ.get("ADVISOR_TEST_SOAK") == "1"
LEVELS = st.integers(0, 4)
LIKELY = st.sampled_from([4, 3, 3, 2, 2, 1])
NUDGE = st.sampled_from([0, 0, 0, 1, 1, -1, -1, 2, -2])
NOT_APPLYING: LevelOrAnswer = {"na": "It has none."}
OPEN: tuple[LevelOrAnswer | None, ...] = ("unsure", None)
Sheet = dict[str, LevelOrAnswer]


def ids(checklist: Checklist) -> list[str]:
    """The ids of all statements, then of all dimensions."""
    return [s.id for s in checklist.statements] + [d.id for d in checklist.scorecard.dimensions]


def gating_ids(checklist: Checklist) -> set[str]:
    """The ids that cannot be marked as not applying."""
    statements = {s.id for s in checklist.statements if s.role in GATING_ROLES}
    return statements | {d.id for d in checklist.scorecard.dimensions if d.role == "ownership"}


def few(examples: int) -> settings:
    """So many examples where brute force is slow; forty times as many in a soak."""
    return settings(max_examples=examples * (40 if SOAK else 1))


@st.composite
def levels(draw: st.DrawFn, checklist: Checklist) -> dict[str, int]:
    """A level for every statement and dimension: any, or near one level a group.

    Near one level a group, because among any levels few get past the gates and to a split."""
    if draw(st.integers(0, 3)) == 0:
        return {key: draw(LEVELS) for key in ids(checklist)}
    near = {group: draw(LEVELS) for group in ("raw", "framework", "split", "gut")} | {"scorecard": draw(LIKELY)}
    place = {s.id: s.group for s in checklist.statements} | {d.id: "scorecard" for d in checklist.scorecard.dimensions}
    return {key: min(4, max(0, near[group] + draw(NUDGE))) for key, group in place.items()}


@st.composite
def sheets(draw: st.DrawFn, checklist: Checklist, *, most_open: int = 0, least_open: int = 0) -> Sheet:
    """Answers to every statement and dimension: levels, a few not applying, and up to so many open."""
    every = ids(checklist)
    sheet: dict[str, LevelOrAnswer | None] = dict(draw(levels(checklist)))
    can_drop = [key for key in every if key not in gating_ids(checklist)]
    for key in draw(st.lists(st.sampled_from(can_drop), max_size=3, unique=True)):
        sheet[key] = NOT_APPLYING
    opened = st.lists(st.sampled_from(every), min_size=least_open, max_size=most_open, unique=True)
    for key in draw(opened):
        sheet[key] = draw(st.sampled_from(OPEN))
    return {key: value for key, value in sheet.items() if value is not None}


@st.composite
def doubtful(draw: st.DrawFn, checklist: Checklist) -> Sheet:
    """A sheet that leans to one side but not for certain: some of the statements that decide it are open."""
    high, low = draw(st.permutations(["raw", "framework"]))
    near = {high: 3, low: draw(st.sampled_from([0, 1, 2])), "split": 1, "gut": 2, "scorecard": draw(LIKELY)}
    place = {s.id: s.group for s in checklist.statements} | {d.id: "scorecard" for d in checklist.scorecard.dimensions}
    sheet: Sheet = {key: min(4, max(0, near[group] + draw(NUDGE))) for key, group in place.items()}
    decisive = [key for key, group in place.items() if group not in ("split", "gut")]
    for key in draw(st.lists(st.sampled_from(decisive), min_size=1, max_size=3, unique=True)):
        del sheet[key]
    return sheet


def weights(checklist: Checklist) -> st.SearchStrategy[dict[str, int]]:
    """A team's own weights for some statements and dimensions."""
    return st.dictionaries(st.sampled_from(ids(checklist)), st.integers(1, 9), max_size=8)


def split_sheet(checklist: Checklist, sheet: Sheet) -> tuple[Sheet, Sheet]:
    """The answers to the statements and those to the scorecard."""
    dimensions = {d.id for d in checklist.scorecard.dimensions}
    return (
        {key: value for key, value in sheet.items() if key not in dimensions},
        {key: value for key, value in sheet.items() if key in dimensions},
    )


@st.composite
def groups(draw: st.DrawFn, checklist: Checklist) -> dict[str, Sheet]:
    """Two to five people's sheets around one common sheet, so that most statements end with one level."""
    common = draw(sheets(checklist))
    people = {f"Person {n}": dict(common) for n in range(draw(st.integers(2, 5)))}
    free = [key for key in ids(checklist) if key not in gating_ids(checklist)]
    disputed = st.lists(st.sampled_from(list(common)), max_size=2, unique=True)
    for key in draw(disputed):
        for sheet in people.values():
            options: list[st.SearchStrategy[Any]] = [LEVELS, LEVELS, st.sampled_from(["unsure", None])]
            if key in free:
                options.append(st.just(NOT_APPLYING))
            value = draw(st.one_of(options))
            sheet.pop(key, None)
            if value is not None:
                sheet[key] = value
    return people
