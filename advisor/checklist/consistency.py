"""Whether an answers file fits its checklist and itself.

In: the plain values of a file, as read, and the checklist they name. Out: problems. It works on plain values, not on
the model, so that these problems come together with those of form. Must not know: verdicts.
"""

from collections.abc import Iterator

from advisor.checklist.decision_checks import decision_problems
from advisor.checklist.document import Document, Path
from advisor.checklist.errors import Problem
from advisor.checklist.model import Checklist
from advisor.checklist.roles import GATING_ROLES
from advisor.checklist.service import SERVICE_FIELDS, SERVICE_SETTINGS
from advisor.checklist.suggestions import Known
from advisor.checklist.text import excerpt, folded


def answers_problems(document: Document, checklist: Checklist) -> list[Problem]:
    """Everything in a file that its checklist, or another part of the file, contradicts."""
    words = _Words(document, checklist)
    return [
        *_weights(document, words),
        *_repeated(document, ("teams",), "team"),
        *_repeated(document, ("services",), "service"),
        *_repeated(document, ("respondents",), "respondent"),
        *_teams(document, words),
        *_services(document, words),
        *_respondents(document, words),
        *_settled(document, words),
        *_answered_checks(document, words),
        *decision_problems(document, words.concerns),
    ]


class _Words:
    """What the checklist, and the file itself, let a file refer to."""

    def __init__(self, document: Document, checklist: Checklist) -> None:
        self.statements = Known(s.id for s in checklist.statements)
        self.dimensions = Known(d.id for d in checklist.scorecard.dimensions)
        self.weighted = Known([*self.statements.names, *self.dimensions.names])
        self.checks = Known([*(c.id for c in checklist.contradictions), *(c.id for c in checklist.checks)])
        self.concerns = Known(concern.id for concern in checklist.hiring.concerns)
        self.kinds = Known(kind.id for kind in checklist.service_types)
        self.options = {setting.key: Known(option.id for option in setting.options) for setting in checklist.settings}
        frameworks = checklist.frameworks
        self.wants = Known(want.id for want in frameworks.wants) if frameworks else Known(())
        self.services, self.teams = _names(document, ("services",)), _names(document, ("teams",))
        self.always = {s.id for s in checklist.statements if s.role in GATING_ROLES}
        self.always |= {d.id for d in checklist.scorecard.dimensions if d.role == "ownership"}


def _names(document: Document, path: Path) -> Known:
    names = [document.text((*entry, "name")) for entry in document.entries(path)]
    return Known(name for name in names if name)


