"""Whether the settings of a checklist fit together.

In: the plain values of `settings.yaml`, as read. Out: problems, at the place of each. Must not know: verdicts.
"""

from collections.abc import Iterator

from advisor.checklist.document import Document, Path
from advisor.checklist.errors import Problem
from advisor.checklist.text import excerpt


def settings_problems(settings: Document) -> Iterator[Problem]:
    """A setting or an option twice; an outside option without what to do instead, and the other way round."""
    yield from used_once(settings, settings.entries(("settings",)), "id", "setting")
    for entry in settings.entries(("settings",)):
        options = settings.entries((*entry, "options"))
        yield from used_once(settings, options, "id", "option")
        for option in options:
            given = settings.mapping(option)
            if given.get("outside") is True and "instead" not in given:
                message = "the option is outside the question and says nothing to do instead"
                yield settings.problem(option, message, "add `instead: …`")
            if "instead" in given and given.get("outside") is not True:
                message = "`instead` belongs to an option that is outside the question"
                yield settings.problem((*option, "instead"), message, "add `outside: true`, or delete it", key=True)


def used_once(document: Document, entries: list[Path], key: str, what: str) -> Iterator[Problem]:
    """The value of a key is another in each of these entries."""
    lines: dict[str, int] = {}
    for entry in entries:
        name, here = document.text((*entry, key)), (*entry, key)
        if name is None:
            continue
        line = document.place(here).line
        if name in lines:
            remedy = f"give each its own; the first is on line {lines[name]}"
            yield document.problem(here, f"the {what} `{excerpt(name)}` is used twice", remedy)
        lines.setdefault(name, line)
