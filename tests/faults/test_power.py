"""The model of a power cut can catch: what a database has not synced is lost, and the loss is seen."""

import random
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.power import Disk, build, end_at_once

pytestmark = [pytest.mark.compiler, pytest.mark.faults]
CUTS = 12
SAVES = 40
SAVING = """
import sys
import advisor.sqlite, sqlite3
file, how, begun = sys.argv[1:]
database = sqlite3.connect(file, isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
database.execute(f"PRAGMA synchronous={how}")
database.execute("CREATE TABLE IF NOT EXISTS saved (number INTEGER PRIMARY KEY, words TEXT)")
number = int(begun)
while True:
    number += 1
    database.execute("INSERT INTO saved VALUES (?, ?)", (number, "word " * 60))
    print(number, flush=True)
"""
"""Someone who saves: a number is printed once its save is acknowledged, never before."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model"))


def lost(disk: Disk, how: str) -> int:
    """How many acknowledged saves are missing, or how often the database was broken, after so many power cuts."""
    chance, file, told, missing = random.Random(1), disk.live / "saves", 0, 0
    for _ in range(CUTS):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVING, file, how, str(told)],
            env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), **disk.environment()},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        with process.stdout:
            for _ in range(chance.randint(1, SAVES)):
                told = int(process.stdout.readline())
            end_at_once(process)
            told = max([told, *map(int, process.stdout.read().split("\n")[:-1])])
        disk.cut(chance)
        try:
            with closing(sqlite3.connect(file)) as database:
                (found,) = database.execute("SELECT count(*) FROM saved").fetchone()
                whole = database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            found, whole = 0, False
        missing += max(0, told - found) + (not whole)
        told = found
        if not whole:
            break
    return missing


def test_cut_of_a_database_that_syncs_every_save_loses_nothing(tmp_path: Path, library: Path) -> None:
    (tmp_path / "disk").mkdir()
    assert lost(Disk(tmp_path / "disk", library), "FULL") == 0


@pytest.mark.parametrize("how", ["NORMAL", "OFF"])
def test_cut_of_a_database_that_does_not_sync_every_save_is_seen_to_lose_some(
    how: str, tmp_path: Path, library: Path
) -> None:
    (tmp_path / "disk").mkdir()
    assert lost(Disk(tmp_path / "disk", library), how) > 0


def test_cut_of_a_disk_that_says_it_has_written_and_has_not_is_seen_to_lose_some(tmp_path: Path, library: Path) -> None:
    (tmp_path / "disk").mkdir()
    assert lost(Disk(tmp_path / "disk", library, lies=True), "FULL") > 0


STEPS = textwrap.dedent("""
    import os
    def write(name, text, sync):
        with open(name, "w") as file:
            file.write(text)
            file.flush()
            if sync:
                os.fsync(file.fileno())
    os.mkdir("folder")
    write("folder/synced", "sure", True)
    write("changed", "sure", True)
    write("changed", "doubtful", False)
    write("renamed-before", "sure", True)
    os.rename("renamed-before", "renamed")
    write("never", "doubtful", False)
    os.rename("never", "never-renamed")
    write("gone", "sure", True)
    os.unlink("gone")
    descriptor = os.open("data-only", os.O_WRONLY | os.O_CREAT)
    os.write(descriptor, b"sure")
    os.fdatasync(descriptor)
""")


def test_copy_holds_what_was_synced_and_nothing_else(tmp_path: Path, library: Path) -> None:
    disk = Disk(tmp_path / "disk", library)
    disk.live.mkdir()
    (disk.live / "before").write_text("sure")
    subprocess.run([sys.executable, "-c", STEPS], cwd=disk.live, env=disk.environment(), check=True)
    there = {
        str(path.relative_to(disk.durable)): path.read_text() for path in disk.durable.rglob("*") if path.is_file()
    }
    assert there == dict.fromkeys(["before", "folder/synced", "changed", "renamed", "data-only"], "sure")


def test_cut_changes_only_what_was_not_synced(tmp_path: Path, library: Path) -> None:
    disk = Disk(tmp_path / "disk", library)
    seen = set()
    for seed in range(20):
        disk.live.mkdir()
        subprocess.run([sys.executable, "-c", STEPS], cwd=disk.live, env=disk.environment(), check=True)
        assert disk.cut(random.Random(seed)) == 2
        assert (disk.live / "folder" / "synced").read_text() == "sure"
        seen.add((disk.live / "never-renamed").exists())
        subprocess.run(["rm", "-r", disk.live], check=True)
    assert seen == {True, False}
