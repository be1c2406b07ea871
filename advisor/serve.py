"""`./run`: sets the data folder and the database up, then serves the app until Ctrl-C.

In: --host, --port, --data, --workers and the environment. Out: a server whose address is printed, or one line that says
what is in the way and what to type instead. On SQLite there is exactly one worker with one thread, because only then
no save is ever refused by a lock; on PostgreSQL there is one worker a core.
"""

import advisor.sqlite  # isort: skip  swaps in a safe SQLite before Django loads one

import argparse
import errno
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from advisor.command_line import make_printable
from advisor.installation import (
    CannotServe,
    check_data_folder,
    collect_static,
    first_owner,
    migrate,
    saves,
    sign_records,
)
from advisor.permissions import keep_new_files_private, make_private

DEFAULT_PORT = 8000
CONNECTIONS = 4096
"""How many connections a worker holds at once, those that wait for something included; further ones wait outside."""
HEADER_MILLISECONDS = 10_000
"""How long the head of a request may take to arrive, and how long a connection that asks nothing is kept."""
HEADER_BYTES = 64 * 1024
DAY, FIVE_MINUTES = 24 * 3600.0, 300.0
"""How long what nobody came back for lies, and a mail waits, until the next look."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104  compared with, not bound to


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", description="Serve the Architecture Decision Advisor.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"port to listen on (default: {DEFAULT_PORT})")
    parser.add_argument("--data", type=Path, help="folder for the database and other files (default: var)")
    parser.add_argument("--workers", type=int, help="processes (default: 1 on SQLite, one per core on PostgreSQL)")
    return parser.parse_args(arguments)


def prepare_environment(host: str, data: Path | None) -> None:
    """Makes the options known to the settings, which read only the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")
    if data is not None:
        os.environ["ADVISOR_DATA"] = str(data.resolve())
    if host not in (*LOOPBACK, *ANYWHERE):
        host_in_url = f"[{host}]" if ":" in host else host
        os.environ.setdefault("ADVISOR_HOSTS", f"{host_in_url},localhost,127.0.0.1")


