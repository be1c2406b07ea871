"""`manage.py checklist check` and `… schema`, as one uses them in a terminal."""

import json
import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator

from advisor.checklist.library import load_checklist
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
        2, "", f"{path}:7:1: a second document begins here: keep one document per file: delete `---`\n",
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
    assert run("facts", "nodejs-express", "--as-of", "2026-12-30") == (
        0, "no fact is due for a review on 2026-12-30\n", "",
    )  # fmt: skip
    status, out, errors = run("facts", "nodejs-express", "--as-of", "2026-12-31")
    assert (status, errors) == (1, "")
    assert "nodejs-express express-releases: due since 2026-12-30, checked on 2026-11-30\n" in out
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


def npm_in(folder: Path, answers: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """The only npm there is: it answers from files, notes what it was asked, and fails for every other package."""
    for package, answer in answers.items():
        (folder / package.replace("/", "+")).write_text(json.dumps(answer))
    npm = folder / "npm"
    name = '"$(echo "$2" | /bin/sed s,/,+,)"'
    npm.write_text(f'#!/bin/sh\ncd {folder}\necho "$@" >>asked\nexec /bin/cat {name} 2>/dev/null\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_facts_compared_with_npm_name_what_is_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = {fact.npm: fact for fact in load_checklist(Path(SHIPPED)).facts if fact.npm}
    answers: dict[str, object] = {name: {"dist-tags": {"latest": "0.0.0"}, "versions": []} for name in packages}
    answers["express"] = {
        "dist-tags": {"latest": "5.30.0"},
        "versions": ["4.22.3", "4.9.9", "5.3.0", "5.30.0", "6.0.0-alpha.1"],
        "time": {"5.30.0": "2026-12-24T10:00:00Z"},
    }
    npm_in(tmp_path, answers, monkeypatch)
    status, out, errors = run("facts", "nodejs-express", "--compare")
    assert (status, errors) == (1, "")
    told = [line for line in out.splitlines() if "express-releases" in line]
    assert told == [
        "nodejs-express express-releases: npm has express 5.30.0 of 2026-12-24, which the fact does not name"
    ]
    asked = (tmp_path / "asked").read_text().splitlines()
    assert sorted(asked) == sorted(f"view {name} dist-tags versions time --json" for name in packages)


def test_facts_that_npm_agrees_with_end_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [fact for fact in load_checklist(Path(SHIPPED)).facts if fact.npm]
    newest = {fact.npm: re.findall(r"\d+\.\d+\.\d+", fact.value)[-1] for fact in facts}
    newest["express"] = "5.3.0"
    answers = {name: {"dist-tags": {"latest": version}, "versions": version} for name, version in newest.items()}
    npm_in(tmp_path, answers, monkeypatch)
    assert run("facts", "nodejs-express", "--compare") == (
        0, f"npm lists nothing newer than the {len(facts)} facts about packages say\n", "",
    )  # fmt: skip


def test_facts_are_not_compared_without_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run("facts", "--compare") == (
        2, "", "npm is not installed on this machine: install Node.js, or leave out --compare\n",
    )  # fmt: skip


def test_facts_are_not_compared_where_npm_has_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm_in(tmp_path, {}, monkeypatch)
    status, out, errors = run("facts", "--compare")
    assert (status, out) == (2, "")
    assert errors == "npm said nothing about express: check the network and `npm ping`, then try again\n"


def test_facts_are_listed_without_asking_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm_in(tmp_path, {}, monkeypatch)
    run("facts", "nodejs-express")
    assert not (tmp_path / "asked").exists()


SHIPPED, EXAMPLE = str(CHECKLISTS / "nodejs-express"), str(CHECKLISTS / "nodejs-express/examples/demo.yaml")


def test_proving_a_sound_checklist_shows_each_thing_with_an_example() -> None:
    status, out, errors = run("prove", SHIPPED)
    assert (status, errors) == (0, "")
    assert "statements that can change a verdict: 20 of 20" in out
    assert "never move the verdict off their side: 20 of 20" in out
    assert "contradictions that can occur: 6 of 6" in out
    assert run("prove", "nodejs-express") == (0, out, "")


def test_proving_one_that_cannot_decide_says_what_is_not_shown(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    main = folder / "checklist.yaml"
    main.write_text(main.read_text().replace("only_if_low: boundary", "only_if_low: wrap"))
    status, out, _ = run("prove", str(folder))
    assert status == 1
    assert "not shown: both can never occur: its roles exclude each other" in out


def test_proving_a_wrong_checklist_prints_its_problems_and_ends_with_two(tmp_path: Path) -> None:
    status, out, errors = run("prove", str(tmp_path))
    assert (status, out, len(errors.splitlines())) == (2, "", 6)


def test_replaying_lists_what_another_version_would_change(tmp_path: Path) -> None:
    assert run("replay", SHIPPED, SHIPPED, EXAMPLE)[0] == 0
    folder = tmp_path / "nodejs-express"
    shutil.copytree(SHIPPED, folder)
    main = folder / "checklist.yaml"
    main.write_text(
        main.read_text().replace('holds: "0.6"', 'holds: "0.9"').replace("version: 1.0.1", "version: 2.0.0")
    )
    status, out, errors = run("replay", SHIPPED, str(folder), EXAMPLE)
    assert (status, errors) == (1, "")
    assert out.startswith("nodejs-express 1.0.1 against nodejs-express 2.0.0\n")
    assert f"{EXAMPLE}:\n  Token stream: Split, firm → " in out
    assert "    before: Rule 1, split: framework and split hold (≥ 3/5)" in out
    assert "    after: Rule " in out


def test_replaying_nothing_says_what_to_name() -> None:
    status, _, errors = run("replay", SHIPPED, SHIPPED)
    assert (status, errors) == (2, "replay: no answers: name answers files, or write --stored\n")


def test_replaying_files_that_cannot_be_read_names_every_problem(tmp_path: Path) -> None:
    wrong = str(DATA / "bad/second-document.yaml")
    status, out, errors = run("replay", SHIPPED, SHIPPED, wrong, str(tmp_path / "none.yaml"), EXAMPLE)
    assert (status, out) == (2, "")
    assert f"{wrong}:7:1:" in errors
    assert "none.yaml: there is no such file" in errors


def test_new_checklist_is_sound_and_can_decide(tmp_path: Path, settings: LazySettings) -> None:
    settings.CHECKLISTS_DIR = tmp_path
    status, out, errors = run("new", "queues")
    assert (status, errors) == (0, "")
    assert "is ready and has no problems" in out
    assert run("check", str(tmp_path / "queues")) == (0, "ok\n", "")
    assert run("prove", "queues")[0] == 0
    assert (tmp_path / "queues" / "checklist.yaml").read_text().count("#") > 15
    assert run("new", "queues")[0] == 2
    assert run("new", "No Name")[0] == 2
