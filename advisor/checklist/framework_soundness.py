"""Whether the frameworks of a checklist fit together.

In: the plain values of `frameworks.yaml` and `facts.yaml`, as read. Out: problems, at the place of each. Must not know:
how a leader is found.
"""

from collections.abc import Iterator

from advisor.checklist.document import Document, Path
from advisor.checklist.errors import Problem
from advisor.checklist.setting_soundness import used_once
from advisor.checklist.suggestions import Known
from advisor.checklist.text import excerpt
from advisor.checklist.thresholds import exact_threshold


def framework_problems(frameworks: Document, facts: Document) -> Iterator[Problem]:
    """An id twice, a fit that is missing or for no want, a fact that there is not, a margin that is no number."""
    yield from _margin(frameworks)
    yield from used_once(frameworks, frameworks.entries(("wants",)), "id", "want")
    yield from used_once(frameworks, frameworks.entries(("candidates",)), "id", "candidate")
    wants = Known(_text(frameworks, (*entry, "id")) for entry in frameworks.entries(("wants",)))
    known = Known(_text(facts, (*entry, "id")) for entry in facts.entries(("facts",)))
    for entry in frameworks.entries(("candidates",)):
        yield from _fits(frameworks, (*entry, "fits"), wants)
        for place in frameworks.entries((*entry, "facts")):
            name = frameworks.text(place)
            if name is not None and known.names and name not in known:
                yield frameworks.problem(place, f"there is no fact `{excerpt(name)}`", known.remedy(name))


def _margin(frameworks: Document) -> Iterator[Problem]:
    text = frameworks.text(("clear",))
    if text is None:
        return
    number = exact_threshold(text)
    if number is None:
        message = f"`{excerpt(text)}` is not an exact number"
        yield frameworks.problem(("clear",), message, 'write it like "0.1" or "1/10"')
    elif not 0 < number <= 1:
        message = f"a lead of {excerpt(text)} is not possible"
        yield frameworks.problem(("clear",), message, "write a number above 0 and up to 1")


def _text(document: Document, path: Path) -> str:
    return document.text(path) or ""


def _fits(document: Document, path: Path, wants: Known) -> Iterator[Problem]:
    fits = document.mapping(path)
    for name in fits:
        if name not in wants:
            message = f"there is no want `{excerpt(name)}`"
            yield document.problem((*path, name), message, wants.remedy(name), key=True)
    missing = [want for want in wants.names if want not in fits]
    if missing and document.at(path) is not None:
        listed = ", ".join(f"`{want}`" for want in missing)
        yield document.problem(path, f"there is no fit for {listed}", "add one for each want", key=True)
