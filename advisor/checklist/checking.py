"""Every problem of one file, or of one folder, whatever it is.

In: the text of a file, or a path; the library of checklists. Out: problems. Must not know: Django, who asks.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import BaseModel

from advisor.checklist.answers import AnswersFile
from advisor.checklist.document import Document
from advisor.checklist.errors import FileError, Problem, listed
from advisor.checklist.library import FILES, Library, file_problems, load_checklist
from advisor.checklist.reading import read_answers
from advisor.checklist.soundness import checklist_problems
from advisor.checklist.suggestions import one_of, suggestion
from advisor.checklist.yaml_events import LARGE, ReadLimits
from advisor.checklist.yaml_reader import read_document


def format_of(model: type[BaseModel]) -> str:
    """The one value that `format` has in the files of a model.

    >>> format_of(AnswersFile)
    'advisor-assessment/1'
    """
    return str(model.model_json_schema()["properties"]["format"]["const"])


FORMATS: Mapping[str, str] = {format_of(model): name for name, model in FILES.items()}
"""The formats of a checklist's files, and the name of each."""
ANSWERS = format_of(AnswersFile)
_SAYS_ANSWERS = re.compile(rf"^\ufeff?[\"']?format[\"']?: *[\"']?{re.escape(ANSWERS)}[\"']? *(#.*)?\r?$", re.MULTILINE)


def check_text(data: bytes | str, filename: str, library: Library, limits: ReadLimits = LARGE) -> tuple[Problem, ...]:
    """Every problem of an answers file, or of one file of a checklist; which of them it is, its `format` says.

    None is a sound file. A file of a checklist is judged by itself: `check_folder` also judges how it fits the others.

    >>> [p.message for p in check_text("format: advisor-factoids/1", "facts.yaml", Library(Path("checklists")))]
    ['the format `advisor-factoids/1` is not known']
    """
    if holds_answers(data):
        return _of_error(lambda: read_answers(data, filename, library, limits))
    document = read_document(data, filename)
    named = document.text(("format",)) if isinstance(document.value, dict) else None
    if named == ANSWERS:
        return _of_error(lambda: read_answers(data, filename, library))
    name = FORMATS.get(named or "")
    if name:
        _, problems = file_problems(document, FILES[name])
        return listed([*problems, *checklist_problems("", {name: document})])
    return listed([*document.problems, *_unknown_format(document, named)])


def holds_answers(data: bytes | str) -> bool:
    """Whether a line says that this is an answers file, which may be larger than a file of a checklist."""
    text = data.decode(errors="replace") if isinstance(data, bytes) else data
    return bool(_SAYS_ANSWERS.search(text))


def check_folder(folder: Path) -> tuple[Problem, ...]:
    """Every problem of the files of a checklist, each by itself and all together; none if it is sound."""
    return _of_error(lambda: load_checklist(folder))


def check_path(path: Path, filename: str, library: Library) -> tuple[Problem, ...]:
    """Every problem of a folder or a file. OSError if there is neither, or if it cannot be read."""
    if path.is_dir():
        return check_folder(path)
    with path.open("rb") as file:
        return check_text(file.read(LARGE.most_bytes + 1), filename, library)


def _of_error(read: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        read()
    except FileError as error:
        return error.problems
    return ()


def _unknown_format(document: Document, named: str | None) -> list[Problem]:
    known = [ANSWERS, *FORMATS]
    if document.unreadable:
        return []
    if named is not None:
        message = f"the format `{named[:60]}` is not known"
        return [document.problem(("format",), message, suggestion(named, known))]
    if document.doubted(("format",)):
        return []  # it is there, and what is wrong with it has been said
    if "format" in document.mapping(()):
        return [document.problem(("format",), "`format` has to be text", f"write {one_of(known)}")]
    return [document.problem((), "no `format` says what this file is", f"begin with `format: …`, and {one_of(known)}")]
