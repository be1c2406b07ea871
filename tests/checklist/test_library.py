"""Checklists on disk: loading, keeping, and files that are missing or misnamed."""

import os
import shutil
from pathlib import Path

import pytest

from advisor.checklist import library as module
from advisor.checklist.digest import content_digest
from advisor.checklist.document import Document
from advisor.checklist.errors import ChecklistError
from advisor.checklist.library import Library, load_checklist
from tests.checklist.tiny import TINY

CHECKLISTS = Path(__file__).parent.parent.parent / "checklists"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(TINY, tmp_path / "tiny")
    return tmp_path


def rewrite(path: Path, before: str, after: str) -> None:
    """Writes a file anew, and makes sure that its time says so."""
    path.write_text(path.read_text().replace(before, after))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))


def test_our_own_checklist_is_sound() -> None:
    checklist = load_checklist(CHECKLISTS / "nodejs-express")
    assert checklist.slug == "nodejs-express"
    assert {statement.group for statement in checklist.statements} == {"raw", "framework", "split", "gut"}


def test_loaded_checklist_carries_the_digest_of_its_content() -> None:
    checklist = load_checklist(TINY)
    assert checklist.digest == content_digest(checklist)
    assert checklist.digest.startswith("sha256:")
    assert len(checklist.digest) == 71


def test_digest_ignores_layout_and_sees_content(root: Path) -> None:
    first = load_checklist(root / "tiny").digest
    rewrite(
        root / "tiny/facts.yaml",
        "    claim: Node.js 26 is current",
        '    claim: "Node.js 26\n      is current"  # so it is',
    )
    assert load_checklist(root / "tiny").digest == first
    rewrite(root / "tiny/facts.yaml", "Since May.", "Since June.")
    assert load_checklist(root / "tiny").digest != first


def test_default_written_out_gives_the_same_digest(root: Path) -> None:
    first = load_checklist(root / "tiny").digest
    rewrite(
        root / "tiny/checklist.yaml",
        "statements:\n  - {id: narrow,",
        'thresholds: {holds: "0.6"}\nstatements:\n  - {weight: 1, id: narrow,',
    )
    assert load_checklist(root / "tiny").digest == first


def test_folder_is_named_by_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TINY)
    assert load_checklist(Path()).slug == "tiny"


def test_library_lists_folders_that_hold_a_checklist(root: Path) -> None:
    (root / "notes").mkdir()
    (root / "Odd Name").mkdir()
    shutil.copy(TINY / "checklist.yaml", root / "Odd Name")
    assert Library(root).slugs() == ["tiny"]
    assert Library(root / "nowhere").slugs() == []


@pytest.mark.parametrize("slug", ["", "other", "../tiny", "tiny/", "TINY", "notes", "tiny\n", "."])
def test_library_knows_no_other_slug(root: Path, slug: str) -> None:
    with pytest.raises(KeyError):
        Library(root).get(slug)


def test_library_reads_a_checklist_once_until_a_file_changes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    reader = module.read_document

    def counting(data: bytes | str, file: str) -> Document:
        read.append(file)
        return reader(data, file)

    monkeypatch.setattr(module, "read_document", counting)
    library = Library(root)
    first = library.get("tiny")
    assert library.get("tiny") is first
    assert len(read) == 8
    os.utime(root / "tiny/facts.yaml")  # touched, but the same
    assert library.get("tiny") is first
    assert len(read) == 8
    rewrite(root / "tiny/facts.yaml", "Since May.", "Since June.")
    assert library.get("tiny").digest != first.digest
    assert len(read) == 16


def test_library_forgets_a_checklist_that_became_wrong_until_it_is_mended(root: Path) -> None:
    library = Library(root)
    first = library.get("tiny")
    rewrite(root / "tiny/facts.yaml", "status: verified", "status: sure")
    for _ in range(2):
        with pytest.raises(ChecklistError):
            library.get("tiny")
    rewrite(root / "tiny/facts.yaml", "status: sure", "status: verified")
    assert library.get("tiny") == first


def test_missing_and_misnamed_files_are_named(root: Path) -> None:
    (root / "tiny/facts.yaml").rename(root / "tiny/fact.yaml")
    (root / "tiny/hiring.yaml").rename(root / "tiny/hiring.yml")
    with pytest.raises(ChecklistError) as error:
        load_checklist(root / "tiny")
    assert str(error.value).splitlines() == [
        "tiny/fact.yaml:1:1: no file of this name belongs to a checklist: did you mean `facts.yaml`?",
        "tiny/facts.yaml:1:1: there is no such file: write it, or restore it",
        "tiny/hiring.yaml:1:1: there is no such file: write it, or restore it",
        "tiny/hiring.yml:1:1: no file of this name belongs to a checklist: did you mean `hiring.yaml`?",
    ]


def test_folder_in_the_place_of_a_file_is_no_file(root: Path) -> None:
    (root / "tiny/facts.yaml").unlink()
    (root / "tiny/facts.yaml").mkdir()
    with pytest.raises(ChecklistError, match=r"facts\.yaml:1:1: there is no such file"):
        load_checklist(root / "tiny")


def test_file_that_cannot_be_opened_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ChecklistError) as error:
        load_checklist(root / "tiny")
    assert str(error.value) == "tiny/checklist.yaml:1:1: the file cannot be read (Permission denied): make it readable"


def test_file_that_is_no_yaml_is_named_with_those_of_the_others(root: Path) -> None:
    (root / "tiny/facts.yaml").write_text("facts: [")
    (root / "tiny/hiring.yaml").write_bytes(b"x" * 300_000)
    rewrite(root / "tiny/checklist.yaml", "runtime: Node.js", "runtime: 7")
    with pytest.raises(ChecklistError) as error:
        load_checklist(root / "tiny")
    assert [str(problem).split(": ")[0] for problem in error.value.problems] == [
        "tiny/checklist.yaml:8:10", "tiny/facts.yaml:1:9", "tiny/hiring.yaml:1:1",
    ]  # fmt: skip
