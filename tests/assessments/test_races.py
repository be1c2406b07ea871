"""Several saves of one answer at once: one wins, the others are told, none fails. A crowd that joins at once: each is
one respondent, and no two have the same name. A name is a decider's or somebody else's. Pairs of people who reveal,
sign, erase, restore, revoke or count at the same moment (`pairs.py`): one outcome, nothing lost, and whoever came
second is told. On both databases."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.assessments.race import THREADS
from tests.patience import PATIENCE
from tests.prepared import prepare

ROOT = Path(__file__).resolve().parent.parent.parent
FEW = 20
RACES = [FEW, pytest.param(1000, marks=pytest.mark.slow)]


def raced(races: int, program: str = "race", **environment: str) -> dict[str, Any]:
    prepare(Path(environment["ADVISOR_DATA"]))
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | environment
    done = subprocess.run(
        [sys.executable, "-m", f"tests.assessments.{program}", str(races)],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def check(races: int, found: dict[str, Any]) -> None:
    assert found["told"] == {"won": races, "told both values": races * (THREADS - 1)}
    assert found["events"] == races
    assert found["current"] == [races]
    assert found["assessments"] == found["places"] == 1


@pytest.mark.parametrize("races", RACES)
def test_record_answer_race_on_sqlite_has_one_winner_each(races: int, tmp_path: Path) -> None:
    check(races, raced(races, ADVISOR_DATA=str(tmp_path)))


@pytest.mark.postgres
@pytest.mark.parametrize("races", RACES)
def test_record_answer_race_on_postgresql_has_one_winner_each(races: int, tmp_path: Path, postgresql: str) -> None:
    check(races, raced(races, ADVISOR_DATA=str(tmp_path), DATABASE_URL=postgresql))


CROWDS = 5
TOLD_APART = ["Ada", "Ben", "Ben (2)", "Ben (3)", "Ben (4)", "Ben (5)"]


def check_crowd(found: dict[str, Any]) -> None:
    assert found["failed"] == []
    assert found["came"] == [{"names": TOLD_APART, "grants": 5}] * CROWDS


def test_crowd_joins_at_once_on_sqlite(tmp_path: Path) -> None:
    check_crowd(raced(CROWDS, "crowd", ADVISOR_DATA=str(tmp_path)))


@pytest.mark.postgres
def test_crowd_joins_at_once_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    check_crowd(raced(CROWDS, "crowd", ADVISOR_DATA=str(tmp_path), DATABASE_URL=postgresql))


NAMINGS = 10


def check_naming(found: dict[str, Any]) -> None:
    assert (found["failed"], found["both"]) == ([], 0)
    assert found["named"] + found["taken"] == NAMINGS  # whoever came first


def test_name_taken_while_a_decider_gets_it_is_one_of_both_on_sqlite(tmp_path: Path) -> None:
    check_naming(raced(NAMINGS, "naming", ADVISOR_DATA=str(tmp_path)))


@pytest.mark.postgres
def test_name_taken_while_a_decider_gets_it_is_one_of_both_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    check_naming(raced(NAMINGS, "naming", ADVISOR_DATA=str(tmp_path), DATABASE_URL=postgresql))


MEETINGS = [1, pytest.param(60, marks=pytest.mark.slow)]
"""How often each pair meets."""


def check_pairs(found: dict[str, Any]) -> None:
    assert len(found) > 20
    assert {name: outcomes["wrong"] for name, outcomes in found.items() if outcomes["wrong"]} == {}


@pytest.mark.parametrize("times", MEETINGS)
def test_pairs_who_act_at_once_have_one_outcome_and_are_told_on_sqlite(times: int, tmp_path: Path) -> None:
    check_pairs(raced(times, "pairs", ADVISOR_DATA=str(tmp_path)))


@pytest.mark.postgres
@pytest.mark.parametrize("times", MEETINGS)
def test_pairs_who_act_at_once_have_one_outcome_and_are_told_on_postgresql(
    times: int, tmp_path: Path, postgresql: str
) -> None:
    check_pairs(raced(times, "pairs", ADVISOR_DATA=str(tmp_path), DATABASE_URL=postgresql))
