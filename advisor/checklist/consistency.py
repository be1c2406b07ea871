"""Whether an answers file fits its checklist and itself.

In: the plain values of a file, as read, and the checklist they name. Out: problems. It works on plain values, not on
the model, so that these problems come together with those of form. Must not know: verdicts.
"""

from collections.abc import Iterable, Iterator, Mapping

from advisor.checklist.document import Document, Path
from advisor.checklist.errors import Problem
from advisor.checklist.model import GATING_ROLES, Checklist
from advisor.checklist.text import shown
from advisor.checklist.wording import suggestion


def answers_problems(document: Document, checklist: Checklist) -> list[Problem]:
    """Everything in a file that its checklist, or another part of the file, contradicts."""
    ids = _Ids(checklist)
    services, teams = _names(document, ("services",)), _names(document, ("teams",))
    return [
        *_weights(document, ids),
        *_repeated(document, ("teams",), "team"),
        *_repeated(document, ("services",), "service"),
        *_repeated(document, ("respondents",), "respondent"),
        *_team_answers(document, ids),
        *_services(document, checklist, ids, teams),
        *_respondents(document, ids, services, teams),
        *_settled(document, ids, services, teams),
        *_tripwires(document, services),
    ]


class _Ids:
    """The ids of a checklist, each with whether it always applies."""

    def __init__(self, checklist: Checklist) -> None:
        self.statements = {s.id: s.role in GATING_ROLES for s in checklist.statements}
        self.dimensions = {d.id: d.role == "ownership" for d in checklist.scorecard.dimensions}


def _names(document: Document, path: Path) -> list[str]:
    names = [document.text((*entry, "name")) for entry in document.entries(path)]
    return [name for name in names if name is not None]


def folded(name: str) -> str:
    """A name as far as it tells two things apart: capitals and spaces do not.

    >>> folded(" Edge  API ") == folded("edge api")
    True
    """
    return " ".join(name.split()).casefold()


def _repeated(document: Document, path: Path, what: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for entry in document.entries(path):
        name_path = (*entry, "name")
        name = document.text(name_path)
        if name is None:
            continue
        line = document.place(name_path).line
        if folded(name) in seen:
            remedy = f"give it a name of its own; the first is in line {seen[folded(name)]}"
            yield document.problem(name_path, f"a second {what} is called `{shown(name)}`", remedy)
        seen.setdefault(folded(name), line)


def _weights(document: Document, ids: _Ids) -> Iterator[Problem]:
    known = ids.statements | ids.dimensions
    for name in document.mapping(("weights",)):
        if name not in known:
            message = f"there is no statement or dimension `{shown(name)}`"
            yield document.problem(("weights", name), message, suggestion(name, known), key=True)


def _answers(
    document: Document, path: Path, known: Mapping[str, bool], what: str, other: Iterable[str]
) -> Iterator[Problem]:
    """Problems of one set of answers, to statements or to dimensions."""
    for name, value in document.mapping(path).items():
        here = (*path, name)
        if name not in known and name in other:
            elsewhere = "a team's scorecard" if what == "statement" else "the answers of a service"
            yield document.problem(here, f"`{name}` belongs to {elsewhere}", "move it there", key=True)
        elif name not in known:
            yield document.problem(here, f"there is no {what} `{shown(name)}`", suggestion(name, known), key=True)
        elif known[name] and isinstance(value, dict) and "na" in value:
            message = f"`{name}` always applies, since rules rest on it"
            yield document.problem((*here, "na"), message, "write a level or unsure", key=True)


def _team_answers(document: Document, ids: _Ids) -> Iterator[Problem]:
    for entry in document.entries(("teams",)):
        path = (*entry, "scorecard")
        yield from _answers(document, path, ids.dimensions, "dimension", ids.statements)
        yield from _beside_respondents(document, path)


def _services(document: Document, checklist: Checklist, ids: _Ids, teams: list[str]) -> Iterator[Problem]:
    kinds = [kind.id for kind in checklist.service_types]
    for entry in document.entries(("services",)):
        yield from _reference(document, (*entry, "team"), teams, "team")
        yield from _reference(document, (*entry, "kind"), kinds, "kind of service")
        path = (*entry, "answers")
        yield from _answers(document, path, ids.statements, "statement", ids.dimensions)
        yield from _beside_respondents(document, path)


def _beside_respondents(document: Document, path: Path) -> Iterator[Problem]:
    if document.mapping(path) and document.entries(("respondents",)):
        message = f"`{path[-1]}` stands here although the file lists respondents"
        yield document.problem(path, message, "move it to the respondent who gave it", key=True)


def _reference(document: Document, path: Path, known: list[str], what: str) -> Iterator[Problem]:
    name = document.text(path)
    if name is not None and name not in known:
        yield document.problem(path, f"there is no {what} `{shown(name)}`", suggestion(name, known))


def _respondents(document: Document, ids: _Ids, services: list[str], teams: list[str]) -> Iterator[Problem]:
    for entry in document.entries(("respondents",)):
        for part, names, what in (("services", services, "service"), ("teams", teams, "team")):
            seen: set[str] = set()
            for name in document.mapping((*entry, part)):
                path = (*entry, part, name)
                if name.strip() not in names:
                    message = f"there is no {what} `{shown(name)}`"
                    yield document.problem(path, message, suggestion(name, names), key=True)
                elif name.strip() in seen:
                    yield document.problem(path, f"`{shown(name)}` stands here twice", "keep one of them", key=True)
                seen.add(name.strip())
                if part == "services":
                    yield from _answers(document, path, ids.statements, "statement", ids.dimensions)
                else:
                    yield from _answers(document, path, ids.dimensions, "dimension", ids.statements)


def _settled(document: Document, ids: _Ids, services: list[str], teams: list[str]) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], int] = {}
    for entry in document.entries(("settled",)):
        yield from _reference(document, (*entry, "service"), services, "service")
        yield from _reference(document, (*entry, "team"), teams, "team")
        statement = document.text((*entry, "statement"))
        subject = next((what for what in ("service", "team") if what in document.mapping(entry)), None)
        if statement is None or subject is None:
            continue
        known, what = (ids.statements, "statement") if subject == "service" else (ids.dimensions, "dimension")
        yield from _reference(document, (*entry, "statement"), list(known), what)
        key = (subject, document.text((*entry, subject)) or "", statement)
        line = document.place(entry).line
        if key in seen:
            message = f"`{shown(statement)}` is settled twice"
            yield document.problem(entry, message, f"keep one of them; the first is in line {seen[key]}")
        seen.setdefault(key, line)


def _tripwires(document: Document, services: list[str]) -> Iterator[Problem]:
    for entry in document.entries(("decision", "tripwires")):
        yield from _reference(document, (*entry, "service"), services, "service")
