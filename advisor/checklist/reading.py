"""Reading an answers file against the checklist it names.

In: bytes or text, the name to call the file by, the library of checklists. Out: an `AnswersFile` that is sound in
itself and fits its checklist, or an `AnswersError` with every problem. Must not know: Django, verdicts.
"""

from pydantic import ValidationError

from advisor.checklist.answers import AnswersFile
from advisor.checklist.consistency import answers_problems
from advisor.checklist.document import Document
from advisor.checklist.errors import AnswersError, Problem
from advisor.checklist.library import Library
from advisor.checklist.model import Checklist
from advisor.checklist.suggestions import suggestion
from advisor.checklist.wording import LEVEL_NAMES, model_problems
from advisor.checklist.yaml_events import LARGE, ReadLimits
from advisor.checklist.yaml_reader import read_document


def read_answers(data: bytes | str, filename: str, library: Library, limits: ReadLimits = LARGE) -> AnswersFile:
    """The answers in a YAML file. Sections, rules: docs of the format `advisor-assessment/1`.

    Raises AnswersError with all problems of the file, in the order of their places; ChecklistError if the checklist it
    names is itself wrong. Nothing else, whatever the file holds.
    """
    document = read_document(data, filename, limits)
    checklist, problems = _named_checklist(document, library)
    if document.unreadable:
        raise AnswersError([*problems, *document.problems])
    more = answers_problems(document, checklist) if checklist else []
    try:
        answers = AnswersFile.model_validate(document.value)
    except ValidationError as error:
        names = checklist.level_names if checklist else LEVEL_NAMES
        places = {(problem.line, problem.column) for problem in [*problems, *document.problems, *more]}
        # an unknown id is often not even spelt like one: say it once, in the words of the checklist
        more += [
            problem
            for problem in model_problems(document, AnswersFile, error, names)
            if " is not an id" not in problem.message or (problem.line, problem.column) not in places
        ]
        raise AnswersError([*problems, *more]) from None
    if problems or more or document.problems:
        raise AnswersError([*problems, *document.problems, *more])
    return answers


def _named_checklist(document: Document, library: Library) -> tuple[Checklist | None, list[Problem]]:
    """The checklist that the file names, or the problem that there is none of this name."""
    slug = document.value.get("checklist") if isinstance(document.value, dict) else None
    if not isinstance(slug, str) or document.doubted(("checklist",)):
        return None, []
    try:
        return library.get(slug), []
    except KeyError:
        message = f"there is no checklist `{slug[:60]}`"
        return None, [document.problem(("checklist",), message, suggestion(slug, library.slugs()))]
