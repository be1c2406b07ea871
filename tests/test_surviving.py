"""What a running server survives without losing a save it acknowledged: kills, deploys, a database that crashes, a full
disk, no file descriptors, a migration that is cut off. Every run kills twice; the soak does each many times."""

import contextlib
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.assessments.racers import STATEMENT
from tests.lives import People
from tests.patience import PATIENCE
from tests.prepared import prepare_database
from tests.test_serving import ROOT, Serving, Visitor

pytestmark = pytest.mark.faults
KILLS = 100 if os.environ.get("ADVISOR_TEST_SOAK") == "1" else 2
DEPLOYS, CRASHES, CUTS = 20, 20, 20
NUMBERS = f"""
SELECT respondent_id, seq FROM assessments_answerevent WHERE statement = '{STATEMENT}' ORDER BY respondent_id, seq
"""


@dataclass(frozen=True)
class House:
    """Where a server lives: a data folder, and a database."""

    folder: Path
    database: str

    def opened(self, **more: str) -> Serving:
        server = Serving(self.folder, self.database, **more)
        assert server.base in server.said, server.said + server.process.stdout.read()
        return server

    def stored(self) -> list[list[int]]:
        rows: dict[int, list[int]] = {}
        for respondent, number in self.ask(NUMBERS):
            rows.setdefault(respondent, []).append(number)
        return list(rows.values())

    def ask(self, question: str) -> list[tuple[int, int]]:
        if self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(question.encode()).fetchall()  # type: ignore[return-value]
        with contextlib.closing(sqlite3.connect(self.folder / "advisor.sqlite3")) as connection:
            return connection.execute(question).fetchall()

    def sound(self) -> bool:
        return bool(self.database) or str(self.ask("PRAGMA integrity_check")[0][0]) == "ok"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """Without a table."""
    if request.param == "sqlite":
        yield House(tmp_path, "")
        return
    with postgres.running(durable=True) as address:
        yield House(tmp_path, address)


@pytest.fixture
def house(empty: House) -> House:
    return House(empty.folder, prepare_database(empty.database, "house")) if empty.database else empty


def began(server: Serving, people: People) -> None:
    """Each saves alone first, so that respondents are numbered in the order of their names."""
    for name in people.names:
        alone = People(people.stored, (name,))
        while not alone.acknowledged:
            alone.while_they_save(server.base, lambda: None, 0.2)
        people.saved[name] = alone.saved[name]
        people.acknowledged += alone.acknowledged


def lives(house: House, people: People, times: int, end: Callable[[Serving], None]) -> None:
    """So many lives of a server, each ended in the midst of saves."""
    chance = random.Random(1)
    for count in range(times):
        server = house.opened()
        if count == 0:
            began(server, people)
        people.while_they_save(server.base, lambda server=server: end(server), chance.uniform(0.3, 3))  # type: ignore[misc]
        assert people.lost() == []
    assert house.sound()
    print(f"{times} times, {people.acknowledged} saves acknowledged, none lost; refused with {people.refused}")


def test_server_killed_in_mid_save_loses_nothing_it_acknowledged(house: House) -> None:
    def kill(server: Serving) -> None:
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait(PATIENCE)
        server.process.stdout.close()  # type: ignore[union-attr]

    people = People(house.stored)
    lives(house, people, KILLS, kill)
    assert people.refused == set()


@pytest.mark.slow
def test_server_replaced_in_mid_save_loses_nothing_it_acknowledged(house: House) -> None:
    people = People(house.stored)
    ends: list[int] = []
    lives(house, people, DEPLOYS, lambda server: ends.append(server.end()))
    assert ends == [0] * DEPLOYS
    assert people.refused == set()


@pytest.mark.slow
@pytest.mark.postgres
def test_database_that_crashes_in_mid_save_is_used_again_when_it_is_back(tmp_path: Path) -> None:
    with postgres.running(durable=True) as address:
        house = House(tmp_path, prepare_database(address, "house"))
        people, chance = People(house.stored), random.Random(1)
        server = house.opened()
        began(server, people)

        def crash() -> None:
            with psycopg.connect(address) as connection:
                found = connection.execute(
                    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                ).fetchall()
            os.kill(found[0][0], signal.SIGKILL)  # then PostgreSQL ends all the others, and recovers

        for _ in range(CRASHES):
            people.while_they_save(server.base, crash, chance.uniform(0.3, 2))
            until_ready(server)
            assert people.lost() == []
        assert people.refused <= {503}
        assert server.end() == 0


def until_ready(server: Serving) -> None:
    visitor = Visitor(server.base)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if {visitor.ask("/readyz")[0] for _ in range(4)} == {200}:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer again")


def limit(server: Serving, kind: int, most: int) -> None:
    """Bounds what the processes that answer may use, from now on."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    for child in map(int, children):
        _, hard = resource.prlimit(child, kind)
        resource.prlimit(child, kind, (most, hard))


def test_server_whose_disk_is_full_refuses_plainly_and_saves_again_when_there_is_room(tmp_path: Path) -> None:
    house = House(tmp_path, "")
    server = house.opened()
    try:
        visitor = Visitor(server.base)
        assert visitor.save("3", 0) == 200
        limit(server, resource.RLIMIT_FSIZE, 4096)  # to a database, a file that must not grow is a full disk
        assert visitor.save("1", 1) == 507
        limit(server, resource.RLIMIT_FSIZE, resource.RLIM_INFINITY)
        assert visitor.save("1", 1) == 200
    finally:
        assert server.end() == 0
    assert house.stored() == [[1, 2]]
    assert house.sound()


def test_server_out_of_file_descriptors_answers_again_when_there_are_some(tmp_path: Path) -> None:
    house = House(tmp_path, "")
    server = house.opened()
    try:
        visitor = Visitor(server.base)
        assert visitor.save("3", 0) == 200
        limit(server, resource.RLIMIT_NOFILE, 32)
        with contextlib.ExitStack() as stack:
            for name in range(60):
                with contextlib.suppress(OSError):
                    crowd = Visitor(server.base)
                    stack.callback(crowd.opener.close)
                    crowd.ask(f"/help/?{name}")
        limit(server, resource.RLIMIT_NOFILE, 1024)
        until_ready(server)
        assert visitor.save("1", 1) == 200
    finally:
        assert server.end() == 0
    assert house.stored() == [[1, 2]]


def applied(house: House) -> int:
    """How many migrations are done; 0 where there is no table of them yet."""
    with contextlib.suppress(sqlite3.Error, psycopg.Error):
        return house.ask("SELECT count(*), 0 FROM django_migrations")[0][0]
    return 0


@pytest.mark.slow
def test_migration_cut_off_anywhere_is_finished_by_the_next(empty: House) -> None:
    environment = {**os.environ, "ADVISOR_DATA": str(empty.folder), "DATABASE_URL": empty.database}
    if not empty.database:
        del environment["DATABASE_URL"]

    def manage(*arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    chance, cut = random.Random(1), 0
    for _ in range(CUTS):
        before, further = applied(empty), chance.randint(0, 3)
        migrating = manage("migrate", "--verbosity", "0")
        while migrating.poll() is None and applied(empty) <= before + further:
            time.sleep(chance.uniform(0, 0.05))
        if migrating.poll() is None:
            migrating.kill()
            cut += 1
        migrating.wait(PATIENCE)
    assert cut
    assert manage("migrate", "--verbosity", "0").wait(PATIENCE) == 0
    assert manage("migrate", "--check").wait(PATIENCE) == 0
    assert empty.sound()
    print(f"{cut} migrations cut off")
