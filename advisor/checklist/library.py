"""Checklists on disk: reading a folder of files, and keeping what was read.

In: a folder. Out: a `Checklist`, or a `ChecklistError` with every problem of all its files. Must not know: Django,
answers, verdicts.
"""

import hashlib
import re
from pathlib import Path

from pydantic import BaseModel, ValidationError

from advisor.checklist.digest import content_digest
from advisor.checklist.document import Document
from advisor.checklist.errors import ChecklistError, Problem
from advisor.checklist.facts import Facts
from advisor.checklist.frameworks import Frameworks
from advisor.checklist.hiring import Hiring
from advisor.checklist.model import Checklist, ChecklistMain, NextSteps, Scorecard, ServiceTypes
from advisor.checklist.settings import Settings
from advisor.checklist.soundness import checklist_problems
from advisor.checklist.suggestions import suggestion
from advisor.checklist.wording import model_problems
from advisor.checklist.yaml_events import SMALL
from advisor.checklist.yaml_reader import read_document

FILES: dict[str, type[BaseModel]] = {
    "checklist.yaml": ChecklistMain,
    "scorecard.yaml": Scorecard,
    "service-types.yaml": ServiceTypes,
    "facts.yaml": Facts,
    "hiring.yaml": Hiring,
    "next-steps.yaml": NextSteps,
    "settings.yaml": Settings,
    "frameworks.yaml": Frameworks,
}
"""The files of a checklist's folder and the model of each."""
OPTIONAL = frozenset({"settings.yaml", "frameworks.yaml"})
"""The files that a folder need not have."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def load_checklist(folder: Path) -> Checklist:
    """The checklist in a folder, its `digest` filled in.

    Raises ChecklistError with every problem of every file; places name files as `<folder>/<file>`.

    >>> load_checklist(Path("no-such-folder"))
    Traceback (most recent call last):
    advisor.checklist.errors.ChecklistError: no-such-folder/checklist.yaml:1:1: there is no such file: write it, ...
    """
    name = folder.resolve().name
    return _checklist(name, _contents(folder, name))


class Library:
    """The checklists below a folder, each read once and again only when a file of it changes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._signatures: dict[str, tuple[tuple[str, int, int, int], ...]] = {}
        self._by_content: dict[str, tuple[str, Checklist]] = {}

    def slugs(self) -> list[str]:
        """The names of the folders that hold a `checklist.yaml`, in alphabetical order."""
        return sorted(path.parent.name for path in self.root.glob("*/checklist.yaml") if _SLUG.match(path.parent.name))

    def files(self, slug: str) -> dict[str, Path]:
        """The files of this checklist by name. KeyError if there is none of this slug."""
        if slug not in self.slugs():
            raise KeyError(slug)
        return {name: path for name in sorted(FILES) if (path := self.root / slug / name).is_file()}

    def get(self, slug: str) -> Checklist:
        """The checklist of this slug. KeyError if there is none, ChecklistError if it is wrong."""
        folder = self.root / slug
        if not _SLUG.match(slug) or not (folder / "checklist.yaml").is_file():
            raise KeyError(slug)
        signature = _signature(folder)
        if self._signatures.get(slug) == signature and slug in self._by_content:
            return self._by_content[slug][1]
        contents = _contents(folder, slug)
        digest = hashlib.sha256(repr(sorted(contents.items())).encode()).hexdigest()
        known = self._by_content.get(slug)
        checklist = known[1] if known and known[0] == digest else _checklist(slug, contents)
        self._by_content[slug] = (digest, checklist)
        self._signatures[slug] = signature
        return checklist


def file_problems(document: Document, model: type[BaseModel]) -> tuple[BaseModel | None, list[Problem]]:
    """The model of one document, None if it does not fit, and the problems of reading and fitting."""
    if document.unreadable:
        return None, list(document.problems)
    try:
        value = model.model_validate(document.value)
    except ValidationError as error:
        return None, model_problems(document, model, error)
    return value, list(document.problems)


def _checklist(slug: str, contents: dict[str, bytes]) -> Checklist:
    documents = {name: read_document(data, f"{slug}/{name}") for name, data in contents.items() if name in FILES}
    problems = _misnamed(slug, contents)
    values: dict[str, BaseModel | None] = {}
    for name, document in documents.items():
        values[name], faults = file_problems(document, FILES[name])
        problems += faults
    problems += checklist_problems(slug, documents)
    if problems:
        raise ChecklistError(problems)
    return _assembled(values)


def _assembled(values: dict[str, BaseModel | None]) -> Checklist:
    main, types, facts = values["checklist.yaml"], values["service-types.yaml"], values["facts.yaml"]
    settings = values.get("settings.yaml")
    assert isinstance(main, ChecklistMain) and isinstance(types, ServiceTypes) and isinstance(facts, Facts)  # noqa: PT018
    whole = Checklist.model_validate(
        {
            **{name: getattr(main, name) for name in ChecklistMain.model_fields},
            "scorecard": values["scorecard.yaml"],
            "service_types": types.types,
            "facts": facts.facts,
            "hiring": values["hiring.yaml"],
            "next_steps": values["next-steps.yaml"],
            "settings": settings.settings if isinstance(settings, Settings) else [],
            "frameworks": values.get("frameworks.yaml"),
        }
    )
    return whole.model_copy(update={"digest": content_digest(whole)})


def _contents(folder: Path, slug: str) -> dict[str, bytes]:
    """The bytes of every YAML file of the folder, none longer than a reader would take."""
    contents = {}
    for path in sorted(folder.glob("*.y*ml")):
        if path.is_file():
            try:
                with path.open("rb") as file:
                    contents[path.name] = file.read(SMALL.most_bytes + 1)
            except OSError as error:
                message = f"the file cannot be read ({error.strerror})"
                raise ChecklistError([Problem(f"{slug}/{path.name}", 1, 1, message, "make it readable")]) from None
    return contents


def _misnamed(slug: str, contents: dict[str, bytes]) -> list[Problem]:
    problems = []
    for name in FILES:
        if name not in contents and name not in OPTIONAL:
            problems.append(Problem(f"{slug}/{name}", 1, 1, "there is no such file", "write it, or restore it"))
    for name in contents:
        if name not in FILES:
            remedy = suggestion(name, FILES)
            problems.append(Problem(f"{slug}/{name}", 1, 1, "no file of this name belongs to a checklist", remedy))
    return problems


def _signature(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Changes whenever a file of the folder is written anew."""
    parts = []
    for path in sorted(folder.glob("*.y*ml")):
        status = path.stat()
        parts.append((path.name, status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(parts)