def is_free(host: str, port: int) -> bool:
    """Whether nothing listens there yet; raises CannotServe for an address this machine does not have."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError as error:
            raise CannotServe(f"Port {port} needs more rights. Use one from 1024:  ./run --port 8000") from error
        except (socket.gaierror, OverflowError) as error:
            raise CannotServe(f"Cannot listen on {host} port {port}: {error}. Try:  ./run") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise CannotServe(f"Cannot listen on {host}: {error.strerror}. Try:  ./run --host 127.0.0.1") from error
    return True


def check_port(host: str, port: int) -> None:
    """Raises CannotServe, naming the next free port, if something listens there already."""
    if is_free(host, port):
        return
    free = next((other for other in range(port + 1, min(port + 100, 65536)) if is_free(host, other)), None)
    way = f"Try:  ./run --port {free}" if free else "Choose another with --port."
    raise CannotServe(f"Port {port} on {host} is in use by another program. {way}")


def count_workers(asked: int | None, *, sqlite: bool) -> int:
    """How many processes serve; raises CannotServe where more than one would share SQLite."""
    if asked is not None and asked < 1:
        raise CannotServe("--workers: write 1 or more.")
    if sqlite:
        if asked not in (None, 1):
            raise CannotServe(
                f"--workers {asked}: SQLite is served by exactly one worker. Leave --workers out, "
                "or set DATABASE_URL to a PostgreSQL database."
            )
        return 1
    return asked or os.cpu_count() or 1


def announce(host: str, port: int, owner: str = "", prefix: str = "") -> None:
    """Prints where the app is, once it answers there; to a server without an owner also the way to become it."""
    reached = "127.0.0.1" if host == "0.0.0.0" else "::1" if host == "::" else host  # noqa: S104  compared with
    for _ in range(600):
        try:
            socket.create_connection((reached, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            break
    else:
        return
    host_in_url = "localhost" if host in ANYWHERE else f"[{host}]" if ":" in host else host
    lines = [f"The advisor is at  http://{host_in_url}:{port}{prefix}/   (Ctrl-C stops it)"]
    if owner:
        way = f"http://{host_in_url}:{port}{owner}"
        lines += [
            "Nobody needs an account. This server has no owner yet; whoever opens this link becomes the owner:",
            f"  {way}",
        ]
    if host in ANYWHERE and not os.environ.get("ADVISOR_HOSTS"):
        lines.append("Others can reach it once ADVISOR_HOSTS names this machine, such as ADVISOR_HOSTS=advisor.example")
    print("\n".join(lines), flush=True)  # at once: whoever sees the first line has all of them


def warn_about_sqlite() -> None:
    """Names a SQLite that can corrupt its file."""
    version = advisor.sqlite.version()
    if not advisor.sqlite.safe(version):
        number = ".".join(map(str, version))
        print(f"SQLite {number} can corrupt a database (see docs/decisions); use PostgreSQL.", file=sys.stderr)


def call_again(name: str, pause: float, wait: Callable[[float], object] = time.sleep) -> None:
    """Calls a command a minute after the start and then again after each pause, in a process of its own."""
    manage = Path(__file__).resolve().parent.parent / "manage.py"
    first = 60.0
    while True:
        wait(first)
        first = pause
        command = [sys.executable, str(manage), name, "--verbosity", "0"]
        # in a session of its own: Ctrl-C is not for it
        subprocess.run(command, stdin=subprocess.DEVNULL, start_new_session=True, check=False)  # noqa: S603  no shell


def commands(*, mail: bool) -> dict[str, float]:
    """What is called while the app runs, and the pause after each time.

    >>> commands(mail=False)
    {'sweep': 86400.0}
    """
    return {"sweep": DAY, **({"notify": FIVE_MINUTES} if mail else {})}


def stop_again(workers: Sequence[BaseProcess]) -> None:
    """Tells workers to stop until they have: one that has only just begun to serve can miss the first call.

    Looks at their sentinels only: to wait for them is the main thread's business."""
    while workers:
        ended = connection.wait([worker.sentinel for worker in workers], timeout=0.5)
        workers = [worker for worker in workers if worker.sentinel not in ended]
        for worker in workers:
            assert worker.pid is not None
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGTERM)


def serve(host: str, port: int, workers: int, owner: str, prefix: str, *, mail: bool) -> None:
    """Serves until it is told to stop; a worker that dies is replaced."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    class PatientServer(MPServer):
        def signal_handler_interrupt(self, *args: object, **kwargs: object) -> None:
            workers = multiprocessing.active_children()
            threading.Thread(target=stop_again, args=(workers,), daemon=True).start()
            super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]  # granian has no types here

    # A spawned worker shares no open database file with this process; a forked one would.
    multiprocessing.set_start_method("spawn")
    server = PatientServer(
        "advisor.rsgi:server",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=HEADER_BYTES),
        websockets=False,
        workers=workers,
        backlog=CONNECTIONS * workers,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    server.on_startup(threading.Thread(target=announce, args=(host, port, owner, prefix), daemon=True).start)
    for name, pause in commands(mail=mail).items():
        threading.Thread(target=call_again, args=(name, pause), daemon=True).start()
    server.serve()


def main(arguments: Sequence[str]) -> int:
    make_printable()
    options = parse(arguments)
    keep_new_files_private()
    prepare_environment(options.host, options.data)
    try:
        check_data_folder(Path(os.environ.get("ADVISOR_DATA", "") or Path(__file__).resolve().parent.parent / "var"))
        check_port(options.host, options.port)
        import django
        from django.conf import settings

        django.setup()
        sqlite = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
        workers = count_workers(options.workers, sqlite=sqlite)
        if sqlite:
            warn_about_sqlite()
        migrate()
        make_private(settings.DATA_DIR, settings.DATABASES["default"])
        collect_static()
        owner = first_owner() if saves() else ""
        sign_records()
    except (CannotServe, ImproperlyConfigured) as reason:
        print(reason, file=sys.stderr)
        return 2
    serve(options.host, options.port, workers, owner, settings.PREFIX, mail=settings.MAIL)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
