"""Numbers as people write them: one reading is taken, two are asked about."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.decimals import asks_which, readings, whole_readings, written
from advisor.checklist.errors import AnswersError
from advisor.checklist.library import Library
from advisor.checklist.reading import read_answers

LIBRARY = Library(Path(__file__).parents[2] / "checklists")
ONE = [
    *[("15", 15.0), ("15,5", 15.5), ("15.5", 15.5), (" 2,25 ", 2.25), ("0,500", 0.5), ("0.125", 0.125)],
    *[("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1,234,567", 1234567.0), ("1.234.567", 1234567.0)],
    *[("1234,567", 1234.567), ("1 500", 1500.0), ("1\u00a0500", 1500.0), ("1\u202f500,25", 1500.25), ("1'500", 1500.0)],
    *[("1’500.5", 1500.5), (",5", 0.5), (".5", 0.5), ("-3", -3.0), ("\u22123,5", -3.5), ("12,0000", 12.0)],
    ("1,234.567", 1234.567),
]
NONE = [
    "",
    "fast",
    "15 ms",
    "1,5,0",
    "1.5.0",
    "1,50,000",
    "15,",
    "1e3",
    "0x10",
    "١٥",
    "1 5",
    "--3",
    "9" * 41,
    "NaN",
    "∞",
]


@pytest.mark.parametrize(("text", "value"), ONE)
def test_number_with_one_reading_is_that_number(text: str, value: float) -> None:
    assert readings(text) == (value,)
    assert not asks_which(text)


@pytest.mark.parametrize("text", NONE)
def test_text_that_is_no_number_has_no_reading(text: str) -> None:
    assert readings(text) == ()


@pytest.mark.parametrize("text", ["1,500", "1.500", "15,125", "999.999"])
def test_number_with_two_readings_is_asked_about(text: str) -> None:
    assert len(readings(text)) == 2
    assert text in asks_which(text)


def test_whole_number_in_groups_has_one_reading() -> None:
    assert (whole_readings("1,500"), whole_readings("3,0"), whole_readings("15,5")) == ((1500,), (3,), ())


@given(st.floats(min_value=0, max_value=1e9, allow_nan=False).map(lambda value: round(value, 6)))
def test_number_written_is_read_back_in_one_way(value: float) -> None:
    assert readings(written(value)) == (value,)


@pytest.mark.parametrize(
    ("given_", "remedy"), [("15,5", "write 15.5 without quotes"), ("1,500", "write 1500 or 1.5 without quotes")]
)
def test_answers_file_with_a_comma_in_a_number_is_told_what_to_write(given_: str, remedy: str) -> None:
    text = (
        "format: advisor-assessment/1\nchecklist: nodejs-express\nplatform: Acme\nteams: [{name: Core}]\n"
        f"services: [{{name: infer, team: Core, latency_budget_ms: '{given_}'}}]\n"
    )
    with pytest.raises(AnswersError) as refused:
        read_answers(text.encode(), "answers.yaml", LIBRARY)
    assert remedy in str(refused.value)
