"""A server on a disk that is full or read-only: it starts, what was saved is read, and it saves again by itself."""

import contextlib
import os
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

import advisor.sqlite
from advisor.installation import NOTHING_SAVED
from tests.patience import PATIENCE
from tests.prepared import prepare, prepare_database
from tests.test_serving import ROOT, Serving, Visitor

pytestmark = pytest.mark.faults
FULL = 4096
"""Bytes to which files may grow; to a database, a file that must not grow is a full disk."""


@contextmanager
def full() -> Iterator[None]:
    """A full disk for this process and for those it starts; those go on with it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder on a disk that is mounted read-only, or, without the right to mount, one without the right to write."""
    if os.geteuid() != 0:
        paths = [folder, *folder.rglob("*")]
        modes = [path.stat().st_mode for path in paths]
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode & 0o555)
        try:
            yield
        finally:
            for path, mode in zip(paths, modes, strict=True):
                path.chmod(mode)
        return
    mounted = subprocess.run(["mount", "--bind", folder, folder], check=False, capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("root writes everywhere, and may not mount a disk read-only here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


DISKS = {"full": lambda folder: full(), "read-only": read_only}


def opened(file: Path) -> advisor.sqlite.Connection:
    return sqlite3.connect(file, factory=advisor.sqlite.Connection, isolation_level=None)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database in WAL mode with one row, closed as the app leaves it."""
    file = tmp_path / "a database.sqlite3"
    with closing(opened(file)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE told (number INTEGER)")
        made.execute("INSERT INTO told VALUES (1)")
        assert not made.only_reads
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    return file


@pytest.mark.parametrize("disk", DISKS)
def test_connection_reads_where_sqlite_cannot_make_its_files_and_refuses_to_write(disk: str, database: Path) -> None:
    with DISKS[disk](database.parent), closing(opened(database)) as reading:
        assert reading.only_reads
        assert reading.execute("SELECT number FROM told").fetchall() == [(1,)]
        with pytest.raises(sqlite3.OperationalError, match="readonly database"):
            reading.execute("INSERT INTO told VALUES (2)")
    with closing(opened(database)) as writing:
        assert not writing.only_reads
        writing.execute("INSERT INTO told VALUES (2)")


def test_connection_with_saves_in_the_log_never_reads_past_them(database: Path) -> None:
    with closing(opened(database)) as writing:
        writing.execute("INSERT INTO told VALUES (2)")
        log = database.with_name(f"{database.name}-wal").read_bytes()
    database.with_name(f"{database.name}-wal").write_bytes(log)
    with full(), pytest.raises(sqlite3.OperationalError):
        opened(database).execute("SELECT number FROM told")


def test_connection_to_a_database_that_is_not_there_fails_as_before(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        opened(tmp_path / "none" / "database")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a server that was used and ended."""
    folder = tmp_path_factory.mktemp("data")
    server = Serving(folder, "")
    try:
        assert Visitor(server.base).save("3", 0) == 200
    finally:
        assert server.end() == 0
    return folder


def limit(server: Serving, most: int) -> None:
    """Bounds what the server and the processes that answer may write, from now on."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    for process in (server.process.pid, *map(int, children)):
        _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (most, hard))


@pytest.mark.parametrize("disk", DISKS)
def test_server_started_on_a_disk_that_takes_nothing_says_so_and_serves_reading(disk: str, served: Path) -> None:
    with DISKS[disk](served):
        server = Serving(served, "")
        try:
            assert server.said == NOTHING_SAVED + "\n"
            assert server.base in server.process.stdout.readline()  # type: ignore[union-attr]
            visitor = Visitor(server.base)
            pages = ("/", "/quick/", "/demo/", "/accounts/login/", "/checklists/nodejs-express/")
            assert {page: visitor.ask(page)[0] for page in pages} == dict.fromkeys(pages, 200)
            status, why = visitor.ask("/readyz")
            assert (status, "the disk is full or read-only" in why) == (503, True)
            assert visitor.save("3", 0) == 507
            if disk == "full":
                limit(server, resource.RLIM_INFINITY)
                assert visitor.save("3", 0) == 200
                assert visitor.ask("/readyz")[0] == 200
        finally:
            assert server.end() == 0


@pytest.mark.postgres
def test_server_started_on_a_postgresql_that_only_reads_says_so_and_serves_reading(
    postgresql: str, tmp_path: Path
) -> None:
    database = prepare_database(postgresql, "reading")
    with psycopg.connect(postgresql, autocommit=True) as maintenance:
        maintenance.execute("ALTER DATABASE reading SET default_transaction_read_only = on")
        server = Serving(tmp_path, database)
        try:
            assert server.said == NOTHING_SAVED + "\n"
            assert server.base in server.process.stdout.readline()  # type: ignore[union-attr]
            visitor = Visitor(server.base)
            assert visitor.ask("/quick/")[0] == 200
            assert visitor.ask("/readyz")[0] == 503
            assert visitor.save("3", 0) == 507
        finally:
            assert server.end() == 0


def manage(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "ADVISOR_DATA": str(folder)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_server_on_a_full_disk_whose_database_is_of_an_older_version_says_what_is_in_the_way(tmp_path: Path) -> None:
    prepare(tmp_path)
    assert manage(tmp_path, "migrate", "--verbosity", "0", "decisions", "0008").returncode == 0
    with full():
        server = Serving(tmp_path, "")
    assert "The database cannot be used" in server.said
    assert server.process.wait(PATIENCE) == 2
    server.process.stdout.close()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "words"), [("", "The secret key cannot be written"), ("k" * 32, "The database cannot be used")]
)
def test_first_start_on_a_full_disk_says_what_is_in_the_way_and_leaves_no_empty_key(
    key: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_SECRET_KEY", key)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        server = Serving(tmp_path, "", first=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    said = server.said + server.process.communicate(timeout=PATIENCE)[0]
    assert server.process.returncode == 2
    assert words in said
    assert not (tmp_path / "secret-key").exists()


def test_backup_of_a_database_on_a_full_disk_onto_another_holds_everything(served: Path, tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(read_only(served))
        assert manage(served, "backup", str(tmp_path / "backup")).returncode == 0
    tried = manage(served, "try_backup", str(tmp_path / "backup"))
    assert re.search(r"can be restored: \d assessments, \d saved answers", tried.stdout), tried.stderr
