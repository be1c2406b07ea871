"""A checklist as one value, such as a record carries it, and back: checked as strictly as one from its files.

In: a checklist, or plain values. Out: the other; a `ChecklistError` with every problem. Must not know: files.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from advisor.checklist.digest import content_digest
from advisor.checklist.document import Document
from advisor.checklist.errors import ChecklistError, Problem
from advisor.checklist.model import Checklist, ChecklistMain
from advisor.checklist.soundness import checklist_problems
from advisor.checklist.text import excerpt


def content_of(checklist: Checklist) -> dict[str, Any]:
    """What `checklist_from_content` makes the checklist from: as its files say it, without what they leave out; the
    thresholds in full, whatever a later version takes for granted."""
    content = checklist.model_dump(mode="json", exclude={"digest"}, exclude_defaults=True)
    return {**content, "thresholds": checklist.thresholds.model_dump(mode="json")}


def checklist_from_content(content: Mapping[str, Any], name: str) -> Checklist:
    """The checklist; `name` is what problems call the place it came from.

    Raises ChecklistError where it does not have the form of a checklist, or its parts do not fit together."""
    try:
        checklist = Checklist.model_validate({**content, "digest": ""})
    except ValidationError as error:
        raise ChecklistError(_problem(name, one["loc"]) for one in error.errors(include_url=False)) from None
    problems = checklist_problems(checklist.slug, _documents(content, name))
    if problems:
        raise ChecklistError(problems)
    return checklist.model_copy(update={"digest": content_digest(checklist)})


def _problem(name: str, place: tuple[int | str, ...]) -> Problem:
    where = ".".join(str(part) for part in place)
    return Problem(name, 1, 1, f"`{excerpt(where)}` is missing or wrong", "take it from an unchanged copy")


def _documents(content: Mapping[str, Any], name: str) -> dict[str, Document]:
    """The content as the files it came from hold it."""
    files: dict[str, object] = {
        "checklist.yaml": {key: value for key, value in content.items() if key in ChecklistMain.model_fields},
        "scorecard.yaml": content["scorecard"],
        "service-types.yaml": {"types": content["service_types"]},
        "facts.yaml": {"facts": content["facts"]},
        "hiring.yaml": content["hiring"],
        "next-steps.yaml": content["next_steps"],
        "settings.yaml": {"settings": content.get("settings", [])},
        "frameworks.yaml": content.get("frameworks"),
    }
    return {file: Document(name, value) for file, value in files.items()}
