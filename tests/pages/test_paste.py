"""Checking a pasted file: every problem at once, and nothing typed is lost."""

from pathlib import Path

import pytest
from django.test import Client

from advisor.assessments.checklists import library
from advisor.checklist.checking import FORMATS
from advisor.checklist.library import FILES
from advisor.pages.checklists.check_file import check_pasted
from tests.people import text_of

FOLDER = Path(library().root) / "nodejs-express"
GOOD = (FOLDER / "cases" / "given" / "01-inference-edge.yaml").read_text()
WRONG = GOOD.replace("narrow-purpose: 4", "narow-purpose: 4").replace("latency-first: 4", "latency-first: 7")


def test_check_of_a_sound_answers_file_finds_nothing() -> None:
    result = check_pasted(GOOD, library())
    assert result.problems == ()
    assert "one service" in result.detail


def test_check_of_form_lines_reads_them_as_they_were_pasted() -> None:
    assert check_pasted(GOOD.replace("\n", "\r\n"), library()).problems == ()


def test_check_of_a_wrong_answers_file_names_every_problem_at_its_place() -> None:
    result = check_pasted(WRONG, library())
    places = {(problem.line, problem.column) for problem in result.problems}
    lines = WRONG.split("\n")
    for wrong in ("narow-purpose", "latency-first"):
        assert any(wrong in lines[line - 1] for line, _ in places)
    assert result.summary == "2 problems"


@pytest.mark.parametrize("name", FILES)
def test_check_of_a_file_of_the_checklist_finds_nothing(name: str) -> None:
    result = check_pasted((FOLDER / name).read_text(), library())
    assert result.problems == ()
    assert name in result.detail


def test_formats_one_for_each_file() -> None:
    assert set(FORMATS.values()) == set(FILES)


@pytest.mark.parametrize("text", ["", "  \n\n"])
def test_check_of_nothing_says_what_to_do(text: str) -> None:
    (problem,) = check_pasted(text, library()).problems
    assert problem.remedy == "paste the text of a file"


@pytest.mark.parametrize("text", ["services: []", "format: 3", "format: other/1", "- a", "just words"])
def test_check_of_an_unknown_format_names_the_known_ones(text: str) -> None:
    assert any("advisor-assessment/1" in problem.remedy for problem in check_pasted(text, library()).problems)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3000,
        "a: &x 1",
        "!!python/object:os.system x",
        "\x00",
        "a: b: c",
        "😀" * 10,
        "x" * 300_000,
        "{",
        "%YAML 9.9",
    ],
)
def test_check_of_hostile_text_answers_with_problems(client: Client, text: str) -> None:
    response = client.post("/checklists/check/", {"text": text})
    assert response.status_code == 200
    assert "problem" in text_of(response)


def test_check_page_keeps_what_was_pasted(client: Client) -> None:
    text = text_of(client.post("/checklists/check/", {"text": WRONG}))
    assert "narow-purpose: 4" in text
    assert "Did you mean" in text


def test_check_page_shows_markup_as_text(client: Client) -> None:
    text = text_of(client.post("/checklists/check/", {"text": "</textarea><script>alert(1)</script>"}))
    assert "<script>alert" not in text
