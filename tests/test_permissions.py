"""What people wrote is for the user alone who runs the app: new files, and those of an earlier version."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from advisor.pages.management.commands import doctor
from advisor.permissions import make_private, open_to_others
from tests.prepared import prepare
from tests.test_serving import ROOT, Serving, Visitor

FILES = ("secret-key", "advisor.sqlite3", "advisor.sqlite3-wal", "advisor.sqlite3-shm")


def sqlite(folder: Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "advisor.sqlite3")}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A data folder that a version before this one left behind."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in FILES:
        (folder / name).write_text("")
        (folder / name).chmod(0o644)
    folder.chmod(0o755)
    return folder


def test_make_private_takes_everybody_elses_rights_away(old: Path) -> None:
    assert {path.name for path in open_to_others(old, sqlite(old))} == {"data", *FILES}
    make_private(old, sqlite(old))
    assert not open_to_others(old, sqlite(old))
    assert old.stat().st_mode & 0o777 == 0o700


def test_make_private_leaves_a_folder_shared_with_others(old: Path) -> None:
    old.chmod(0o1777)  # as /tmp is
    make_private(old, sqlite(old))
    assert open_to_others(old, sqlite(old)) == [old]


def test_make_private_touches_nothing_that_is_not_the_apps(old: Path) -> None:
    other = old / "notes.txt"
    other.write_text("")
    other.chmod(0o644)
    make_private(old, {"ENGINE": "django.db.backends.postgresql", "NAME": "advisor"})
    assert other.stat().st_mode & 0o777 == 0o644
    assert (old / "advisor.sqlite3").stat().st_mode & 0o777 == 0o644


def test_server_tightens_what_it_finds_and_makes_private_files(tmp_path: Path) -> None:
    old = tmp_path / "data"
    prepare(old)
    (old / "secret-key").write_text("not a secret to anyone, for a test")
    for path in (old, *old.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert {old, old / "secret-key", old / "advisor.sqlite3"} <= set(open_to_others(old, sqlite(old)))
    before = os.umask(0o022)
    try:
        serving = Serving(old, "")
    finally:
        os.umask(before)
    try:
        assert serving.base in serving.said
        assert Visitor(serving.base).save("3", 0) == 200
        assert (old / "advisor.sqlite3-wal").exists()
        assert not open_to_others(old, sqlite(old))
    finally:
        serving.end()


def test_command_makes_its_files_private(tmp_path: Path) -> None:
    data = tmp_path / "data"
    environment = {**os.environ, "ADVISOR_DATA": str(data), "ADVISOR_SECRET_KEY": ""}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "migrate", "contenttypes", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, umask=0o022)
    assert (data / "advisor.sqlite3").exists()
    assert not open_to_others(data, sqlite(data))


def test_doctor_names_the_files_that_others_can_read(old: Path, settings: Settings) -> None:
    settings.DATA_DIR = old
    line = doctor.privacy()
    assert not line.ok
    assert not line.needed
    assert f"chmod go= {old} {old}/secret-key" in str(line)
    (old / "secret-key").chmod(0o600)
    old.chmod(0o700)
    assert doctor.privacy().ok
