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
from pathlib import Path

import psycopg

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
    address = server.removesuffix("/postgres")
    with psycopg.connect(server, autocommit=True) as maintenance:
        if not maintenance.execute("SELECT FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchall():
            maintenance.execute(f'CREATE DATABASE "{TEMPLATE}"')
            _first_start(_made(), f"{address}/{TEMPLATE}")
        maintenance.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    return f"{address}/{name}"


def _made() -> Path:
    folder, made = OURS / TEMPLATE, OURS / f"{TEMPLATE}.made"
    with (OURS / f"{TEMPLATE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder.mkdir()
            _first_start(folder, "")
            made.touch()
    return folder


def _first_start(data: Path, database: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    command = [sys.executable, "-c", FIRST_START, str(data)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
