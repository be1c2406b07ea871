"""Whether the thresholds of a checklist are numbers that rules can work with.

In: the plain values of `checklist.yaml`. Out: problems. Must not know: what the rules do with them.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from advisor.checklist.document import Document
from advisor.checklist.errors import Problem
from advisor.checklist.model import Thresholds
from advisor.checklist.text import excerpt

# Shares go from 0 to 1; the lean and the gut check from −1 to 1, so that a band may be 2 wide.
_HIGHEST = {"band": 2, "gut": 2}
_EXACT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}|/[1-9][0-9]{0,8})?\Z")


def exact_threshold(text: str) -> Fraction | None:
    """The number behind "0.6" or "3/5"; None if it is neither.

    >>> exact_threshold("0.6") == exact_threshold("3/5"), exact_threshold("60 %")
    (True, None)
    """
    return Fraction(text) if _EXACT.match(text) else None


def threshold_problems(document: Document) -> Iterator[Problem]:
    """Problems of `thresholds`: no exact number, out of range, or the two of `sustain` the wrong way round."""
    for name in document.mapping(("thresholds",)):
        path = ("thresholds", name)
        text = document.text(path)
        if text is None or name == "firm_steps" or name not in Thresholds.model_fields:
            continue
        number, highest = exact_threshold(text), _HIGHEST.get(name, 1)
        if number is None:
            yield document.problem(path, f"`{excerpt(text)}` is not an exact number", 'write it like "0.6" or "3/5"')
        elif not 0 < number <= highest:
            remedy = f"write a number above 0 and up to {highest}"
            yield document.problem(path, f"the threshold `{name}` is {excerpt(text)}", remedy)
    low, high = (_in_force(document, name) for name in ("sustain_conditional", "sustain_yes"))
    if low is not None and high is not None and low > high:
        message = "`sustain_conditional` is above `sustain_yes`"
        yield document.problem(("thresholds",), message, "write them the other way round", key=True)


def _in_force(document: Document, name: str) -> Fraction | None:
    given = document.mapping(("thresholds",)).get(name, getattr(Thresholds(), name))
    return exact_threshold(given.strip()) if isinstance(given, str) else None
