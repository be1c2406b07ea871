"""Whether the checks of a checklist have what they compare with.

In: the plain values of `checklist.yaml` and `service-types.yaml`. Out: problems, at the place of each. Must not know:
how a check is made.
"""

from collections.abc import Iterator
from typing import get_args

from advisor.checklist.check_models import CHECK_PARAMETERS, CheckName
from advisor.checklist.document import Document, Path
from advisor.checklist.errors import Problem
from advisor.checklist.suggestions import Known
from advisor.checklist.text import excerpt
from advisor.checklist.thresholds import exact_threshold

_PARAMETERS = tuple(dict.fromkeys(name for names in CHECK_PARAMETERS.values() for name in names))
_CHECKS = frozenset(get_args(CheckName))
_HIGHEST = {"one-choice-everywhere": 2}
"""The lean goes from −1 to 1, so that leans may lie 2 apart; everything else is a share."""


def check_problems(main: Document, types: Document) -> Iterator[Problem]:
    """A check twice, or under the id of a contradiction; a figure that it lacks, that is not its own, or is none."""
    lines: dict[str, int] = {}
    for part in ("contradictions", "checks"):
        for entry in main.entries((part,)):
            name, here = main.text((*entry, "id")), (*entry, "id")
            if name is None:
                continue
            if part == "checks" and name in lines:
                remedy = f"give each its own; the first is on line {lines[name]}"
                yield main.problem(here, f"the id `{excerpt(name)}` is used twice", remedy)
            lines.setdefault(name, main.place(here).line)
    kinds = Known(kind for entry in types.entries(("types",)) if (kind := types.text((*entry, "id"))))
    for entry in main.entries(("checks",)):
        yield from _figures(main, entry)
        yield from _kinds(main, entry, kinds)


def _figures(main: Document, entry: Path) -> Iterator[Problem]:
    name, given = main.text((*entry, "id")), main.mapping(entry)
    wanted = CHECK_PARAMETERS.get(name or "", ())
    for parameter in _PARAMETERS:
        if parameter in wanted and parameter not in given:
            yield main.problem(entry, f"the check `{name}` needs `{parameter}`", f"add `{parameter}: …`")
        # an empty one, as in a checklist written out in full, says nothing and does no harm
        if given.get(parameter) and parameter not in wanted and name in _CHECKS:
            message = f"`{parameter}` has no effect on the check `{name}`"
            yield main.problem((*entry, parameter), message, "delete it", key=True)
    text = main.text((*entry, "share"))
    if text is None or "share" not in wanted:
        return
    number, highest = exact_threshold(text), _HIGHEST.get(name or "", 1)
    if number is None:
        message, remedy = f"`{excerpt(text)}` is not an exact number", 'write it like "0.8" or "1/2"'
        yield main.problem((*entry, "share"), message, remedy)
    elif not 0 < number <= highest:
        message = f"the share of `{name}` is {excerpt(text)}"
        yield main.problem((*entry, "share"), message, f"write a number above 0 and up to {highest}")


def _kinds(main: Document, entry: Path, kinds: Known) -> Iterator[Problem]:
    for here in main.entries((*entry, "kinds")):
        kind = main.text(here)
        if kind is not None and kinds.names and kind not in kinds:
            yield main.problem(here, f"there is no service type `{excerpt(kind)}`", kinds.remedy(kind))
