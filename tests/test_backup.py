"""A backup made while people save loses nothing they were told was saved, and a trial restore proves it can be used."""

import hashlib
import os
import random
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from advisor.backup import BackupError, checksum_of, make_backup, try_restore
from tests import postgres
from tests.patience import PATIENCE
from tests.prepared import prepare, prepare_database

ROOT = Path(__file__).resolve().parent.parent

# Someone who saves, in a process of their own: a number is printed once its save is in the database, never before.
SAVING = """
import sys
import time
import advisor.sqlite
import django
django.setup()
from advisor.assessments.answers import Draft, Subject
from advisor.assessments.actions.answer import record_answer
import tests.people
who, how_many, pause = sys.argv[1:]
place = tests.people.begun(getattr(tests.people, who))
for number in range(int(how_many)):
    record_answer(respondent_id=place.respondent_id, subject=Subject("service", place.service_id, "latency-first"),
                  draft=Draft("3", note=f"note {number}"), base=number, request_id=f"{who} {number}")
    print(number + 1, flush=True)
    time.sleep(float(pause))
"""


class Installed:
    """The advisor with a database of its own, used through its command line."""

    def __init__(self, data: Path, database: str = "") -> None:
        self.environment = {**os.environ, "ADVISOR_DATA": str(data), "DJANGO_SETTINGS_MODULE": "advisor.settings"}
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = database

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def manage(self, *arguments: object) -> tuple[int, str]:
        """Exit status and everything printed."""
        process = self.start("manage.py", *map(str, arguments))
        output, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, output

    def done(self, *arguments: object) -> str:
        status, output = self.manage(*arguments)
        assert status == 0, output
        return output


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """One on each database, with a hundred saved answers."""
    data = tmp_path_factory.mktemp("data")
    prepare(data)
    if request.param == "sqlite":
        here = Installed(data)
    else:
        here = Installed(data, prepare_database(request.getfixturevalue("postgresql"), "backed_up"))
        # a pg_dump of the machine's own may be older than the server, and then refuses
        here.environment["PATH"] = f"{postgres.binaries()}:{here.environment['PATH']}"
    saving = here.start("-c", SAVING, "ADA", "100", "0")
    output, _ = saving.communicate(timeout=PATIENCE)
    assert saving.returncode == 0, output
    return here


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an SQLite with ten saved answers."""
    folder = tmp_path_factory.mktemp("small")
    prepare(folder)
    here = Installed(folder)
    saving = here.start("-c", SAVING, "ADA", "10", "0")
    assert saving.communicate(timeout=PATIENCE)[0].endswith("10\n")
    here.done("backup", folder / "backup")
    return folder / "backup"


def restored_answers(output: str) -> int:
    found = re.search(r"can be restored: \d+ assessments, (\d+) saved answers, the newest of \d{4}-", output)
    assert found, output
    return int(found[1])


class Saver:
    """Someone who keeps saving, and how many saves they have been told are kept."""

    def __init__(self, installed: Installed) -> None:
        self.process = installed.start("-c", SAVING, "BEN", "1000000", "0.01")
        self.acknowledged = 0
        self.reading = threading.Thread(target=self.read)
        self.reading.start()

    def read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.acknowledged = int(line)

    def end(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        self.reading.join(PATIENCE)


def test_backup_under_load_holds_every_save_acknowledged_before_it(installed: Installed, tmp_path: Path) -> None:
    file, part = tmp_path / "backup", tmp_path / "backup.part"
    saver = Saver(installed)
    try:
        while saver.acknowledged < 50:
            assert saver.process.poll() is None
        making = installed.start("manage.py", "backup", str(file))
        before = 0
        while True:  # the copy begins after the file for it is made
            told = saver.acknowledged
            if part.exists() or making.poll() is not None:
                break
            before = told
        output, _ = making.communicate(timeout=PATIENCE)
        assert making.returncode == 0, output
        after = saver.acknowledged
        assert saver.process.poll() is None  # they were saving all the while
    finally:
        saver.end()
    found = restored_answers(installed.done("try_backup", file))
    assert 100 + before <= found <= 100 + after + 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "backup.sha256"]
    for path in tmp_path.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600


def test_backup_has_a_checksum_beside_it_and_is_refused_once_a_byte_is_another(
    installed: Installed, tmp_path: Path
) -> None:
    file = tmp_path / "backup"
    installed.done("backup", file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (tmp_path / "backup.sha256").read_text() == f"{digest}  backup\n"  # what sha256sum --check reads
    assert "no byte has changed" in installed.done("try_backup", file)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    status, output = installed.manage("try_backup", file)
    assert status == 1
    assert f"{file} is damaged: it differs from what was written (backup.sha256)" in output


def test_try_backup_of_an_empty_file_is_refused(installed: Installed, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.touch()
    status, output = installed.manage("try_backup", file)
    assert status == 1
    assert f"{file} is empty" in output


def test_try_backup_of_another_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "shop"
    change(file, "CREATE TABLE orders (id INTEGER PRIMARY KEY)")
    status, output = Installed(tmp_path).manage("try_backup", file)
    assert status == 1
    assert f"{file} is not a backup of the advisor: it has none of its tables" in output


@pytest.mark.postgres
def test_try_backup_of_another_postgresql_database_is_refused(postgresql: str, tmp_path: Path) -> None:
    with psycopg.connect(postgresql, autocommit=True) as maintenance:
        maintenance.execute("CREATE DATABASE shop")
    here = Installed(tmp_path, postgresql.removesuffix("/postgres") + "/shop")
    here.environment["PATH"] = f"{postgres.binaries()}:{here.environment['PATH']}"
    here.done("backup", tmp_path / "backup")
    status, output = here.manage("try_backup", tmp_path / "backup")
    assert status == 1
    assert "is not a backup of the advisor: it has none of its tables" in output


def test_try_backup_of_one_with_any_byte_changed_is_refused(backup: Path, tmp_path: Path) -> None:
    """A hundred places, drawn once and for all; the checksum is asked before anything is restored."""
    whole, file, chance = backup.read_bytes(), tmp_path / backup.name, random.Random(1)
    checksum_of(file).write_bytes(checksum_of(backup).read_bytes())
    for place in (0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(100))):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
        with pytest.raises(BackupError, match="it differs from what was written"):
            try_restore(file)


@pytest.mark.parametrize("text", ["", "no checksum\n", "1234  backup\n"])
def test_try_backup_beside_a_file_that_is_no_checksum_is_refused(damaged: Path, text: str) -> None:
    checksum_of(damaged).write_text(text)
    with pytest.raises(BackupError, match="holds no checksum"):
        try_restore(damaged)


def test_try_backup_without_a_checksum_says_what_it_does_not_know(damaged: Path) -> None:
    output = Installed(damaged.parent).done("try_backup", damaged)
    assert restored_answers(output) == 10
    assert f"There is no {checksum_of(damaged)}, so a changed byte could have gone unnoticed." in output


def test_backup_beside_a_checksum_of_its_name_leaves_it(tmp_path: Path) -> None:
    checksum_of(tmp_path / "backup").write_text("of yesterday")
    with pytest.raises(BackupError, match=r"backup\.sha256 already exists"):
        make_backup(tmp_path / "backup")
    assert checksum_of(tmp_path / "backup").read_text() == "of yesterday"


def test_backup_put_in_the_place_of_a_lost_database_has_every_answer(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "advisor.sqlite3").write_bytes(backup.read_bytes())
    again = Installed(tmp_path)
    again.done("migrate", "--verbosity", "0")
    again.done("backup", tmp_path / "next")
    assert restored_answers(again.done("try_backup", tmp_path / "next")) == 10


def test_try_backup_leaves_the_backup_and_the_database_in_use_as_they_were(backup: Path) -> None:
    before = backup.read_bytes()
    here = Installed(backup.parent)
    live = here.done("try_backup", backup)
    assert backup.read_bytes() == before
    assert here.done("try_backup", backup) == live


def test_backup_never_replaces_a_file(tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_text("of yesterday")
    with pytest.raises(BackupError, match="already exists"):
        make_backup(file)
    assert file.read_text() == "of yesterday"


def test_backup_beside_one_that_was_cut_short_says_what_to_delete(tmp_path: Path) -> None:
    (tmp_path / "backup.part").write_text("")
    with pytest.raises(BackupError, match=r"backup\.part exists.*delete it"):
        make_backup(tmp_path / "backup")
    assert (tmp_path / "backup.part").exists()


def test_backup_into_no_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="No such file or directory"):
        make_backup(tmp_path / "none" / "backup")


def test_backup_of_postgresql_without_pg_dump_prints_the_line_without_the_password(tmp_path: Path) -> None:
    here = Installed(tmp_path, "postgres://ada:sesame@db.example:5433/advisor")
    here.environment["PATH"] = str(tmp_path)
    status, output = here.manage("backup", tmp_path / "backup")
    assert status == 1
    line = f"pg_dump -U ada -h db.example -p 5433 --format=custom --file={tmp_path / 'backup'} advisor"
    assert line in output
    assert "sesame" not in output
    assert list(tmp_path.glob("backup*")) == []


@pytest.fixture
def damaged(backup: Path, tmp_path: Path) -> Path:
    file = tmp_path / "damaged"
    file.write_bytes(backup.read_bytes())
    return file


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute(statement)


def test_try_backup_of_one_cut_off_in_the_middle_is_refused(damaged: Path) -> None:
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])
    status, output = Installed(damaged.parent).manage("try_backup", damaged)
    assert status == 1
    assert "damaged" in output or "not a complete SQLite database" in output


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE assessments_currentanswer SET seq = 3", "are not the latest"),
        ("DELETE FROM assessments_respondent", "rows refer to missing ones"),
        ("INSERT INTO django_migrations (app, name, applied) VALUES ('sharing', '9999_later', '2026-01-01')", "newer"),
        ("DROP TABLE assessments_answerevent", "it lacks the table assessments_answerevent"),
        ("DELETE FROM django_migrations", "is not a backup of the advisor"),
    ],
)
def test_try_backup_of_one_that_is_wrong_says_what_is(
    damaged: Path, statement: str, said: str, django_db_blocker: DjangoDbBlocker
) -> None:
    change(damaged, "PRAGMA foreign_keys=OFF")
    change(damaged, statement)
    with django_db_blocker.unblock(), pytest.raises(BackupError, match=said):
        try_restore(damaged)


def test_try_backup_of_no_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no file"):
        try_restore(tmp_path / "none")


def test_try_backup_of_the_database_in_use_is_refused(tmp_path: Path) -> None:
    prepare(tmp_path)
    status, output = Installed(tmp_path).manage("try_backup", tmp_path / "advisor.sqlite3")
    assert status == 1
    assert "is the database in use" in output


@pytest.mark.postgres
def test_moving_from_sqlite_to_postgresql_takes_every_answer_along(
    backup: Path, tmp_path: Path, postgresql: str
) -> None:
    moving = tmp_path / "moving.jsonl"
    options = ["--exclude", "publish", "--format", "jsonl", "--output"]
    page = (ROOT / "docs" / "running.md").read_text()
    assert f"./run manage dumpdata {' '.join(options)} moving.jsonl" in page
    Installed(backup.parent).done("dumpdata", *options, moving)
    address = prepare_database(postgresql, "moved")
    there = Installed(tmp_path, address)
    there.done("loaddata", moving)
    saving = there.start("-c", SAVING, "BEN", "3", "0")  # numbers go on where they were
    output, _ = saving.communicate(timeout=PATIENCE)
    assert output.endswith("3\n"), output
    columns = "statement, seq, value, note, request_id"
    with psycopg.connect(address) as moved, closing(sqlite3.connect(backup)) as before:
        asked = f"SELECT {columns} FROM assessments_answerevent WHERE request_id LIKE 'ADA%' ORDER BY id"
        assert moved.execute(asked).fetchall() == before.execute(asked).fetchall()  # type: ignore[arg-type]
        assert moved.execute("SELECT count(*) FROM assessments_answerevent").fetchone() == (13,)
        (moved_at,) = moved.execute("SELECT min(made_at)::text FROM sharing_visitor").fetchone() or ("",)
        (made_at,) = before.execute("SELECT min(made_at) FROM sharing_visitor").fetchone()
        assert moved_at[:19] == made_at[:19]


@pytest.mark.postgres
def test_backup_with_a_pg_dump_that_fails_says_why_and_leaves_nothing(tmp_path: Path, postgresql: str) -> None:
    program = tmp_path / "bin" / "pg_dump"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'server version: 18; pg_dump version: 9' >&2\nexit 1\n")
    program.chmod(0o755)
    here = Installed(tmp_path, postgresql)
    here.environment["PATH"] = f"{program.parent}:{here.environment['PATH']}"
    status, output = here.manage("backup", tmp_path / "backup")
    assert status == 1
    assert "pg_dump version: 9" in output
    assert f"--file={tmp_path / 'backup'} postgres" in output
    assert list(tmp_path.glob("backup*")) == []
