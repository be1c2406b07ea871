"""Races for one answer through HTTP: on PostgreSQL between two servers, on SQLite between one and a second process that
saves through the same service. One wins each, every loser is told both values, nothing is stored twice.

A few in every run, of which one truly overlapped; in a soak a thousand, and more until nine hundred did. `-s` prints
the figures."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.assessments.racers import STATEMENT, Outcome, Second, Tab, race, same_request
from tests.people import key_of
from tests.prepared import prepare_database
from tests.test_serving import Serving

NAME = "racer"
KEY = key_of(NAME).secret
FEW, MANY = 25, 1000
RACES = [(FEW, 1), pytest.param((MANY, 900), marks=pytest.mark.slow)]
"""How many at least, and how many of them overlap at least."""
TABS = 2
"""On each side."""
NUMBERS = f"SELECT seq FROM assessments_answerevent WHERE statement = '{STATEMENT}' ORDER BY seq"
Numbers = Callable[[], list[int]]


def check(outcome: Outcome, overlapping: int, numbers: list[int], *, before: int = 0) -> None:
    print(
        f"{outcome.races} races: {outcome.overlapped} overlapped, {outcome.by_side} won by each side, "
        f"{len(outcome.faults)} went wrong, {len(numbers)} stored"
    )
    assert outcome.faults == ()
    assert numbers == list(range(1, before + outcome.races + 1))
    assert sum(outcome.by_side) == outcome.races
    assert outcome.overlapped >= overlapping


def check_same_request(tabs: list[Tab], numbers: Numbers) -> None:
    before = len(numbers())
    assert same_request(tabs, before) == [200] * 10
    assert numbers() == list(range(1, before + 2))


def serving(stack: contextlib.ExitStack, folder: Path, database: str) -> Serving:
    """A server that is ended with the block."""
    folder.mkdir()
    server = Serving(folder, database)
    stack.callback(lambda: server.end())
    assert server.base in server.said
    return server


def tab(stack: contextlib.ExitStack, side: int, address: str) -> Tab:
    """A tab that is closed with the block."""
    found = Tab(side, address, KEY)
    stack.callback(found.connection.close)
    return found


@pytest.fixture
def made(postgresql: str, request: pytest.FixtureRequest) -> tuple[str, Numbers]:
    """An empty database of this test's own on PostgreSQL, and how to read what is stored in it."""
    address = prepare_database(postgresql, f"raced_{abs(hash(request.node.name))}")

    def numbers() -> list[int]:
        with psycopg.connect(address) as database:
            return [row[0] for row in database.execute(NUMBERS).fetchall()]

    return address, numbers


@pytest.mark.postgres
@pytest.mark.parametrize("races", RACES)
def test_races_between_two_servers_on_postgresql_have_one_winner_each(
    races: tuple[int, int], tmp_path: Path, made: tuple[str, Numbers]
) -> None:
    database, numbers = made
    with contextlib.ExitStack() as stack:
        servers = [serving(stack, tmp_path / name, database) for name in ("one", "two")]
        tabs = [tab(stack, side, servers[side].base) for side in (0, 1) for _ in range(TABS)]
        check(race(tabs, races[0], overlapping=races[1]), races[1], numbers())
        check_same_request([tab(stack, number % 2, servers[number % 2].base) for number in range(10)], numbers)


@pytest.mark.parametrize("races", RACES)
def test_races_of_a_server_and_a_second_process_on_sqlite_have_one_winner_each(
    races: tuple[int, int], tmp_path: Path
) -> None:
    def numbers() -> list[int]:
        with contextlib.closing(sqlite3.connect(tmp_path / "one" / "advisor.sqlite3")) as database:
            return [row[0] for row in database.execute(NUMBERS).fetchall()]

    with contextlib.ExitStack() as stack:
        server = serving(stack, tmp_path / "one", "")
        tabs = [tab(stack, 0, server.base) for _ in range(TABS)]
        assert race([*tabs], 1).faults == ()  # begins the assessment, which the second process has to find
        second = Second(1, {**os.environ, "ADVISOR_DATA": str(tmp_path / "one")}, NAME)
        stack.callback(second.end)
        outcome = race([*tabs, second], races[0], after=1, overlapping=races[1])
        check(outcome, races[1], numbers(), before=1)
        check_same_request([tab(stack, 0, server.base) for _ in range(10)], numbers)
