"""A data folder as a first start leaves it, made once in a run and copied: migrating and collecting cost ten times the
start itself, and hardly any test that starts a server is about them.

In: an empty folder; on PostgreSQL, a server and a name. Out: one on which a start finds everything done. A test about
the first start takes neither.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.postgres import binaries

ROOT = Path(__file__).resolve().parent.parent
OURS = Path(os.environ["ADVISOR_DATA"])
"""The folder of the whole run, which all its processes share."""
TEMPLATE = "prepared"
FIRST_START = """
import sys
from pathlib import Path
from advisor import installation, serve
serve.prepare_environment("127.0.0.1", Path(sys.argv[1]))
import django
django.setup()
installation.migrate()
installation.collect_static()
"""


def prepare(data: Path) -> None:
    """Fills a folder that has nothing in it yet; leaves any other as it is."""
    if not data.exists() or not any(data.iterdir()):
        shutil.copytree(_made(), data, dirs_exist_ok=True)


def prepare_database(server: str, name: str) -> str:
    """The address of a new database on a PostgreSQL, with every table."""
    address = f"{server.removesuffix('/postgres')}/{name}"
    with psycopg.connect(server, autocommit=True) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"')
    _fill(address)
    return address


def _fill(address: str) -> None:
    """Makes the tables by migrating the first time in a run; from then on, on whichever server, as they were dumped."""
    data, dump = _made(), OURS / f"{TEMPLATE}.dump"
    with _alone():
        if not dump.exists():
            _first_start(data, address)
            part = dump.with_suffix(".part")
            _call("pg_dump", "--format=custom", f"--file={part}", address)
            part.rename(dump)
            return
    _call("pg_restore", "--exit-on-error", f"--dbname={address}", str(dump))


def _call(program: str, *arguments: str) -> None:
    folder = binaries()
    assert folder is not None
    subprocess.run([folder / program, *arguments], check=True)


def _made() -> Path:
    folder, made = OURS / TEMPLATE, OURS / f"{TEMPLATE}.made"
    with _alone():
        if not made.exists():
            folder.mkdir()
            _first_start(folder, "")
            made.touch()
    return folder


@contextmanager
def _alone() -> Iterator[None]:
    """The other processes of the run wait meanwhile."""
    with (OURS / f"{TEMPLATE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _first_start(data: Path, database: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    command = [sys.executable, "-c", FIRST_START, str(data)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
