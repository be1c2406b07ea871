"""Several saves of one answer at once: one wins, the others are told, none fails; on both databases."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.assessments.race import ROUNDS, THREADS

ROOT = Path(__file__).resolve().parent.parent.parent


def raced(**environment: str) -> dict[str, Any]:
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | environment
    done = subprocess.run(
        [sys.executable, "-m", "tests.assessments.race"],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def check(found: dict[str, Any]) -> None:
    assert found["told"] == {"won": ROUNDS, "told both values": ROUNDS * (THREADS - 1)}
    assert found["events"] == ROUNDS
    assert found["current"] == [ROUNDS]
    assert found["assessments"] == found["places"] == 1


def test_record_answer_race_on_sqlite_has_one_winner_a_round(tmp_path: Path) -> None:
    check(raced(ADVISOR_DATA=str(tmp_path)))


@pytest.mark.postgres
def test_record_answer_race_on_postgresql_has_one_winner_a_round(tmp_path: Path, postgresql: str) -> None:
    check(raced(ADVISOR_DATA=str(tmp_path), DATABASE_URL=postgresql))
