"""The test runner itself: whatever is left out is said, and nothing touches a user's own data."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from tests import needs, run

ROOT = Path(__file__).resolve().parent.parent
LACKING = needs.Need("browser", "the browser tests", "apt install chromium", lambda: False)
HERE = needs.Need("qpdf", "the PDF checks by qpdf", "apt install qpdf", lambda: True)


def test_missing_with_one_need_unmet_names_that_one() -> None:
    assert needs.missing((LACKING, HERE)) == [LACKING]


def test_left_out_with_a_need_unmet_says_what_and_how() -> None:
    assert run.left_out([LACKING]) == "Left out: the browser tests (to get them: apt install chromium)"


def test_arguments_without_any_given_run_everything_on_both_cores() -> None:
    chosen = run.arguments([], soak=False)
    assert "tests" in chosen
    assert "--doctest-modules" in chosen
    assert chosen[chosen.index("-n") + 1] == "2"


def test_arguments_given_are_passed_on_alone() -> None:
    assert run.arguments(["tests/engine", "-x"], soak=False) == ["tests/engine", "-x"]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `main` runs, in order, instead of running it."""
    done: list[str] = []
    monkeypatch.setattr(run, "missing", list)
    monkeypatch.setattr(run.pytest, "main", lambda given: done.append("pytest") or 0)
    monkeypatch.setattr(run, "on_postgresql", lambda given: done.append(f"PostgreSQL {' '.join(given)}") or 1)
    monkeypatch.setattr(run, "mutants", lambda: done.append("mutants") or 0)
    return done


def test_main_with_nothing_given_runs_both_databases_and_fails_if_one_does(ran: list[str]) -> None:
    assert run.main([]) == 1
    assert ran == ["pytest", f"PostgreSQL {' '.join([*run.ON_POSTGRESQL, *run.BOTH_CORES])}"]


def test_main_in_a_soak_runs_all_that_touches_the_database_on_postgresql(
    ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_TEST_SOAK", "")  # put back as it was by the end
    assert run.main(["--soak"]) == 1
    assert ran[0] == "pytest"
    assert ran[1] == f"PostgreSQL {' '.join([*run.ALL_ON_POSTGRESQL, *run.BOTH_CORES])}"
    assert ran[2:] == ["mutants"]


def test_main_in_a_soak_of_a_part_leaves_the_mutants_out(ran: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_TEST_SOAK", "")
    assert run.main(["--soak", "tests/pages"]) == 0
    assert ran == ["pytest"]


def test_main_asked_for_postgresql_without_a_path_leaves_nothing_out(ran: list[str]) -> None:
    assert run.main(["--postgresql"]) == 1
    assert ran == [f"PostgreSQL {' '.join([*run.ALL_ON_POSTGRESQL, *run.BOTH_CORES])}"]


def test_rooms_that_run_on_postgresql_too_are_those_with_migrations_and_each_path_is_there() -> None:
    assert {path.parent.name for path in (ROOT / "advisor").glob("*/migrations")} == set(run.WITH_SQL)
    paths = [path.removeprefix("--ignore=") for path in (*run.ON_POSTGRESQL, *run.ALL_ON_POSTGRESQL)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_main_with_a_path_runs_it_on_sqlite_alone(ran: list[str]) -> None:
    assert run.main(["tests/pages"]) == 0
    assert ran == ["pytest"]


def test_main_asked_for_postgresql_runs_it_there_alone(ran: list[str]) -> None:
    assert run.main(["--postgresql", "tests/pages"]) == 1
    assert ran == ["PostgreSQL tests/pages"]


def test_main_without_a_postgresql_says_it_was_left_out(
    ran: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = [need for need in needs.NEEDS if need.mark == "postgres"]
    monkeypatch.setattr(run, "missing", lambda: absent)
    monkeypatch.delenv("ADVISOR_TEST_ALL", raising=False)
    assert run.main([]) == 0
    assert ran == ["pytest"]
    assert "Left out: the PostgreSQL tests" in capsys.readouterr().out


def test_main_with_a_need_unmet_and_nothing_may_be_left_out_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_TEST_ALL", "1")
    monkeypatch.setattr(run, "missing", lambda: [LACKING])
    assert run.main([]) == 1
    assert "apt install chromium" in capsys.readouterr().err


def test_data_folder_in_tests_is_a_temporary_one() -> None:
    assert settings.DATA_DIR.is_relative_to(Path(tempfile.gettempdir()).resolve())
    assert settings.DATA_DIR.name.startswith("advisor-tests-")


def test_run_from_the_command_line_passes_arguments_on_and_ends_with_what_was_left_out() -> None:
    """As `./run test tests/test_run.py -k …` calls it: a process of its own, from its first import on."""
    command = [sys.executable, "-m", "tests.run", "tests/test_run.py", "-k", "missing_with_one_need"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith(("Nothing was left out.", "Left out: "))


def test_fast_run_names_only_what_there_is_and_starts_no_browser_server_or_second_database(
    ran: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = run.arguments(["-x"], fast=True)
    places = [one for one in chosen if one.startswith(("tests", "advisor"))]
    assert {"tests/engine", "advisor/engine", *run.PATHS} <= set(places)
    assert all((Path(run.__file__).parents[1] / one).exists() for one in places)
    assert all(word in chosen[chosen.index("-m") + 1] for word in ("browser", "slow", "properties"))
    assert run.main(["--fast"]) == 0
    assert ran == ["pytest"]
    assert "The rest runs with ./run test." in capsys.readouterr().out
