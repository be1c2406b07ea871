"""Checking any file or folder: which it is, its `format` says."""

from pathlib import Path

import pytest

from advisor.checklist.checking import FORMATS, check_path, check_text
from tests.checklist.tiny import LIBRARY, SOUND, TINY

KNOWN = (
    "`advisor-assessment/1`, `advisor-checklist/1`, `advisor-scorecard/1`, `advisor-service-types/1`, "
    "`advisor-facts/1`, `advisor-hiring/1`, `advisor-next-steps/1`, `advisor-settings/1` or "
    "`advisor-frameworks/1`"
)


def said(text: str) -> list[str]:
    return [str(problem) for problem in check_text(text, "pasted", LIBRARY)]


def test_sound_answers_have_no_problem() -> None:
    assert said(SOUND) == []


@pytest.mark.parametrize("name", FORMATS.values())
def test_file_of_a_checklist_is_checked_by_itself(name: str) -> None:
    text = (TINY / name).read_text()
    assert said(text) == []
    assert said(text + "zzz: 1\n")[0].split(": ")[1] == "unknown key `zzz`"


def test_file_of_a_checklist_is_checked_for_what_it_contradicts() -> None:
    text = (TINY / "scorecard.yaml").read_text().replace("- id: borders", "- id: senior")
    assert said(text) == ["pasted:13:9: the id `senior` is used twice: give each its own; the first is on line 6"]


def test_wrong_answers_are_named() -> None:
    assert said(SOUND.replace("fast: 3", "fsat: 3")) == [
        "pasted:9:7: there is no statement `fsat`: did you mean `fast`?"
    ]


WIRE = "{service: infer, when: end-of-life, part: node}"


@pytest.mark.parametrize(
    ("other", "twice"),
    [
        ("{service: infer, when: end-of-life, part: node}", "the end-of-life of `infer`"),
        ("{service: infer, when: end-of-life, part: express}", ""),
        ("{service: infer, when: end-of-life}", ""),
        ("{service: api, when: end-of-life, part: node}", ""),
        ("{service: infer, when: routes, above: 5}", ""),
    ],
)
def test_second_tripwire_is_one_on_the_same_part_of_the_same_service(other: str, twice: str) -> None:
    text = (
        "format: advisor-assessment/1\nchecklist: tiny\nteams: [{name: Platform}]\nservices:\n"
        '  - {name: infer, team: Platform, versions: {node: "24", express: "5"}}\n'
        '  - {name: api, team: Platform, versions: {node: "24"}}\n'
        f"decision:\n  tripwires:\n    - {WIRE}\n    - {other}\n"
    )
    told = f"pasted:10:7: a second tripwire watches {twice}: keep one of them; the first is on line 9"
    assert said(text) == ([told] if twice else [])


def test_misspelt_format_is_suggested() -> None:
    assert said("format: advisor-asessment/1\n") == [
        "pasted:1:9: the format `advisor-asessment/1` is not known: did you mean `advisor-assessment/1`?"
    ]


def test_format_that_is_no_text_is_told_the_known_ones() -> None:
    assert said("format: 7\n") == [f"pasted:1:9: `format` has to be text: write {KNOWN}"]


@pytest.mark.parametrize("text", ["services: []\n", "- a\n", "hello\n"])
def test_file_without_format_is_told_the_known_ones(text: str) -> None:
    (line,) = said(text)
    assert line.endswith(f"no `format` says what this file is: begin with `format: …`, and {KNOWN}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("a: [", "something is missing here"),
        ("format: no", "`no` is false to YAML 1.1 and the text"),
    ],
)
def test_file_that_cannot_be_read_has_only_that_problem(text: str, message: str) -> None:
    (line,) = said(text)
    assert line.split(": ")[1].startswith(message)


def test_path_leads_to_a_folder_or_a_file(tmp_path: Path) -> None:
    assert check_path(TINY, "tiny", LIBRARY) == ()
    assert check_path(TINY / "facts.yaml", "facts.yaml", LIBRARY) == ()
    with pytest.raises(FileNotFoundError):
        check_path(tmp_path / "nothing.yaml", "nothing.yaml", LIBRARY)
