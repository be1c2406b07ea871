"""The script `run`, called from any folder and by a link: paths are the caller's, code is the program's."""

import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ECHO = """#!/bin/sh
echo "$PWD"
echo "$PYTHONPATH"
echo "$@"
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the script beside a Python that says only how it was called."""
    folder = tmp_path / "the program"
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / "run").write_bytes((ROOT / "run").read_bytes())
    (folder / "run").chmod(0o755)
    for name in ("requirements.txt", "requirements-postgresql.txt", "requirements-dev.txt"):
        (folder / name).touch()
    (folder / ".venv/.locked").write_text(sha256(b"").hexdigest())
    python = folder / ".venv/bin/python"
    python.write_text(ECHO)
    python.chmod(0o755)
    return folder


def called(run: Path, *arguments: str, cwd: Path, **environment: str) -> list[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PYTHONPATH")}
    done = subprocess.run(
        [str(run), *arguments], cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_manage_from_another_folder_stays_in_it(program: Path, tmp_path: Path) -> None:
    place, _, words = called(program / "run", "manage", "assess", "answers.yaml", cwd=tmp_path)
    assert (place, words) == (str(tmp_path), f"{program}/manage.py assess answers.yaml")


@pytest.mark.parametrize("way", ["absolute", "relative", "a link to a link"])
def test_run_called_by_a_link_finds_its_program(program: Path, tmp_path: Path, way: str) -> None:
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    link = bin_ / "advisor"
    link.symlink_to("../the program/run" if way == "relative" else program / "run")
    if way == "a link to a link":
        link = bin_ / "again"
        link.symlink_to("advisor")
    place, _, words = called(link, "doctor", cwd=tmp_path)
    assert (place, words) == (str(tmp_path), f"{program}/manage.py doctor")


def test_server_and_list_of_parts_take_the_caller_s_paths_and_no_code_of_that_folder(
    program: Path, tmp_path: Path
) -> None:
    for arguments, words in (
        (["--data", "here"], "-P -m advisor.serve --data here"),
        (["sbom", "list.json"], "-P -m tests.supply.sbom list.json"),
    ):
        assert called(program / "run", *arguments, cwd=tmp_path) == [str(tmp_path), str(program), words]


def test_tests_and_checks_run_in_the_program_s_folder(program: Path, tmp_path: Path) -> None:
    for command, module in (("test", "tests.run"), ("check", "tests.check")):
        place, _, words = called(program / "run", command, cwd=tmp_path)
        assert (place, words) == (str(program), f"-m {module}")


def test_file_with_the_database_s_address_is_the_caller_s(program: Path, tmp_path: Path) -> None:
    """Which file of requirements is looked at tells that it was read."""
    (tmp_path / "url").write_text("postgres://host/name")
    (program / "requirements-postgresql.txt").unlink()
    done = subprocess.run(
        [str(program / "run"), "doctor"],
        cwd=tmp_path,
        env={**os.environ, "DATABASE_URL": "", "DATABASE_URL_FILE": "url"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "requirements-postgresql.txt" in done.stderr
