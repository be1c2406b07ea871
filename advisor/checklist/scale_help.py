"""What a statement's explanation says of the two ends of its scale, apart from the rest of it.

In: the `help` of a statement. Out: its parts. Must not know: pages.

Of a checklist that names no ends, all of it is the rest.
"""

import re
from dataclasses import dataclass

_END = re.compile(r"(?<![^ ])(True|Half true|Not true): (.+?[.!?])(?= |$)")


@dataclass(frozen=True, slots=True)
class ScaleHelp:
    """What "true" and "not true" mean of one statement, and whatever else is said of it."""

    true: str = ""
    not_true: str = ""
    more: str = ""


def scale_help(text: str) -> ScaleHelp:
    """The parts of an explanation; both ends are named, or it is left whole.

    >>> scale_help("Few means five. True: one route. Half true: six. Not true: more. It is our calibration.")
    ScaleHelp(true='one route.', not_true='more.', more='Few means five. Half true: six. It is our calibration.')
    >>> scale_help("Count all of it.")
    ScaleHelp(true='', not_true='', more='Count all of it.')
    """
    ends = {match[1]: match for match in _END.finditer(text)}
    if not {"True", "Not true"} <= ends.keys():
        return ScaleHelp(more=text)
    rest = text
    for name in ("True", "Not true"):
        rest = rest.replace(ends[name][0], "")
    return ScaleHelp(ends["True"][2], ends["Not true"][2], " ".join(rest.split()))
