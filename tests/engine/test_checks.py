"""Contradictions: each fires at levels 3, and not one step short of them."""

from pathlib import Path

import pytest

from advisor.checklist.library import load_checklist
from advisor.engine.recommend import recommend
from tests.builders import LevelOrAnswer, answers_file

CHECKLIST = load_checklist(Path(__file__).parents[2] / "checklists" / "nodejs-express")
BY_ROLE = {s.role: s.id for s in CHECKLIST.statements}


def found(levels: dict[str, LevelOrAnswer]) -> list[str]:
    """The checks that fire on a service with these answers; everything else is open."""
    answers = answers_file(levels, {}, checklist=CHECKLIST.slug)
    return [finding.check for finding in recommend(CHECKLIST, answers).services[0].checks]


@pytest.mark.parametrize("rule", CHECKLIST.contradictions, ids=lambda rule: rule.id)
def test_contradiction_fires_at_its_levels_and_not_one_short(rule: object) -> None:
    contradiction = next(c for c in CHECKLIST.contradictions if c is rule)
    levels: dict[str, LevelOrAnswer] = {BY_ROLE[role]: 3 for role in contradiction.roles}
    if contradiction.only_if_low:
        levels[BY_ROLE[contradiction.only_if_low]] = 1
    assert found(levels) == [contradiction.id]
    for role in contradiction.roles:
        assert found({**levels, BY_ROLE[role]: 2}) == []
        assert found({**levels, BY_ROLE[role]: "unsure"}) == []
    if contradiction.only_if_low:
        assert found({**levels, BY_ROLE[contradiction.only_if_low]: 2}) == []


def test_contradiction_names_its_service_and_statements() -> None:
    answers = answers_file({"small-surface": 4, "expected-growth": 3}, {}, checklist=CHECKLIST.slug)
    finding = recommend(CHECKLIST, answers).services[0].checks[0]
    assert finding.services == ("infer",)
    assert set(finding.statements) == {"small-surface", "expected-growth"}
