"""Whether the decision in an answers file fits the rest of the file.

In: the plain values of a file, as read. Out: problems. Must not know: verdicts; whether a choice needs a reason is said
where they are known.
"""

from collections.abc import Iterator
from typing import get_args

from advisor.checklist.decision import DecisionStatus
from advisor.checklist.document import Document, Path
from advisor.checklist.errors import Problem
from advisor.checklist.suggestions import Known
from advisor.checklist.text import excerpt

DECISION: Path = ("decision",)


def decision_problems(document: Document, concerns: Known) -> Iterator[Problem]:
    """Everything in `decision` that another part of the file, or the checklist's concerns, contradicts."""
    services: dict[str, Path] = {}
    for entry in document.entries(("services",)):
        name = document.text((*entry, "name"))
        if name:
            services.setdefault(name, entry)
    yield from _choices(document, services)
    for people in ("deciders", "consulted", "informed"):
        yield from _twice(document, (*DECISION, people))
    yield from _tripwires(document, services)
    for entry in document.entries((*DECISION, "actions")):
        yield from _service(document, entry, Known(services))
    yield from _staffing(document, Known(services), concerns)
    yield from _complete(document, services)


def _service(document: Document, entry: Path, known: Known) -> Iterator[Problem]:
    """Problems of the service that a line names. Where the file has no service at all, that has been said already."""
    path = (*entry, "service")
    name = document.text(path)
    if name and known.names and name not in known:
        yield document.problem(path, f"there is no service `{excerpt(name)}`", known.remedy(name))


def _choices(document: Document, services: dict[str, Path]) -> Iterator[Problem]:
    known, lines = Known(services), dict[str, int]()
    for entry in document.entries((*DECISION, "choices")):
        yield from _service(document, entry, known)
        name, line = document.text((*entry, "service")), document.place(entry).line
        if name in lines:
            remedy = f"keep one choice; the first is on line {lines[name]}"
            yield document.problem((*entry, "service"), f"`{excerpt(name)}` has two choices", remedy)
        if name:
            lines.setdefault(name, line)


def _twice(document: Document, path: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in document.entries(path):
        name = document.text(entry)
        if name and " ".join(name.split()).casefold() in seen:
            yield document.problem(entry, f"`{excerpt(name)}` appears twice", "keep one of them")
        if name:
            seen.add(" ".join(name.split()).casefold())


def _staffing(document: Document, services: Known, concerns: Known) -> Iterator[Problem]:
    """Problems of who owns what: of something there is, each named once, a backup who is somebody else."""
    here: Path = (*DECISION, "staffing")
    yield from _twice(document, (*here, "maintainers"))
    for part, key, known in (("owners", "service", services), ("concerns", "concern", concerns)):
        lines = dict[str, int]()
        for entry in document.entries((*here, part)):
            name, path = document.text((*entry, key)), (*entry, key)
            if name and known.names and name not in known:
                yield document.problem(path, f"there is no {key} `{excerpt(name)}`", known.remedy(name))
            elif name in lines:
                remedy = f"keep one of them; the first is on line {lines[name]}"
                yield document.problem(path, f"`{excerpt(name)}` has two lists of owners", remedy)
            if name:
                lines.setdefault(name, document.place(entry).line)
            yield from _own_backup(document, entry)


def _own_backup(document: Document, entry: Path) -> Iterator[Problem]:
    owner, backup = (document.text((*entry, key)) for key in ("owner", "backup"))
    if owner and backup and same_name(owner, backup):
        message = f"`{excerpt(backup)}` is the owner and the backup"
        yield document.problem((*entry, "backup"), message, "name somebody else, or delete `backup`")


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one person: capitals and spaces do not tell them apart.

    >>> same_name("Ada  Lovelace", "ada lovelace")
    True
    """
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _tripwires(document: Document, services: dict[str, Path]) -> Iterator[Problem]:
    known, lines = Known(services), dict[tuple[str | None, ...], int]()
    for entry in document.entries((*DECISION, "tripwires")):
        yield from _service(document, entry, known)
        name, when = document.text((*entry, "service")), document.text((*entry, "when"))
        key = (name, when, document.text((*entry, "part")))
        if key in lines:
            remedy = f"keep one of them; the first is on line {lines[key]}"
            yield document.problem(entry, f"a second tripwire watches the {when} of `{excerpt(name or '')}`", remedy)
        if name and when:
            lines.setdefault(key, document.place(entry).line)
        if name in services:
            yield from _watched(document, entry, services[name], when)


def _watched(document: Document, entry: Path, service: Path, when: str | None) -> Iterator[Problem]:
    """Problems of a tripwire whose limit is kept with its service."""
    given, stated = document.mapping(entry), document.mapping(service)
    if when == "p99" and "above" not in given and "latency_budget_ms" not in stated:
        remedy = "add `above: …` in milliseconds, or give the service a `latency_budget_ms`"
        yield document.problem((*entry, "when"), "this p99 has no limit: the service has no latency budget", remedy)
    if when == "end-of-life":
        versions = document.mapping((*service, "versions"))
        part = document.text((*entry, "part"))
        if not versions:
            remedy = 'give the service its versions, such as `versions: {node: "24"}`'
            yield document.problem((*entry, "when"), "the service states no version that could reach its end", remedy)
        elif part and part not in versions:
            message = f"the service states no version of `{excerpt(part)}`"
            yield document.problem((*entry, "part"), message, Known(versions).remedy(part))


def _complete(document: Document, services: dict[str, Path]) -> Iterator[Problem]:
    """A decision with a status has people who decide, and says what is chosen for every service."""
    status = document.text((*DECISION, "status"))
    if status is None or status not in get_args(DecisionStatus):
        return
    here = (*DECISION, "status")
    if not document.entries((*DECISION, "deciders")):
        message = f"the decision is {excerpt(status)}, but nobody is named who decides"
        yield document.problem(here, message, "add `deciders: [name, …]`, or delete `status`")
    chosen = {document.text((*entry, "service")) for entry in document.entries((*DECISION, "choices"))}
    missing = [name for name in services if name not in chosen]
    if missing:
        message = f"the decision is {excerpt(status)}, but nothing is chosen for `{excerpt(missing[0])}`"
        message += f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield document.problem(here, message, "add a choice for each service to `choices`, or delete `status`")
