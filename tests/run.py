"""`./run test`: every test this machine can run; the last line names what was left out and how to get it.

In: pytest's own arguments, or none for everything on both cores: on SQLite, then once more on PostgreSQL what can come
out otherwise there. `--soak` runs the slow tests alone, then all that touches the database on PostgreSQL, and a sample
of mutants (`mutation.py`); `--postgresql` all that touches the database, on PostgreSQL; `--fast` what most changes
need, in about a minute, on SQLite. Out: pytest's exit status; 1 if ADVISOR_TEST_ALL=1 and something would be left out.
"""

import os
import subprocess
import sys

import pytest

from tests.needs import Need, missing
from tests.postgres import DATABASE, running

ROOMS = ("checklist", "engine", "record", "kit")
DOCTESTED = (*(f"advisor/{room}" for room in ROOMS), "advisor/sqlite.py", "advisor/quotas")
"""The rooms whose examples in docstrings are tests."""
BOTH_CORES = ("-n", "2", "--dist", "worksteal")
EVERYTHING = ("tests", *DOCTESTED, "--doctest-modules", *BOTH_CORES)
PATHS = (
    "tests/sharing/test_policy.py",
    "tests/quotas/test_limits.py",
    "tests/assessments/test_answers.py",
    "tests/assessments/test_service_fields.py",
    "tests/assessments/test_table.py",
    "tests/publish/test_queue.py",
    "tests/decisions/test_reminding.py",
    "tests/pages/test_new.py",
    "tests/pages/test_import.py",
)
"""A path through each app that is not pure."""
FAST = (
    *(f"tests/{room}" for room in ROOMS),
    *PATHS,
    *(f"advisor/{room}" for room in ROOMS),
    "--doctest-modules",
    *("-m", "not (browser or pango or qpdf or compiler or node or postgres or slow or faults or properties)"),
    *(f"--ignore=tests/{one}.py" for one in ("checklist/test_hostile", "engine/test_proof", "engine/test_cache")),
    *BOTH_CORES,
)
SLOW = ("tests", "-m", "slow or faults or properties", "-n", "2")
"""What a soak runs: the slow tests, faults many times, and the properties on examples nobody has seen yet."""
WITH_SQL = ("accounts", "assessments", "decisions", "publish", "quotas", "sharing")
"""The rooms whose models, constraints, locks, queries and migrations a database can take otherwise."""
THROUGH_PAGES = tuple(
    f"tests/pages/test_{name}.py"
    for name in ("answering", "full_disk", "garbage", "garbage_answering", "garbage_sharing", "handover", "lost_input")
)
"""Pages call what those rooms have, and render. Of their tests PostgreSQL runs a way through all of them, saving, every
form there is, and what a column may refuse: odd characters, large numbers, a database that takes nothing."""
ON_POSTGRESQL = (
    *(f"tests/{room}" for room in WITH_SQL),
    *THROUGH_PAGES,
    *(f"--ignore=tests/sharing/test_{name}.py" for name in ("table", "tokens")),
)
"""What every run asks of PostgreSQL too; `conftest.py` leaves out what does not touch the database. Those two ask for
each address there is: who may is decided by what `tests/sharing` asks besides."""
ALL_ON_POSTGRESQL = ("tests/pages", *(f"tests/{room}" for room in WITH_SQL))
"""Where tests touch the database."""


def arguments(given: list[str], *, soak: bool = False, fast: bool = False) -> list[str]:
    """What pytest is called with: the given arguments alone, or everything."""
    if soak or fast:
        return [*(SLOW if soak else FAST), *given]
    return given or list(EVERYTHING)


def on_postgresql(given: list[str]) -> int:
    """Runs what touches the database on a PostgreSQL that lives as long as the run; pytest's exit status."""
    with running() as address:
        print("On PostgreSQL, what touches the database:", flush=True)
        command = [sys.executable, "-m", "pytest", *given]
        return subprocess.run(command, env={**os.environ, DATABASE: address}, check=False).returncode


def mutants() -> int:
    """Prints which share of a sample of mutants the tests notice; 1 if that could not be found out."""
    print("Mutants:", flush=True)
    return subprocess.run([sys.executable, "-m", "tests.mutation"], check=False).returncode


def left_out(lacking: list[Need]) -> str:
    """One line naming what was left out and the way to get it.

    >>> left_out([])
    'Nothing was left out.'
    """
    if not lacking:
        return "Nothing was left out."
    return "Left out: " + "; ".join(f"{need.what} (to get them: {need.way})" for need in lacking)


def main(given: list[str]) -> int:
    soak, postgresql, fast = ("--soak" in given), ("--postgresql" in given), ("--fast" in given)
    given = [argument for argument in given if argument not in {"--soak", "--postgresql", "--fast"}]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes start, and each would compile every module
    lacking = missing()
    if lacking and os.environ.get("ADVISOR_TEST_ALL") == "1":
        print(f"ADVISOR_TEST_ALL=1 lets nothing be left out. {left_out(lacking)}", file=sys.stderr)
        return 1
    if soak:
        os.environ["ADVISOR_TEST_SOAK"] = "1"
    status = 0 if postgresql else int(pytest.main(arguments(given, soak=soak, fast=fast)))
    if postgresql:
        status = on_postgresql(given or [*ALL_ON_POSTGRESQL, *BOTH_CORES])
    elif not given and not fast and all(need.mark != "postgres" for need in lacking):
        chosen = ALL_ON_POSTGRESQL if soak else ON_POSTGRESQL
        status = on_postgresql([*chosen, *BOTH_CORES]) or status
    if soak and not given:
        status = mutants() or status
    print("The rest runs with ./run test." if fast else left_out(lacking), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
