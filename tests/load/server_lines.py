"""The server of the product beside gunicorn's synchronous worker, one process against one, on the same database.

In: a database that is migrated. Out: lines. Requests a second, in wall time: clients and server share the machine.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from tests.browser.app import ROOT, free_port, running_app, wait_for
from tests.load.driving import drive, raw_request
from tests.load.measuring import Line, ratio_of
from tests.load.requests import Platform, writers
from tests.unfinished import UNFINISHED_BODY, held

CLIENTS = 8
UNFINISHED = 100


@contextmanager
def gunicorn(data: Path) -> Iterator[str]:
    """The address of the app under gunicorn, until the block ends."""
    port = free_port()
    address, log = f"http://127.0.0.1:{port}", data / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "--workers=1", "--worker-class=sync", f"--bind=127.0.0.1:{port}"]
    with log.open("wb") as output:
        process = subprocess.Popen([*command, "advisor.wsgi:application"], cwd=ROOT, env=os.environ, stderr=output)
        try:
            wait_for(process, f"{address}/healthz", log)
            yield address
        finally:
            process.terminate()
            process.wait()


def lines(rounds: int, requests: int) -> list[Line]:
    """The same requests of eight clients to either server, in turns."""
    ours, theirs = Platform(1), Platform(1)
    connections.close_all()
    folder = Path(settings.DATA_DIR)
    empty, saves, beside = [], [], []
    with running_app(folder) as granian, gunicorn(folder) as other:
        for turn in range(rounds + 1):
            ratios = (
                seconds(other, pages(requests)) / seconds(granian, pages(requests)),
                seconds(other, writers(theirs, CLIENTS, turn, requests // 4))
                / seconds(granian, writers(ours, CLIENTS, turn, requests // 4)),
            )
            alone = seconds(granian, pages(requests))
            with held(granian, UNFINISHED_BODY, UNFINISHED):
                kept = alone / seconds(granian, pages(requests))
            if turn:  # the first round pays what is paid once
                empty.append(ratios[0])
                saves.append(ratios[1])
                beside.append(kept)
    return [
        Line("server ÷ gunicorn sync, pages a second (wall time)", 2.2, ratio_of(empty), at_least=True),
        Line("server ÷ gunicorn sync, saves a second (wall time)", 1.2, ratio_of(saves), at_least=True),
        Line(
            f"pages beside {UNFINISHED} unfinished bodies ÷ without (wall time)", 0.9, ratio_of(beside), at_least=True
        ),
    ]


def pages(requests: int) -> list[Iterator[bytes]]:
    """Clients that ask for the smallest page there is."""
    return [iter([raw_request("/healthz")] * requests) for _ in range(CLIENTS)]


def seconds(address: str, clients: list[Iterator[bytes]]) -> float:
    return drive(address, clients)[1]
