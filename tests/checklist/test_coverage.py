"""Every passage of the article and every nuance has its place: in a `source` key, or in `docs/coverage.md`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.checklist.library import load_checklist
from tests.coverage_table import COVERAGE, covered_elsewhere

CHECKLIST = Path(__file__).parents[2] / "checklists" / "nodejs-express"
PASSAGES = {f"S{n}" for n in range(1, 122)} | {f"N{n}" for n in range(1, 14)}


def source_keys(value: Any) -> Iterator[str]:
    """Every key of every list called `source`, at any depth. (A fact's `source` is text and names a page.)"""
    if isinstance(value, dict):
        if isinstance(value.get("source"), list):
            yield from value["source"]
        for child in value.values():
            yield from source_keys(child)
    elif isinstance(value, list):
        for child in value:
            yield from source_keys(child)


@pytest.fixture(scope="module")
def in_data() -> set[str]:
    return set(source_keys(load_checklist(CHECKLIST).model_dump()))


def test_passages_of_data_and_table_together_are_all_of_them(in_data: set[str]) -> None:
    in_table = {line.number for line in covered_elsewhere()}
    named = {key for key in in_data if key[0] in "SN"}
    assert sorted(PASSAGES - named - in_table) == []
    assert sorted((named | in_table) - PASSAGES) == []


def test_a_passage_in_the_table_has_no_place_in_the_data(in_data: set[str]) -> None:
    assert [line.number for line in covered_elsewhere() if line.number in in_data] == []


def test_only_the_last_passage_may_say_that_it_is_not_reproduced() -> None:
    assert [line.number for line in covered_elsewhere() if "not reproduced" in line.words] == ["S121"]


def test_the_table_stays_short() -> None:
    assert len(COVERAGE.read_text(encoding="utf-8").splitlines()) <= 40


def test_every_known_figure_is_a_fact() -> None:
    passages = {key for fact in load_checklist(CHECKLIST).facts for key in fact.passages}
    assert sorted({f"B{n}" for n in range(1, 11)} - passages) == []


def test_facts_are_due_for_review_after_they_were_checked() -> None:
    facts = load_checklist(CHECKLIST).facts
    assert [fact.id for fact in facts if not fact.as_of <= fact.checked_on < fact.review_after] == []
    assert {(fact.review_after - fact.checked_on).days for fact in facts} <= {30, 90, 180, 400}


def test_figures_without_a_source_are_never_plain_truth() -> None:
    for fact in load_checklist(CHECKLIST).facts:
        if {"B7", "B8"} & set(fact.passages):
            assert fact.status == "unverified", fact.id
        if fact.status == "verified":
            assert fact.source.startswith("https://"), fact.id


def test_sections_mix_both_sides_on_every_page() -> None:
    checklist = load_checklist(CHECKLIST)
    for section in checklist.sections:
        groups = {checklist.statement(id_).group for id_ in section.statements}
        assert {"raw", "framework"} <= groups, section.id