def _repeated(document: Document, path: Path, what: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for entry in document.entries(path):
        name_path = (*entry, "name")
        name = document.text(name_path)
        if not name:
            continue
        line = document.place(name_path).line
        if folded(name) in seen:
            remedy = f"give it a name of its own; the first is on line {seen[folded(name)]}"
            yield document.problem(name_path, f"a second {what} is called `{excerpt(name)}`", remedy)
        seen.setdefault(folded(name), line)


def _weights(document: Document, words: _Words) -> Iterator[Problem]:
    for name in document.mapping(("weights",)):
        if name not in words.weighted:
            message = f"there is no statement or dimension `{excerpt(name)}`"
            yield document.problem(("weights", name), message, words.weighted.remedy(name), key=True)


def _statements(document: Document, path: Path, words: _Words) -> Iterator[Problem]:
    """Problems of one set of answers to statements."""
    for name in document.mapping(path):
        here = (*path, name)
        if name in words.statements:
            yield from _applies(document, here, words)
        elif name in words.dimensions:
            message = f"`{name}` belongs to a team's scorecard"
            yield document.problem(here, message, "move it to the scorecard of the team", key=True)
        else:
            message = f"there is no statement `{excerpt(name)}`"
            yield document.problem(here, message, words.statements.remedy(name), key=True)


def _dimensions(document: Document, path: Path, words: _Words) -> Iterator[Problem]:
    """Problems of one scorecard."""
    for name in document.mapping(path):
        here = (*path, name)
        if name in words.dimensions:
            yield from _applies(document, here, words)
        elif name in words.statements:
            message = f"`{name}` is a statement about a service"
            yield document.problem(here, message, "move it to the answers of the service", key=True)
        else:
            message = f"there is no dimension `{excerpt(name)}`"
            yield document.problem(here, message, words.dimensions.remedy(name), key=True)


def _applies(document: Document, path: Path, words: _Words) -> Iterator[Problem]:
    if path[-1] in words.always and "na" in document.mapping(path):
        message = f"`{path[-1]}` always applies, since rules rest on it"
        yield document.problem((*path, "na"), message, "write a level or unsure", key=True)


def _teams(document: Document, words: _Words) -> Iterator[Problem]:
    for entry in document.entries(("teams",)):
        path = (*entry, "scorecard")
        yield from _dimensions(document, path, words)
        yield from _beside_respondents(document, path)


def _services(document: Document, words: _Words) -> Iterator[Problem]:
    for entry in document.entries(("services",)):
        yield from _reference(document, (*entry, "team"), words.teams, "team")
        yield from _reference(document, (*entry, "kind"), words.kinds, "kind of service")
        yield from _choices(document, entry, words)
        yield from _wants(document, (*entry, "framework"), words)
        path = (*entry, "answers")
        yield from _statements(document, path, words)
        yield from _beside_respondents(document, path)


def _choices(document: Document, entry: Path, words: _Words) -> Iterator[Problem]:
    """What is said of a service's settings: options that the checklist has."""
    for key in SERVICE_SETTINGS:
        here = (*entry, key)
        if key in words.options:
            yield from _reference(document, here, words.options[key], SERVICE_FIELDS[key].thing)
        elif document.text(here) is not None:
            message = f"the checklist does not ask for `{key}`"
            yield document.problem(here, message, "delete it", key=True)


def _wants(document: Document, path: Path, words: _Words) -> Iterator[Problem]:
    for name in document.mapping(path):
        if name not in words.wants:
            message = f"there is no want `{excerpt(name)}`"
            yield document.problem((*path, name), message, words.wants.remedy(name), key=True)


def _beside_respondents(document: Document, path: Path) -> Iterator[Problem]:
    if document.mapping(path) and document.entries(("respondents",)):
        message = f"`{path[-1]}` appears although the file lists respondents"
        yield document.problem(path, message, "move it to the respondent who gave it", key=True)


def _reference(document: Document, path: Path, known: Known, what: str) -> Iterator[Problem]:
    """Problems of a word that names something. Where nothing at all is known, that has been said already."""
    name = document.text(path)
    if name and known.names and name not in known:
        yield document.problem(path, f"there is no {what} `{excerpt(name)}`", known.remedy(name))


def _respondents(document: Document, words: _Words) -> Iterator[Problem]:
    for entry in document.entries(("respondents",)):
        yield from _subjects(document, (*entry, "services"), words.services, "service")
        yield from _subjects(document, (*entry, "teams"), words.teams, "team")
        for name in document.mapping((*entry, "services")):
            yield from _statements(document, (*entry, "services", name), words)
        for name in document.mapping((*entry, "teams")):
            yield from _dimensions(document, (*entry, "teams", name), words)


def _subjects(document: Document, path: Path, known: Known, what: str) -> Iterator[Problem]:
    """The services or teams that a respondent answers for: known ones, each once though spaces be added."""
    seen: set[str] = set()
    for name in document.mapping(path):
        here = (*path, name)
        if known.names and name.strip() not in known:
            yield document.problem(here, f"there is no {what} `{excerpt(name)}`", known.remedy(name), key=True)
        elif name.strip() in seen:
            yield document.problem(here, f"`{excerpt(name)}` appears twice", "keep one of them", key=True)
        seen.add(name.strip())


def _settled(document: Document, words: _Words) -> Iterator[Problem]:
    lines: dict[tuple[str, str, str], int] = {}
    for entry in document.entries(("settled",)):
        yield from _reference(document, (*entry, "service"), words.services, "service")
        yield from _reference(document, (*entry, "team"), words.teams, "team")
        subject = next((what for what in ("service", "team") if what in document.mapping(entry)), None)
        known, what = (words.dimensions, "dimension") if subject == "team" else (words.statements, "statement")
        yield from _reference(document, (*entry, "statement"), known, what)
        statement, name = document.text((*entry, "statement")), document.text((*entry, subject or ""))
        if statement is None or subject is None or name is None:
            continue
        key, line = (subject, name, statement), document.place(entry).line
        if key in lines:
            remedy = f"keep one of them; the first is on line {lines[key]}"
            yield document.problem(entry, f"`{excerpt(statement)}` is settled twice", remedy)
        lines.setdefault(key, line)


def _answered_checks(document: Document, words: _Words) -> Iterator[Problem]:
    lines: dict[tuple[str, frozenset[str]], int] = {}
    for entry in document.entries(("answered_checks",)):
        yield from _reference(document, (*entry, "check"), words.checks, "check")
        places = document.entries((*entry, "services"))
        for here in places:
            yield from _reference(document, here, words.services, "service")
        check, line = document.text((*entry, "check")), document.place(entry).line
        if check is None or not places:
            continue
        key = check, frozenset(document.text(here) or "" for here in places)
        if key in lines:
            remedy = f"keep one of them; the first is on line {lines[key]}"
            yield document.problem(entry, f"`{excerpt(check)}` is answered twice for the same services", remedy)
        lines.setdefault(key, line)
