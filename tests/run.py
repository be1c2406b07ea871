"""`./run test`: every test this machine can run; the last line names what was left out and how to get it.

In: pytest's own arguments, or none for everything on both cores; `--soak` for the slow tests alone. Out: pytest's exit
status; 1 if ADVISOR_TEST_ALL=1 and something would be left out.
"""

import os
import sys

import pytest

from tests.needs import Need, missing

DOCTESTED = ("advisor/checklist", "advisor/engine", "advisor/record", "advisor/sqlite.py")
"""The rooms whose examples in docstrings are tests."""
EVERYTHING = ("tests", *DOCTESTED, "--doctest-modules", "-n", "2", "--dist", "worksteal")
SLOW = ("tests", "-m", "slow", "-n", "2")


def arguments(given: list[str], *, soak: bool) -> list[str]:
    """What pytest is called with: the given arguments alone, or everything."""
    if soak:
        return [*SLOW, *given]
    return given or list(EVERYTHING)


def left_out(lacking: list[Need]) -> str:
    """One line naming what was left out and the way to get it.

    >>> left_out([])
    'Nothing was left out.'
    """
    if not lacking:
        return "Nothing was left out."
    return "Left out: " + "; ".join(f"{need.what} (to get them: {need.way})" for need in lacking)


def main(given: list[str]) -> int:
    soak = "--soak" in given
    given = [argument for argument in given if argument != "--soak"]
    lacking = missing()
    if lacking and os.environ.get("ADVISOR_TEST_ALL") == "1":
        print(f"ADVISOR_TEST_ALL=1 lets nothing be left out. {left_out(lacking)}", file=sys.stderr)
        return 1
    if soak:
        os.environ["ADVISOR_TEST_SOAK"] = "1"
    status = int(pytest.main(arguments(given, soak=soak)))
    print(left_out(lacking), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
