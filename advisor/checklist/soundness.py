"""Whether the files of a checklist fit together and give the rules what they need.

In: the plain values of the files, as read. Out: problems, at the place of each. It works on plain values, not on the
model, so that these problems come together with those of form. Must not know: how a verdict is made.
"""

from collections.abc import Iterator, Mapping

from advisor.checklist.check_soundness import check_problems
from advisor.checklist.document import Document, Path
from advisor.checklist.errors import Problem
from advisor.checklist.framework_soundness import framework_problems
from advisor.checklist.model import GATES
from advisor.checklist.roles import GROUP_OF_ROLE
from advisor.checklist.setting_soundness import settings_problems, used_once
from advisor.checklist.suggestions import Known
from advisor.checklist.text import excerpt
from advisor.checklist.thresholds import threshold_problems
from advisor.checklist.values import ISO_DATE
from advisor.checklist.versions import of_line

NEEDED_ROLES = ("purpose", "latency", "capability", "ownership")
"""Rule 0 asks for the first two, the vetoes for the others."""

_ABSENT = Document("")
"""Stands for a file that is not there: it has no problems of its own."""


def checklist_problems(slug: str, documents: Mapping[str, Document]) -> list[Problem]:
    """Everything in the files of a checklist that another part of them contradicts, or that rules would miss.

    `documents` may hold some of the files only; what needs an absent one is left out."""
    main = documents.get("checklist.yaml", _ABSENT)
    scorecard = documents.get("scorecard.yaml", _ABSENT)
    types = documents.get("service-types.yaml", _ABSENT)
    return [
        *_main_problems(slug, main),
        *check_problems(main, types),
        *_scorecard_problems(scorecard, main),
        *_ids_once(types, ("types",)),
        *_facts(documents.get("facts.yaml", _ABSENT)),
        *(
            p
            for part in ("areas", "concerns", "conventions", "remedies", "plan")
            for p in _ids_once(documents.get("hiring.yaml", _ABSENT), (part,))
        ),
        *_next_steps(documents.get("next-steps.yaml", _ABSENT), types),
        *settings_problems(documents.get("settings.yaml", _ABSENT)),
        *framework_problems(documents.get("frameworks.yaml", _ABSENT), documents.get("facts.yaml", _ABSENT)),
    ]


def _main_problems(slug: str, main: Document) -> Iterator[Problem]:
    named = main.text(("slug",))
    if slug and named is not None and named != slug:
        yield main.problem(
            ("slug",), f"the slug is `{excerpt(named)}`, the folder `{excerpt(slug)}`", "give both one name"
        )
    for part in ("statements", "sections", "contradictions", "guidance"):
        yield from _ids_once(main, (part,))
    yield from _roles(main)
    yield from _sections(main)
    yield from _gates(main)
    yield from _contradictions(main)
    yield from threshold_problems(main)
    yield from _alternatives(main)
    yield from _level_names(main)


def _ids_once(document: Document, path: Path) -> Iterator[Problem]:
    yield from _once(document, path, "id", "id")


def _once(document: Document, path: Path, key: str, what: str) -> Iterator[Problem]:
    """The value of a key is another in each entry of a list."""
    yield from used_once(document, document.entries(path), key, what)


def _used(document: Document, path: Path, key: str) -> Known:
    values = [document.text((*entry, key)) for entry in document.entries(path)]
    return Known(value for value in values if value is not None)


def _roles(main: Document) -> Iterator[Problem]:
    """Each role once, in its own group; those that rules ask for are there; the two alternatives can gain support."""
    yield from _once(main, ("statements",), "role", "role")
    for entry in main.entries(("statements",)):
        role, group = main.text((*entry, "role")), main.text((*entry, "group"))
        if role in GROUP_OF_ROLE and group in GROUP_OF_ROLE.values() and GROUP_OF_ROLE[role] != group:
            message = f"the role `{role}` belongs to the group `{GROUP_OF_ROLE[role]}`, not `{group}`"
            yield main.problem((*entry, "group"), message, f"write `{GROUP_OF_ROLE[role]}`, or another role")
        if group == "gut" and role is None:
            yield main.problem(entry, "a statement of the gut check has a role", "write `reinvent` or `wrap`")
    if not main.entries(("statements",)):
        return
    roles, groups = _used(main, ("statements",), "role"), _used(main, ("statements",), "group")
    for group in ("raw", "framework"):
        if group not in groups:
            message = f"no statement is of the group `{group}`"
            yield main.problem(("statements",), message, "add at least one", key=True)
    needed = [
        *NEEDED_ROLES,
        *(["boundary"] if "split" in groups else []),
        *(["reinvent", "wrap"] if "gut" in groups else []),
    ]
    for role in needed:
        if role not in roles:
            message = f"no statement has the role `{role}`, which rules ask for"
            yield main.problem(("statements",), message, "add a statement with this role", key=True)


