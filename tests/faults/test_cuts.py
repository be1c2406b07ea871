"""The power is cut while people save, the disk is slow, the clock jumps: what they were told is saved is there, on
either database."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.faults.power import Disk, build, end_at_once
from tests.lives import People
from tests.prepared import prepare, prepare_database
from tests.test_surviving import House, began

pytestmark = [pytest.mark.compiler, pytest.mark.faults]
CUTS = 50 if os.environ.get("ADVISOR_TEST_SOAK") == "1" else 2
SECONDS = (0.3, 2.0)
HONEST = ("max_connections=40", "shared_buffers=8MB", "checkpoint_timeout=30s")
"""PostgreSQL as it is installed, but for sizes: it waits for the disk."""
LOCKS = ("data/postmaster.pid", ".s.PGSQL.5432.lock")
"""Where it notes its process, which could be another one's number by now; a machine that starts anew has it free."""


def test_power_cut_in_mid_save_loses_nothing_that_was_acknowledged_on_sqlite(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "data", build(tmp_path))
    prepare(disk.live)
    house, chance = House(disk.live, ""), random.Random(1)
    people, unsynced = People(house.stored), 0
    for count in range(CUTS):
        server = house.opened(**disk.environment())
        if count == 0:
            began(server, people)
        people.while_they_save(server.base, lambda: end_at_once(server.process), chance.uniform(*SECONDS))  # noqa: B023
        server.process.stdout.close()  # type: ignore[union-attr]
        unsynced += disk.cut(chance)
        assert house.sound()
        assert people.lost() == []
    assert unsynced
    assert people.refused == set()
    print(f"{CUTS} power cuts, {people.acknowledged} saves acknowledged, none lost")


class Cluster:
    """A PostgreSQL on a disk whose power can be cut."""

    def __init__(self, folder: Path, place: Path, user: str | None, *, lies: bool = False) -> None:
        self.folder, self.place, self.user = folder, place, user
        # the model copies a segment at each sync
        postgres.make_cluster(folder, place, user, "--wal-segsize=1")
        self.disk = Disk(place / "data", build(place), lies=lies)
        # reading and writing as calls of its own process, which the model sees, and not by workers or the kernel's ring
        self.settings = (*HONEST, *(("io_method=sync",) if postgres.version(folder) >= 18 else ()))
        self.address = postgres.address_in(place)

    def start(self, **more: str) -> None:
        for name in LOCKS:
            (self.place / name).unlink(missing_ok=True)
        self.process = postgres.start(
            self.folder, self.place, self.user, self.settings, **self.disk.environment(), **more
        )
        postgres.wait(self.folder, self.place, self.process, self.place / "log")

    def end(self) -> None:
        end_at_once(self.process)


@contextmanager
def running(*, lies: bool = False, knobs: bool = False) -> Iterator[Cluster]:
    with postgres.place_to_run() as (folder, place, user):
        made = Cluster(folder, place, user, lies=lies)
        made.start(**(turned(place) if knobs else {}))
        try:
            yield made
        finally:
            made.end()
            shutil.rmtree(made.disk.durable, ignore_errors=True)


@pytest.fixture
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    with running(lies=request.param) as made:
        yield made


def until_cut(cluster: Cluster, house: House, people: People, chance: random.Random) -> None:
    """People save, the power is cut, and it is back."""
    server = house.opened()
    if not people.acknowledged:
        began(server, people)

    def cut() -> None:
        cluster.end()
        end_at_once(server.process)

    people.while_they_save(server.base, cut, chance.uniform(*SECONDS))
    server.process.stdout.close()  # type: ignore[union-attr]
    assert cluster.disk.cut(chance)
    cluster.start()


@pytest.mark.postgres
@pytest.mark.parametrize("cluster", [False], indirect=True)
def test_power_cut_in_mid_save_loses_nothing_that_was_acknowledged_on_postgresql(
    cluster: Cluster, tmp_path: Path
) -> None:
    house, chance = House(tmp_path, prepare_database(cluster.address, "house")), random.Random(1)
    people = People(house.stored)
    for _ in range(CUTS):
        until_cut(cluster, house, people, chance)
        assert people.lost() == []
    assert people.refused <= {503}
    print(f"{CUTS} power cuts, {people.acknowledged} saves acknowledged, none lost")


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("cluster", [True], indirect=True)
def test_power_cut_of_a_postgresql_whose_disk_lies_is_seen(cluster: Cluster, tmp_path: Path) -> None:
    house, chance = House(tmp_path, cluster.address), random.Random(1)
    people, seen = People(house.stored), False
    for _ in range(5):
        try:
            until_cut(cluster, house, people, chance)
            seen = people.lost() != []
        except (RuntimeError, psycopg.Error):  # it does not even start, or lacks a table
            seen = True
        if seen:
            break
    assert seen


SLOW, CLOCK = "slow", "clock"


def turned(place: Path) -> dict[str, str]:
    """A disk and a clock that can be turned while programs run, by writing a number into a file of the place."""
    for name in (SLOW, CLOCK):
        (place / name).write_text("0")
        (place / name).chmod(0o644)
    return {f"FSYNC_MODEL_{name.upper()}": str(place / name) for name in (SLOW, CLOCK)}


@dataclass(frozen=True)
class Machine:
    """Where a server and its database live, with what its programs are started with."""

    house: House
    place: Path
    environment: dict[str, str]

    def turn(self, name: str, number: int) -> None:
        (self.place / name).write_text(str(number))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machine]:
    if request.param == "sqlite":
        disk = Disk(tmp_path / "data", build(tmp_path))
        prepare(disk.live)
        yield Machine(House(disk.live, ""), tmp_path, {**disk.environment(), **turned(tmp_path)})
        return
    with running(knobs=True) as cluster:
        clock = {"LD_PRELOAD": str(cluster.disk.library), "FSYNC_MODEL_CLOCK": str(cluster.place / CLOCK)}
        yield Machine(House(tmp_path, cluster.address), cluster.place, clock)


def save_some(people: People, address: str) -> None:
    """Until some saves more are acknowledged, however long that takes here."""
    enough = people.acknowledged + len(people.names)
    while people.acknowledged < enough:
        people.while_they_save(address, lambda: None, 0.3)
        assert people.refused == set()


@pytest.mark.slow
def test_server_on_a_slow_disk_saves_for_everybody_and_refuses_nobody(machine: Machine) -> None:
    people, server = People(machine.house.stored), machine.house.opened(**machine.environment)
    began(server, people)
    machine.turn(SLOW, 150)
    save_some(people, server.base)
    machine.turn(SLOW, 0)
    assert server.end() == 0
    assert (people.refused, people.lost()) == (set(), [])


JUMPS = (-86_400, 86_400, 3_600, -3_600, 400 * 86_400, 0)
"""Seconds by which the clock is off: a day either way, an hour as when summer time begins or ends, a year, none."""


@pytest.mark.slow
def test_server_whose_clock_jumps_in_mid_save_loses_nothing_it_acknowledged(machine: Machine) -> None:
    people, server = People(machine.house.stored), machine.house.opened(**machine.environment)
    began(server, people)
    for seconds in JUMPS:
        people.while_they_save(server.base, partial(machine.turn, CLOCK, seconds), 0.3)
        save_some(people, server.base)
        assert people.lost() == []
    assert server.end() == 0
    assert people.refused == set()
    (days,) = machine.house.ask("SELECT count(DISTINCT date(made_at)) FROM assessments_answerevent")[0]
    assert days >= 4  # the clock did jump
