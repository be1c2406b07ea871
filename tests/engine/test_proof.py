"""A checklist that cannot decide is found out, and a sound one is shown to: each example holds when it is looked at."""

from pathlib import Path

import pytest

from advisor.checklist.library import load_checklist
from advisor.checklist.model import Checklist, Thresholds
from advisor.engine import proof
from advisor.engine.proof import proof_of, result_of
from tests.builders import DIMENSIONS, STATEMENTS, mini_checklist

SHIPPED = Path(__file__).parents[2] / "checklists" / "nodejs-express"
ROLES = {"id": "x", "text": "Words.", "why": "Words.", "action": "Words.", "source": ["S1"]}


@pytest.mark.parametrize("checklist", [mini_checklist(), load_checklist(SHIPPED)], ids=["mini", "shipped"])
def test_sound_checklist_is_shown_with_an_example_for_everything(checklist: Checklist) -> None:
    found = proof_of(checklist)
    assert found.holds
    assert len(found.moves) == len(checklist.statements) + len(checklist.scorecard.dimensions)
    assert {result_of(checklist, levels).verdict for levels in found.reached.values()} == set(found.reached)
    assert len(found.reached) == 4
    assert len(found.occurring) == len(checklist.contradictions)
    assert all(move.before != move.after for move in found.moves.values())


def test_verdict_that_cannot_come_out_and_statements_that_never_decide_are_named() -> None:
    # no lean reaches 2 and no gut check either: raw needs one of the two, framework comes by its gates alone
    found = proof_of(mini_checklist(thresholds=Thresholds(band="2", gut="2")), tries=400)
    assert not found.holds
    assert found.unreached == ["raw"]
    assert sorted(found.idle) == ["rebuilds", "wraps"]
    assert found.against == []


def test_contradiction_whose_roles_exclude_each_other_is_found() -> None:
    rule = {**ROLES, "roles": ["purpose", "cross-cutting"], "only_if_low": "purpose"}
    good = {**ROLES, "id": "y", "roles": ["purpose", "cross-cutting"]}
    found = proof_of(mini_checklist(contradictions=[rule, good]))
    assert found.impossible == ["x"]
    assert list(found.occurring) == ["y"]


def test_rule_that_works_against_its_own_side_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    table = proof.decision.need_table

    def upside_down(*given: object) -> object:
        made = table(*given)  # type: ignore[arg-type]
        return type(made)(made.codes[:, ::-1, ::-1], made.ends[0, -1] - made.ends[::-1, ::-1])

    monkeypatch.setattr(proof.decision, "need_table", upside_down)
    found = proof_of(mini_checklist())
    sides = [key for key, (group, _) in STATEMENTS.items() if group in ("raw", "framework")]
    assert set(found.against) == set(sides)
    assert not found.holds
    assert not set(DIMENSIONS) & set(found.against)
