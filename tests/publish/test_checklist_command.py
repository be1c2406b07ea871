"""`manage.py checklist check` and `… schema`, as one uses them in a terminal."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator

from advisor.checklist.schema import SCHEMAS
from tests.checklist.tiny import DATA, TINY

CHECKLISTS = Path(__file__).parent.parent.parent / "checklists"


def run(*arguments: str) -> tuple[int, str, str]:
    """Status, output and errors."""
    out, errors = StringIO(), StringIO()
    try:
        call_command("checklist", *arguments, stdout=out, stderr=errors, no_color=True)
    except SystemExit as leaving:
        return int(leaving.code or 0), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


@pytest.mark.parametrize("path", [CHECKLISTS / "nodejs-express", TINY, TINY / "facts.yaml"])
def test_checking_something_sound_says_ok(path: Path) -> None:
    assert run("check", str(path)) == (0, "ok\n", "")


def test_checking_given_answers_says_ok() -> None:
    assert run("check", str(CHECKLISTS / "nodejs-express/cases/given/24-platform.yaml")) == (0, "ok\n", "")


def test_checking_something_wrong_prints_every_problem_and_ends_with_two() -> None:
    path = str(DATA / "bad/second-document.yaml")
    assert run("check", path) == (
        2, "", f"{path}:7:1: a second document begins here: keep one document a file: delete `---`\n",
    )  # fmt: skip


def test_checking_an_empty_folder_names_every_file_that_is_missing(tmp_path: Path) -> None:
    status, _, errors = run("check", str(tmp_path))
    assert status == 2
    assert len(errors.splitlines()) == 6


def test_checking_what_does_not_exist_says_so(tmp_path: Path) -> None:
    path = str(tmp_path / "nothing.yaml")
    assert run("check", path) == (
        2, "", f"{path}: No such file or directory: write the path of a folder or a file\n",
    )  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_printed_schema_is_a_json_schema(name: str) -> None:
    status, out, _ = run("schema", name)
    assert status == 0
    Draft202012Validator.check_schema(json.loads(out))


def test_unknown_schema_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match=r"choose from '?answers'?, '?checklist'?"):
        run("schema", "nothing")


def test_facts_are_due_from_the_day_after_their_review_date() -> None:
    assert run("facts", "nodejs-express", "--as-of", "2026-12-23") == (
        0, "no fact is due for a review on 2026-12-23\n", "",
    )  # fmt: skip
    status, out, errors = run("facts", "nodejs-express", "--as-of", "2026-12-24")
    assert (status, errors) == (1, "")
    assert "nodejs-express express-releases: due since 2026-12-23, checked on 2026-11-23\n" in out
    assert "  https://www.npmjs.com/package/express\n" in out
    assert "node-24-support" not in out


def test_facts_of_every_checklist_are_listed_the_longest_overdue_first() -> None:
    every, one = run("facts", "--as-of", "2030-01-01"), run("facts", "nodejs-express", "--as-of", "2030-01-01")
    dates = [line.split("due since ")[1][:10] for line in one[1].splitlines() if "due since" in line]
    assert (every[0], one[0]) == (1, 1)
    assert one[1] in every[1]
    assert len(dates) > 20
    assert dates == sorted(dates)


def test_facts_of_a_checklist_that_is_not_there_end_with_two() -> None:
    status, out, errors = run("facts", "nodejs-expres")
    assert (status, out) == (2, "")
    assert errors == "nodejs-expres: there is no checklist of this name: did you mean `nodejs-express`?\n"


def test_facts_on_a_day_that_is_none_say_how_to_write_it() -> None:
    with pytest.raises(CommandError, match="write it as 2026-11-23"):
        run("facts", "--as-of", "tomorrow")
