"""Settings: what of them is wrong in a checklist, and in the answers that choose among them."""

import shutil
from pathlib import Path

import pytest

from advisor.checklist.checking import check_folder, check_text
from advisor.checklist.library import Library
from advisor.checklist.versions import below
from tests.checklist.tiny import TINY

CHECKLISTS = Path(__file__).parents[2] / "checklists"
LIBRARY = Library(CHECKLISTS)
FILE = """format: advisor-assessment/1
checklist: nodejs-express
teams: [{name: Core}]
services:
  - name: infer
    team: Core
    %s
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (", instead: Write the handler.", "", "says nothing to do instead: add `instead: …`"),
        (", outside: true", "", "`instead` belongs to an option that is outside the question: add `outside: true`"),
        ("id: function", "id: server", "the option `server` is used twice: give each its own"),
        ("id: runs-as", "id: runs-on", "`runs-on` is not known here: did you mean `runs-as`?"),
    ],
)
def test_mistake_in_settings_is_named(tmp_path: Path, before: str, after: str, told: str) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    path = folder / "settings.yaml"
    path.write_text(path.read_text().replace(before, after))
    assert any(told in str(problem) for problem in check_folder(folder))


def test_checklist_without_settings_is_sound(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (folder / "settings.yaml").unlink()
    assert check_folder(folder) == ()


def test_setting_that_the_checklist_does_not_ask_for_is_to_be_deleted(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (folder / "settings.yaml").unlink()
    file = (FILE % "runs_as: function").replace("nodejs-express", "tiny")
    told = "x:7:5: the checklist does not ask for `runs_as`: delete it"
    assert [str(problem) for problem in check_text(file, "x", Library(tmp_path))] == [told]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("runs_as: functoin", "x:7:14: there is no way to run `functoin`: did you mean `function`?"),
        ("protocol: htpp", "x:7:15: there is no protocol `htpp`: did you mean `http`?"),
    ],
)
def test_option_that_there_is_not_is_named_with_the_nearest(line: str, told: str) -> None:
    assert [str(problem) for problem in check_text(FILE % line, "x", LIBRARY)] == [told]


@pytest.mark.parametrize(
    ("patched", "told"),
    [
        ("25.1.0", "25.1.0 is not a version of the line 24"),
        ("24.22.1", ""),
    ],
)
def test_first_version_with_a_fix_is_of_the_line_it_is_about(tmp_path: Path, patched: str, told: str) -> None:
    folder = Path(shutil.copytree(CHECKLISTS / "nodejs-express", tmp_path / "nodejs-express"))
    path = folder / "facts.yaml"
    path.write_text(path.read_text().replace("patched: 24.22.1", f"patched: {patched}"))
    assert "; ".join(problem.message for problem in check_folder(folder)) == told


def test_version_written_short_is_below_only_where_what_it_says_is_enough() -> None:
    assert [below(one, "24.22.1") for one in ("24", "24.21", "24.22", "v24.22.0", "24.22.1", "lts")] == [
        False, True, False, True, False, False,
    ]  # fmt: skip
