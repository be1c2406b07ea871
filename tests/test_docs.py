"""The documents say what is so: links lead somewhere, commands exist, the README's example gives what it shows."""

import doctest
import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command, get_commands

from tests import reference
from tests.shown_pictures import shown_in_docs

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_of_a_document_lead_to_files(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_commands_a_document_names_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    known = set(re.findall(r"^  ([a-z]+)\)$", (ROOT / "run").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\./run ([a-z]+)", text)) <= known
    assert set(re.findall(r"\./run manage ([a-z_]+)", text)) <= set(get_commands())


def test_caches_that_are_listed_exist() -> None:
    """Such as `record_cache.glanced`, `tasks.turns.outcomes` of what a module has, or the module `http.example`."""
    table = (ROOT / "docs" / "decisions" / "0042-caches.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")]
    listed = re.findall(r"`([\w.]+)\.(?!py`)(\w+)`", " ".join(cells))
    assert len(listed) > 20
    for module, made in listed:
        names = [one.replace(".", "/") for one in (module, module.rpartition(".")[0]) if one]
        if [*(ROOT / "advisor").glob(f"**/{names[0]}/{made}.py")]:
            continue
        texts = [
            path.read_text(encoding="utf-8") for name in names for path in (ROOT / "advisor").glob(f"**/{name}.py")
        ]
        assert any(re.search(rf"\bdef {made}\b|\b{made}\b.* = ", text) for text in texts), made


def test_pictures_are_those_that_a_page_shows() -> None:
    assert sorted(path.name for path in (ROOT / "docs" / "pictures").iterdir()) == shown_in_docs()


def test_readme_is_short() -> None:
    assert len(README) <= 6000


def test_readme_example_gives_the_verdict_it_shows(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    shown = re.search(r"\$ \./run manage assess answers\.yaml\n(.*?)```", README, re.DOTALL)
    assert example is not None
    assert shown is not None
    file = tmp_path / "answers.yaml"
    file.write_text(example[1], encoding="utf-8")
    out = StringIO()
    call_command("assess", str(file), stdout=out)
    for line in shown[1].splitlines():
        assert line.rstrip() in [printed.rstrip() for printed in out.getvalue().splitlines()]


@pytest.mark.parametrize("record", DECISIONS, ids=name)
def test_decision_has_its_parts_and_stands_in_the_list(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    title = re.match(r"# (\d+)\. (.+)\n", text)
    assert title is not None
    assert int(record.name[:4]) == int(title[1])
    for part in ("- Status: ", "- Date: ", "## Context", "## Decision", "## Consequences"):
        assert part in text
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert f"[{title[1]}]({record.name}) | {title[2]} |" in listed


def test_page_of_the_files_says_what_the_models_say() -> None:
    assert doctest.testmod(reference).failed == 0
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "python -m tests.reference writes it"


def test_model_by_hand_is_what_the_terminal_prints(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(re.search(r"```yaml\n(.*?)```", README, re.DOTALL)[1], encoding="utf-8")  # type: ignore[index]
    out = StringIO()
    call_command("assess", str(file), "--explain", "Token stream", stdout=out)
    by_hand = (ROOT / "docs" / "explanation.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```text\n(.*?)```", by_hand, re.DOTALL) for line in block.splitlines()]
    assert len(lines) > 5
    assert [line for line in lines if line not in out.getvalue().splitlines()] == []


def test_glossary_has_no_word_twice() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    words = re.findall(r"\*\*([^*]+)\*\*", text.partition("## Words")[2].partition("## Habits")[0])
    assert len(words) == len(set(words))


def test_rooms_of_contributing_are_the_folders() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = re.findall(r"^\| `([a-z]+)/` \|", text, re.MULTILINE)
    folders = [path.parent.name for path in (ROOT / "advisor").glob("*/__init__.py")]
    assert sorted(rooms) == sorted(folders)


def test_readme_example_is_yaml_other_readers_read_alike() -> None:
    example = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert example is not None
    value = yaml.safe_load(example[1])
    assert value["services"][0]["answers"]["expected-growth"] == "unsure"
