"""Checking a file that someone pasted: every problem at once.

In: text, and the library of checklists. Out: what kind of file it is and its problems. Must not know: requests. Nothing
of the text is kept.
"""

from dataclasses import dataclass

from pydantic import BaseModel

from advisor.checklist.document import Document
from advisor.checklist.errors import FileError, Problem, listed
from advisor.checklist.library import FILES, Library, file_problems
from advisor.checklist.reading import read_answers
from advisor.checklist.yaml_reader import read_document

ANSWERS = "advisor-assessment/1"
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
        return _result([Problem(PASTED, 1, 1, "there is nothing to check", "paste the text of a file")], "")
    document = read_document(text, PASTED)
    named = document.value.get("format") if isinstance(document.value, dict) else None
    if named == ANSWERS:
        return _answers(text, library)
    for name, model in FILES.items():
        if named == format_of(model):
            _, problems = file_problems(document, model)
            return _result(problems, f"This {name} is sound by itself. Whether it fits the other files of its "
                           "checklist is checked when they stand together in their folder.")  # fmt: skip
    return _result([*document.problems, *_unnamed(document, named)], "")


def format_of(model: type[BaseModel]) -> str:
    """The one value that a file's `format` may have."""
    (value,) = model.model_fields["format"].annotation.__args__  # type: ignore[union-attr]
    return str(value)


def _answers(text: str, library: Library) -> Result:
    try:
        answers = read_answers(text, PASTED, library)
    except FileError as error:
        return _result(error.problems, "")
    services = len(answers.services)
    count = "one service" if services == 1 else f"{services} services"
    return _result((), f"An answers file with {count}, ready for python manage.py assess.")


def _unnamed(document: Document, named: object) -> list[Problem]:
    if document.unreadable and document.problems:
        return []
    known = ", ".join(f"`{name}`" for name in (ANSWERS, *(format_of(model) for model in FILES.values())))
    remedy = f"write one of {known}"
    if named is None:
        return [document.problem((), "no `format` says what this file is", remedy)]
    return [document.problem(("format",), "this `format` is not known here", remedy)]


def _result(problems: list[Problem] | tuple[Problem, ...], detail: str) -> Result:
    found = listed(problems)
    if not found:
        return Result((), "No problem found", detail)
    return Result(found, "One problem" if len(found) == 1 else f"{len(found)} problems")
