"""`docs/faults.md`: at least twenty kinds of fault, each once, each with a test that is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.splitlines() if line.startswith("| ")][
    1:
]


def test_table_has_twenty_kinds_of_fault_or_more_each_once() -> None:
    assert len(ROWS) >= 20
    assert len({fault for fault, *_ in ROWS}) == len({test for *_, test in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("fault", "happens", "test"), ROWS)
def test_row_says_what_happens_and_names_a_test_that_is_there(fault: str, happens: str, test: str) -> None:
    path, name = test.strip("`").split("::")
    assert happens
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), test
