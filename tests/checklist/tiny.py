"""The smallest sound checklist, and answers to it, for the tests of the reader."""

from pathlib import Path

from advisor.checklist.answers import AnswersFile
from advisor.checklist.errors import AnswersError
from advisor.checklist.library import Library
from advisor.checklist.reading import read_answers
from advisor.checklist.yaml_events import SMALL

DATA = Path(__file__).parent.parent / "data"
TINY = DATA / "checklists" / "tiny"
LIBRARY = Library(DATA / "checklists")

SOUND = """\
format: advisor-assessment/1
checklist: tiny
teams:
  - {name: Platform, scorecard: {senior: 3}}
services:
  - name: infer
    team: Platform
    answers:
      fast: 3
"""


def read(data: bytes | str) -> AnswersFile:
    return read_answers(data, "answers.yaml", LIBRARY, SMALL)


def problems(data: bytes | str) -> list[str]:
    """What a user reads about a wrong answers file; empty for a sound one."""
    try:
        read(data)
    except AnswersError as error:
        return [str(problem) for problem in error.problems]
    return []
