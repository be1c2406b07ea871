"""One wrong file for each mistake: tests/data/bad/ holds them, and expected.txt what a user reads about each."""

from collections import defaultdict
from pathlib import Path

import pytest

from advisor.checklist.errors import AnswersError
from advisor.checklist.reading import read_answers
from tests.checklist.tiny import DATA, LIBRARY

BAD = DATA / "bad"
FILES = sorted(path.name for path in BAD.glob("*.yaml"))


def expected() -> dict[str, list[str]]:
    lines = defaultdict(list)
    for line in (BAD / "expected.txt").read_text().splitlines():
        lines[line.split(":", 1)[0]].append(line)
    return lines


EXPECTED = expected()


@pytest.mark.parametrize("name", FILES)
def test_bad_file_is_refused_with_place_and_remedy(name: str) -> None:
    with pytest.raises(AnswersError) as error:
        read_answers((BAD / name).read_bytes(), name, LIBRARY)
    assert str(error.value).splitlines() == EXPECTED[name]


def test_expected_messages_name_only_files_that_exist() -> None:
    assert sorted(EXPECTED) == FILES
    assert len(FILES) >= 48


def test_messages_never_carry_the_words_of_the_libraries_beneath() -> None:
    text = (BAD / "expected.txt").read_text().lower()
    for word in ("pydantic", "input should", "while scanning", "token", "traceback", str(Path.cwd())):
        assert word not in text
