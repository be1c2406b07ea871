"""What the models refuse by themselves, for values that come from pages instead of files."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from advisor.checklist.answer import Answer, Evidence
from advisor.checklist.answers import Settled, Team
from advisor.checklist.document import Document
from advisor.checklist.library import load_checklist
from advisor.checklist.model import Thresholds
from advisor.checklist.service import ServiceEntry
from advisor.checklist.suggestions import suggestion
from advisor.checklist.wording import model_problems
from advisor.checklist.yaml_reader import read_document
from tests.checklist.tiny import TINY


@pytest.mark.parametrize("given", [5, -1, 2.0, "3", True, "sure", [3], None])
def test_answer_of_no_level_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError):
        Answer.model_validate(given)
    with pytest.raises(ValidationError):
        Answer(level=given)


@pytest.mark.parametrize("given", [0, 4, "unsure"])
def test_answer_in_its_short_form_is_the_long_one(given: Any) -> None:
    assert Answer.model_validate(given) == Answer(level=given)
    assert Answer.model_validate(Answer(level=given)) == Answer(level=given)


def test_answer_with_a_level_and_a_reason_is_refused() -> None:
    with pytest.raises(ValidationError):
        Answer(level=3, na="nobody")
    with pytest.raises(ValidationError):
        Answer(note="later")


def test_settlement_is_of_one_service_or_one_team() -> None:
    for subject in ({}, {"service": "a", "team": "b"}):
        with pytest.raises(ValidationError):
            Settled(statement="fast", level=1, reason="talked", **subject)
    with pytest.raises(ValidationError):
        Settled(service="a", statement="fast", level="unsure", reason="talked")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["a\x00b", "a\u2028b", "\ufeff", "a\ud800"])
def test_text_that_no_file_can_carry_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Answer(level=3, note=text)
    with pytest.raises(ValidationError):
        Team(name=text)


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "a\rb", "", " "])
def test_name_is_one_line(name: str) -> None:
    with pytest.raises(ValidationError):
        Team(name=name)


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 0, -1, 1e10, True, "15"])
def test_latency_budget_is_a_number_above_zero(number: Any) -> None:
    with pytest.raises(ValidationError):
        ServiceEntry(name="a", team="b", latency_budget_ms=number)


@pytest.mark.parametrize("given", [date(2027, 1, 31), "2027-01-31"])
def test_date_is_taken_as_date_or_text(given: Any) -> None:
    assert Evidence(kind="link", expires=given).expires == date(2027, 1, 31)


@pytest.mark.parametrize("given", [datetime(2027, 1, 31, 10), 20270131, "2027-1-31"])
def test_date_with_a_time_or_of_another_form_is_refused(given: Any) -> None:
    with pytest.raises(ValidationError):
        Evidence(kind="link", expires=given)


def test_thresholds_are_read_exactly() -> None:
    thresholds = Thresholds(holds="3/5")
    assert thresholds.exact("holds") == Thresholds().exact("holds") == Fraction(3, 5)


def test_statements_are_found_by_id_and_group() -> None:
    checklist = load_checklist(TINY)
    assert checklist.statement("fast").role == "latency"
    assert [s.id for s in checklist.in_group("gut")] == ["again", "thin"]
    with pytest.raises(KeyError):
        checklist.statement("slow")


def test_error_that_nobody_foresaw_is_worded_without_pydantic() -> None:
    class Odd(BaseModel):
        a: tuple[int, int]

    document: Document = read_document("a: 1\n", "x.yaml")
    with pytest.raises(ValidationError) as error:
        Odd.model_validate(document.value)
    assert [str(problem) for problem in model_problems(document, Odd, error.value)] == [
        "x.yaml:1:4: `1` does not fit here: see the example in the documentation of this format"
    ]


def test_word_unlike_many_known_ones_is_told_how_many_there_are() -> None:
    known = [f"statement-{n}" for n in range(16)]
    assert suggestion("zzz", known) == "write one of the 16 known ones, such as `statement-0`"
    assert suggestion("zzz", []) == "delete it"
