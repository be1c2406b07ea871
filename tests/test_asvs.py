"""`docs/asvs.md`: every requirement of OWASP ASVS 5.0.0, levels 1 and 2, once; every test it names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([\d.]+) \| ([12]) \| (.+?) \| (Met|Yours|Does not apply|Not met) \| (.+) \|$", re.MULTILINE)
ROWS = [match.groups() for match in ROW.finditer(TEXT)]
# The numbers of the standard, from its published list (5.0.0, May 2025): "1.3.1-2" stands for 1.3.1 and 1.3.2.
LEVEL_1 = (
    "1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 5.2.1-2 5.3.1-2 6.1.1 "
    "6.2.1-8 6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 9.2.1 10.4.1-5 11.3.1-2 11.4.1 12.1.1 "
    "12.2.1-2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1 "
)
LEVEL_2 = (
    "1.1.1-2 1.2.6-9 1.3.3-11 1.4.1-3 1.5.2 2.1.2-3 2.2.3 2.3.2-4 2.4.1 3.3.2-4 3.4.3-6 3.5.4-5 3.7.1-2 4.1.2-3 "
    "4.2.1 4.3.1-2 4.4.2-4 5.1.1 5.2.3 5.4.1-3 6.1.2-3 6.2.9-12 6.3.3-4 6.4.3-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 "
    "7.3.1-2 7.4.3-5 7.5.1-2 7.6.1-2 8.1.2 8.2.3 8.4.1 9.2.2-4 10.1.1-2 10.2.1-2 10.3.1-4 10.4.6-11 10.5.1-5 "
    "10.6.1-2 10.7.1-3 11.1.1-2 11.2.1-3 11.3.3 11.4.2-4 11.5.1 11.6.1 12.1.2-3 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 "
    "13.4.2-5 14.1.1-2 14.2.2-4 14.3.2-3 15.1.2-3 15.2.2-3 15.3.2-7 16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3 "
    "17.1.1 17.2.1-4 17.3.1-2 "
)


def numbers(text: str) -> list[str]:
    """The numbers that a list stands for.

    >>> numbers("1.3.1-2 2.1.1")
    ['1.3.1', '1.3.2', '2.1.1']
    """
    found = []
    for one in text.split():
        section, _, last = one.rpartition(".")
        first, _, end = last.partition("-")
        found += [f"{section}.{number}" for number in range(int(first), int(end or first) + 1)]
    return found


def test_table_has_every_requirement_of_both_levels_once_and_no_other() -> None:
    assert len(numbers(LEVEL_1)) == 70
    assert len(numbers(LEVEL_2)) == 183
    assert Counter(number for number, level, *_ in ROWS if level == "1") == Counter(numbers(LEVEL_1))
    assert Counter(number for number, level, *_ in ROWS if level == "2") == Counter(numbers(LEVEL_2))


def test_table_sums_are_those_of_its_rows() -> None:
    counts = Counter((status, level) for _, level, _, status, _ in ROWS)
    for status in ("Met", "Yours", "Does not apply", "Not met"):
        assert f"\n| {status} | {counts[status, '1']} | {counts[status, '2']} |\n" in TEXT


@pytest.mark.parametrize(("number", "status", "reason"), [(row[0], row[3], row[4]) for row in ROWS])
def test_row_names_tests_that_are_there_or_says_why_not(number: str, status: str, reason: str) -> None:
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", reason)
    for path, name in named:
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), name
    assert named or status != "Met", "what is met is shown by a test"
    assert len(reason) > 5
