"""What more processes bring on PostgreSQL, and a second machine: `python -m tests.load.workers [--machines]`.

In: this machine. Out: a table for docs/running.md, saves and home pages a second and the processor time of each. Two
sets of processes on one database stand in for two machines. With `--machines` each set has a share of a core that is
its own (a control group of the processor, which needs root), small enough that the database and the clients never lack
theirs: what the second set brings is then what a second machine brings.
"""

import argparse
import os
import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path

from tests.postgres import DATABASE, running

SETS = {"1 process": (1,), "2 processes": (2,), "4 processes": (4,), "2 sets of 1": (1, 1), "2 sets of 2": (2, 2)}
CLIENTS, REQUESTS, ROUNDS = 16, 40, 4
"""So many clients, requests of each, and rounds, of which the first pays what is paid once."""
SMALL_MACHINES = {"1 machine": (1,), "2 machines": (1, 1)}
SHARE = 0.4
"""Of a core, what each small machine has."""
GROUPS = Path("/sys/fs/cgroup/cpu")
TICKS = os.sysconf("SC_CLK_TCK")


def processes() -> dict[int, tuple[int, str, float]]:
    """Of every process of this machine: its parent, its command, its CPU seconds."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_text()
        except OSError:
            continue  # it has ended meanwhile
        ticks = sum(int(field) for field in fields[11:15])
        found[int(folder.name)] = int(fields[1]), command, ticks / TICKS
    return found


def started() -> dict[int, tuple[str, float]]:
    """Of every process that this one started: whether it is the app or the database, its CPU seconds."""
    ours = {os.getpid(): ("", 0.0)}
    for pid, (parent, command, seconds) in sorted(processes().items()):
        if parent in ours:
            ours[pid] = ("database" if "postgres" in command else "app"), seconds
    return ours


def cpu() -> dict[str, float]:
    """CPU seconds of the app and of the database."""
    spent = {"": 0.0, "app": 0.0, "database": 0.0}
    for what, seconds in started().values():
        spent[what] += seconds
    return spent


@contextmanager
def small_machine(folder: Path, workers: int, share: float) -> Iterator[str]:
    """The address of an app whose processes have, all together, this share of a core."""
    from tests.browser.app import free_port, running_app

    group = GROUPS / f"advisor-{os.getpid()}-{free_port()}"
    group.mkdir()
    try:
        before = set(started())
        with running_app(folder, f"--workers={workers}") as address:
            period = int((group / "cpu.cfs_period_us").read_text())
            (group / "cpu.cfs_quota_us").write_text(str(int(period * share)))
            for pid in set(started()) - before:
                (group / "cgroup.procs").write_text(str(pid))
            yield address
    finally:
        for pid in (group / "cgroup.procs").read_text().split():  # has ended, and waits to be told so
            with suppress(OSError):
                (GROUPS / "cgroup.procs").write_text(pid)
        group.rmdir()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--machines", action="store_true", help="small machines with a share of a core each")
    machines = parser.parse_args().machines
    with running(durable=True) as database:
        os.environ[DATABASE] = database
        from tests.load.bench import prepare

        prepare()
        print("| | saves a second | pages a second | CPU a save: app, database | CPU a page |\n|---|---|---|---|---|")
        for name, workers in (SMALL_MACHINES if machines else SETS).items():
            print(f"| {name} | {' | '.join(measured(workers, SHARE if machines else None))} |", flush=True)


def measured(workers: tuple[int, ...], share: float | None) -> list[str]:
    """The cells of a row."""
    from django.conf import settings
    from django.db import connections

    from tests.browser.app import running_app
    from tests.load.driving import raw_request
    from tests.load.requests import Platform, writers

    platform, folder = Platform(1), Path(settings.DATA_DIR)
    connections.close_all()
    with ExitStack() as stack:
        addresses = [
            stack.enter_context(
                small_machine(folder, each, share) if share else running_app(folder, f"--workers={each}")
            )
            for each in workers
        ]
        saves = [timed(addresses, writers(platform, CLIENTS, turn, REQUESTS)) for turn in range(ROUNDS)][1:]
        ask = [raw_request("/")] * REQUESTS
        pages = [timed(addresses, [iter(ask) for _ in range(CLIENTS)]) for _ in range(ROUNDS)][1:]
    (a_second, app, stored), (shown, page, _) = (
        [statistics.median(column) for column in zip(*rows, strict=True)] for rows in (saves, pages)
    )
    return [f"{a_second:.0f}", f"{shown:.0f}", f"{app * 1e3:.1f}, {stored * 1e3:.1f} ms", f"{page * 1e3:.1f} ms"]


def timed(addresses: list[str], clients: list[Iterator[bytes]]) -> tuple[float, float, float]:
    """Requests a second, and CPU seconds of app and database for each; the clients are spread over the addresses."""
    from threading import Thread

    from tests.load.driving import drive

    before, turn = cpu(), count()
    shares: list[list[Iterator[bytes]]] = [[] for _ in addresses]
    for client in clients:
        shares[next(turn) % len(addresses)].append(client)
    whole: list[float] = []
    threads = [
        Thread(target=lambda at=at, share=share: whole.append(drive(at, share)[1]))  # type: ignore[misc]
        for at, share in zip(addresses, shares, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after, requests = cpu(), CLIENTS * REQUESTS
    spent = [(after[what] - before[what]) / requests for what in ("app", "database")]
    return requests / max(whole), spent[0], spent[1]


if __name__ == "__main__":
    main()
