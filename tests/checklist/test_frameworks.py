"""Frameworks: what of them is wrong in a checklist, and in the answers that say what is wanted of one."""

import shutil
from pathlib import Path

import pytest

from advisor.checklist.checking import check_folder, check_text
from advisor.checklist.content import checklist_from_content, content_of
from advisor.checklist.library import Library, load_checklist
from advisor.checklist.reading import read_answers
from advisor.checklist.writing import write_answers
from tests.checklist.tiny import TINY

CHECKLISTS = Path(__file__).parents[2] / "checklists"
LIBRARY = Library(CHECKLISTS)
FILE = """format: advisor-assessment/1
checklist: nodejs-express
teams: [{name: Core}]
services:
  - name: api
    team: Core
    framework: {%s}
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "id: known",
            "id: schemas",
            "5:10: the want `schemas` is used twice: give each its own; the first is",
        ),
        ("id: fastify", "id: express", "14:9: the candidate `express` is used twice: give each its own"),
        ("      known: {fit: 1", "      knwon: {fit: 1", "19:7: there is no want `knwon`: did you mean `known`?"),
        ("      known: {fit: 1", "      knwon: {fit: 1", "17:5: there is no fit for `known`: add one for each want"),
        ("{fit: 4, why: By itself.", "{fit: 5, why: By itself.", "18:22: `5` is too large: write 4 or less"),
        ("[node-26]", "[node-62]", "10:13: there is no fact `node-62`: did you mean `node-26`?"),
        ('clear: "0.1"', 'clear: "a tenth"', '2:8: `a tenth` is not an exact number: write it like "0.1" or "1/10"'),
        ('clear: "0.1"', 'clear: "2"', "2:8: a lead of 2 is not possible: write a number above 0 and up to 1"),
        ("ask: engineers", "ask: engineer", "`engineer` is not known here: did you mean `engineers`?"),
        ("    summary: Quick.\n", "", "14:5: the key `summary` is missing: add `summary: …`"),
    ],
)
def test_mistake_in_frameworks_is_named_at_its_place(tmp_path: Path, before: str, after: str, told: str) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    path = folder / "frameworks.yaml"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    problems = [str(problem) for problem in check_folder(folder)]
    assert any(f"tiny/frameworks.yaml:{told}" in one or told in one for one in problems), problems


def test_checklist_without_frameworks_is_sound_and_knows_no_want(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (folder / "frameworks.yaml").unlink()
    assert check_folder(folder) == ()
    assert load_checklist(folder).frameworks is None


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("schema: 4", "x:7:17: there is no want `schema`: did you mean `schemas`?"),
        ("schemas: 5", "x:7:26: `5` does not say how much it is wanted: write 0, 1, 2, 3, 4, must or unsure"),
        ("schemas: muss", "x:7:26: `muss` does not say how much it is wanted: write 0, 1, 2, 3, 4, must or unsure"),
        ("schemas: true", "x:7:26: `true` does not say how much it is wanted: write 0, 1, 2, 3, 4, must or unsure"),
    ],
)
def test_mistake_in_what_is_wanted_is_named_at_its_place(wanted: str, told: str) -> None:
    assert [str(problem) for problem in check_text(FILE % wanted, "x", LIBRARY)] == [told]


def test_what_is_wanted_survives_being_written_and_read_again() -> None:
    file = read_answers((FILE % "schemas: 4, cpu-cost: must, types: unsure").encode(), "x", LIBRARY)
    assert file.services[0].framework == {"schemas": 4, "cpu-cost": "must", "types": "unsure"}
    assert "framework: {schemas: 4, cpu-cost: must, types: unsure}" in write_answers(file)
    assert read_answers(write_answers(file).encode(), "x", LIBRARY) == file


def test_frameworks_survive_as_content_of_a_record() -> None:
    tiny = load_checklist(TINY)
    again = checklist_from_content(content_of(tiny), "record")
    assert again.frameworks == tiny.frameworks
    assert again.digest == tiny.digest


def test_every_fit_of_the_shipped_frameworks_has_an_address_and_was_read_on_a_day() -> None:
    frameworks = load_checklist(CHECKLISTS / "nodejs-express").frameworks
    assert frameworks is not None
    fits = [fit for candidate in frameworks.candidates for fit in candidate.fits.values()]
    assert len(fits) == len(frameworks.wants) * len(frameworks.candidates)
    assert [fit for fit in fits if not fit.source.startswith("https://")] == []
