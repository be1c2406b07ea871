"""Reading answers files: the given cases, short forms, and answers that fit their checklist."""

from datetime import date
from pathlib import Path

import pytest

from advisor.checklist.answer import Answer, Evidence
from advisor.checklist.errors import ChecklistError
from advisor.checklist.library import Library
from advisor.checklist.reading import read_answers
from tests.checklist.tiny import SOUND, TINY, problems, read

CHECKLISTS = Path(__file__).parent.parent.parent / "checklists"
GIVEN = sorted(path for path in (CHECKLISTS / "nodejs-express/cases").rglob("*.yaml") if path.name != "expected.yaml")
LIBRARY = Library(CHECKLISTS)


@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.stem)
def test_case_of_the_checklist_is_read(path: Path) -> None:
    answers = read_answers(path.read_bytes(), path.name, LIBRARY)
    assert answers.services
    assert answers.checklist == "nodejs-express"


def test_short_forms_stand_for_long_ones() -> None:
    short = read(
        SOUND.replace("fast: 3", "{fast: 3, narrow: unsure, public: {na: nobody}}").replace(
            "answers:\n      ", "answers: "
        )
    )
    long = read(
        SOUND.replace(
            "answers:\n      fast: 3", "answers: {fast: {level: 3}, narrow: {level: unsure}, public: {na: nobody}}"
        )
    )
    assert short == long
    assert short.services[0].answers == {
        "fast": Answer(level=3),
        "narrow": Answer(level="unsure"),
        "public": Answer(na="nobody"),
    }


def test_dates_are_text_with_or_without_quotes() -> None:
    given = "fast: {level: 3, evidence: {kind: link, expires: %s}}"
    for text in ("2027-01-31", '"2027-01-31"'):
        answers = read(SOUND.replace("fast: 3", given % text))
        assert answers.services[0].answers["fast"].evidence == Evidence(kind="link", expires=date(2027, 1, 31))


@pytest.mark.parametrize(
    "text", ["20270131", "2027-02-30", "2027-W01-1", "2027-01-31T00:00", "31.1.2027", "２０２７-01-31"]
)
def test_date_of_another_form_is_refused(text: str) -> None:
    given = f'fast: {{level: 3, evidence: {{kind: link, expires: "{text}"}}}}'
    assert problems(SOUND.replace("fast: 3", given)) == [
        f"answers.yaml:9:56: `{text}` is not a date: write it like 2026-11-01"
    ]


def test_spaces_around_names_make_no_difference() -> None:
    answers = read(
        SOUND.replace("name: Platform", 'name: " Platform "').replace("team: Platform", 'team: "Platform  "')
    )
    assert answers.teams[0].name == answers.services[0].team == "Platform"


def test_capitals_tell_names_apart_where_one_refers_to_another() -> None:
    assert problems(SOUND.replace("team: Platform", "team: platform")) == [
        "answers.yaml:7:11: there is no team `platform`: did you mean `Platform`?"
    ]


def test_names_in_any_script_are_read() -> None:
    answers = read(SOUND.replace("infer", "推論 🦊").replace("Platform", "Équipe"))
    assert (answers.services[0].name, answers.services[0].team) == ("推論 🦊", "Équipe")


def test_weights_name_statements_and_dimensions() -> None:
    assert read(SOUND + "weights: {fast: 2, senior: 9}\n").weights == {"fast": 2, "senior": 9}


def test_respondents_answer_for_services_and_teams() -> None:
    text = SOUND.replace("    answers:\n      fast: 3\n", "").replace(", scorecard: {senior: 3}", "")
    text += (
        "respondents:\n  - {name: Ada, teams: {Platform: {senior: 4}}, services: {infer: {fast: 1}}}\n  - {name: Ben}\n"
    )
    text += "settled:\n  - {team: Platform, statement: senior, level: 2, reason: talked}\n"
    answers = read(text)
    assert answers.respondents[0].services == {"infer": {"fast": Answer(level=1)}}
    assert answers.respondents[1].teams == {}
    assert answers.settled[0].team == "Platform"


def test_empty_answers_beside_respondents_are_no_contradiction() -> None:
    text = SOUND.replace("    answers:\n      fast: 3\n", "    answers: {}\n").replace("{senior: 3}", "{}")
    assert read(text + "respondents:\n  - {name: Ada}\n").respondents


def test_unknown_checklist_leaves_other_problems_visible() -> None:
    assert problems(SOUND.replace("tiny", "tinny").replace("fast: 3", "fast: 9")) == [
        "answers.yaml:2:12: there is no checklist `tinny`: did you mean `tiny`?",
        "answers.yaml:9:13: `9` is not one of the five levels: write 0, 1, 2, 3 or 4, or unsure",
    ]


def test_level_in_the_words_of_the_checklist_is_suggested_as_its_number(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for path in TINY.iterdir():
        text = (
            path.read_text().replace("half true", "fifty-fifty") if path.name == "checklist.yaml" else path.read_text()
        )
        (folder / path.name).write_text(text)
    with pytest.raises(Exception, match=r"the level is written in words, `Fifty-fifty`: write 2"):
        read_answers(SOUND.replace("fast: 3", "fast: Fifty-fifty"), "a.yaml", Library(tmp_path))


def test_answers_to_a_wrong_checklist_raise_its_problems(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "checklist.yaml").write_text("format: advisor-checklist/1\n")
    with pytest.raises(ChecklistError) as error:
        read_answers(SOUND, "a.yaml", Library(tmp_path))
    assert error.value.problems[0].file == "tiny/checklist.yaml"


def test_problems_name_the_file_as_the_caller_does() -> None:
    with pytest.raises(Exception, match=r"^my file\.yaml:1:1: the file is empty"):
        read_answers(b"", "my file.yaml", LIBRARY)
