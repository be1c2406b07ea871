"""Checking a file that someone pasted: every problem at once.

In: text, and the library of checklists. Out: its problems, and in words what a sound one is good for. Must not know:
requests. Nothing of the text is kept.
"""

from dataclasses import dataclass

from advisor.checklist.checking import ANSWERS, FORMATS, check_text
from advisor.checklist.errors import Problem
from advisor.checklist.library import Library
from advisor.checklist.yaml_events import PASTED as AT_ONCE
from advisor.checklist.yaml_reader import read_document

PASTED = "pasted"
"""What the places of problems call the text."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was found. `summary` is a sentence; `detail` says what a sound file can be used for."""

    problems: tuple[Problem, ...]
    summary: str
    detail: str = ""


def check_pasted(text: str, library: Library) -> Result:
    """Every problem of an answers file, or of one file of a checklist; which of them it is, its `format` says."""
    text = text.replace("\r\n", "\n")  # a form sends its lines so; what was pasted did not have them
    if not text.strip():
        problems: tuple[Problem, ...] = (
            Problem(PASTED, 1, 1, "there is nothing to check", "paste the text of a file"),
        )
    else:
        problems = check_text(text, PASTED, library, AT_ONCE)
    if problems:
        return Result(problems, "One problem" if len(problems) == 1 else f"{len(problems)} problems")
    return Result((), "No problem found", _good_for(text))


def _good_for(text: str) -> str:
    value = read_document(text, PASTED, AT_ONCE).value
    assert isinstance(value, dict)  # a file without a known format has a problem
    if value["format"] == ANSWERS:
        services = len(value["services"])
        count = "one service" if services == 1 else f"{services} services"
        return f"An answers file with {count}, ready for ./run manage assess."
    name = FORMATS[value["format"]]
    return (
        f"This {name} is sound on its own. Whether it fits the other files of its checklist is checked when they stand "
        "together in their folder."
    )