def _sections(main: Document) -> Iterator[Problem]:
    """The sections together hold every statement exactly once."""
    ids = _used(main, ("statements",), "id")
    if not ids.names or not main.entries(("sections",)):
        return
    lines: dict[str, int] = {}
    for section in main.entries(("sections",)):
        for here in main.entries((*section, "statements")):
            statement = main.text(here)
            if statement is None:
                continue
            if statement not in ids:
                yield main.problem(here, f"there is no statement `{excerpt(statement)}`", ids.remedy(statement))
            elif statement in lines:
                remedy = f"keep one of them; the first is on line {lines[statement]}"
                yield main.problem(here, f"`{statement}` is in two places of the sections", remedy)
            lines.setdefault(statement, main.place(here).line)
    for entry in main.entries(("statements",)):
        statement = main.text((*entry, "id"))
        if statement is not None and statement not in lines:
            message = f"`{excerpt(statement)}` is in no section, so that nobody is asked"
            yield main.problem((*entry, "id"), message, "add it to the `statements` of one section")


def _gates(main: Document) -> Iterator[Problem]:
    yield from _ids_once(main, ("gates",))
    if isinstance(main.at(("gates",)), list):
        worded = _used(main, ("gates",), "id")
        for gate in GATES:
            if gate not in worded:
                yield main.problem(
                    ("gates",), f"the gate `{gate}` has no words", f"add an entry with `id: {gate}`", key=True
                )


def _contradictions(main: Document) -> Iterator[Problem]:
    roles = _used(main, ("statements",), "role")
    for entry in main.entries(("contradictions",)):
        places = main.entries((*entry, "roles"))
        named = [main.text(here) for here in places]
        if len(named) == 2 and named[0] == named[1] and named[0] is not None:
            yield main.problem(places[1], f"`{excerpt(named[0])}` cannot contradict itself", "name another role")
        for here in [*places, (*entry, "only_if_low")]:
            role = main.text(here)
            if role in GROUP_OF_ROLE and roles.names and role not in roles:
                yield main.problem(here, f"no statement has the role `{role}`", roles.remedy(role))


def _alternatives(main: Document) -> Iterator[Problem]:
    given = main.mapping(("alternatives",))
    for name in ("raw", "framework"):
        if given and name not in given:
            message = f"the alternative `{name}` is missing"
            yield main.problem(("alternatives",), message, f"add `{name}:` beside the other", key=True)


def _level_names(main: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for here in main.entries(("level_names",)):
        name = main.text(here)
        if name is not None and name.casefold() in seen:
            yield main.problem(here, f"two levels are called `{excerpt(name)}`", "give each its own name")
        seen.add((name or "").casefold())


def _scorecard_problems(scorecard: Document, main: Document) -> Iterator[Problem]:
    yield from _ids_once(scorecard, ("dimensions",))
    yield from _once(scorecard, ("dimensions",), "role", "role")
    statements = _used(main, ("statements",), "id")
    for entry in scorecard.entries(("dimensions",)):
        name = scorecard.text((*entry, "id"))
        if name is not None and name in statements:
            message = f"a statement is called `{excerpt(name)}` too"
            yield scorecard.problem((*entry, "id"), message, "give the dimension another id: weights name both by id")
    if scorecard.entries(("dimensions",)) and "ownership" not in _used(scorecard, ("dimensions",), "role"):
        message = "no dimension has the role `ownership`, which the ownership gate asks for"
        yield scorecard.problem(("dimensions",), message, "add a dimension with this role", key=True)


def _facts(facts: Document) -> Iterator[Problem]:
    yield from _ids_once(facts, ("facts",))
    for entry in facts.entries(("facts",)):
        yield from _patched(facts, entry)
        as_of, checked, review = (_day(facts, (*entry, key)) for key in ("as_of", "checked_on", "review_after"))
        if as_of and checked and as_of > checked:
            message = f"checked on {checked}, before it was so ({as_of})"
            yield facts.problem((*entry, "checked_on"), message, "write the later date here")
        if checked and review and checked > review:
            message = f"to be reviewed after {review}, but checked on {checked}"
            yield facts.problem((*entry, "review_after"), message, "write a date after it was checked")


def _patched(facts: Document, entry: Path) -> Iterator[Problem]:
    """A first version with a fix is one of the single line that the fact is about."""
    patched, here = facts.text((*entry, "patched")), (*entry, "patched")
    if patched is None:
        return
    about = facts.mapping((*entry, "versions"))
    lines = [facts.text(place) or "" for part in about for place in facts.entries((*entry, "versions", part))]
    if len(lines) != 1:
        yield facts.problem(here, "`patched` needs one line of versions", "name one line under `versions`", key=True)
    elif not of_line(lines[0], patched):
        message = f"{excerpt(patched)} is not a version of the line {excerpt(lines[0])}"
        yield facts.problem(here, message, "write a version of that line")


def _day(document: Document, path: Path) -> str | None:
    """A date as text, which orders as dates do; None for other text, which the model refuses."""
    text = document.text(path)
    return text if text and ISO_DATE.match(text) else None


def _next_steps(steps: Document, types: Document) -> Iterator[Problem]:
    yield from _ids_once(steps, ("steps",))
    yield from _ids_once(steps, ("components",))
    kinds = _used(types, ("types",), "id")
    for entry in steps.entries(("components",)):
        for here in steps.entries((*entry, "kinds")):
            kind = steps.text(here)
            if kind is not None and kinds.names and kind not in kinds:
                yield steps.problem(here, f"there is no service type `{excerpt(kind)}`", kinds.remedy(kind))
