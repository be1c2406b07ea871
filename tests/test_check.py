"""The check command: every step is reported, a failure is never lost."""

import sys

from tests import check


def test_run_step_that_fails_keeps_its_output() -> None:
    outcome = check.run_step(check.Step("x", (sys.executable, "-c", "print('why'); raise SystemExit(3)")))
    assert (outcome.passed, outcome.output) == (False, "why")


def test_run_step_with_a_function_that_finds_nothing_passes() -> None:
    assert check.run_step(check.Step("x", list)).passed


def test_report_with_two_failures_shows_both_and_sums_up() -> None:
    failed = [check.Outcome(check.Step(name, ()), False, f"{name} broke", 1.0) for name in ("types", "format")]
    passed = check.Outcome(check.Step("lint", ()), True, "", 1.0)
    lines = check.report([failed[0], passed, failed[1]], 2.4)
    assert "types broke" in lines
    assert "format broke" in lines
    assert lines[-1] == "2 of 3 checks failed in 2 s: types, format"


def test_clean_environment_drops_what_points_at_the_users_data() -> None:
    given = {"PATH": "/bin", "ADVISOR_DATA": "/srv", "DATABASE_URL": "postgres://"}
    assert check.clean(given) == {"PATH": "/bin"}
