"""The writers write what is kept in tests/data/golden; a wanted change is `python -m tests.record.golden`."""

import pytest

from tests.record.golden import FOLDER, golden


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_writer_writes_the_golden_text(name):
    assert golden()[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_every_golden_text_is_kept():
    assert sorted(golden()) == sorted(path.name for path in FOLDER.iterdir())
