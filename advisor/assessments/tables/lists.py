"""Lines of a list without what only marks them: bullets, boxes to tick, numbers and letters that count.

In: lines of text. Out: the same lines, some without their beginning. Must not know: tables.
"""

import re
from collections.abc import Callable, Sequence
from string import ascii_lowercase

_BULLET = re.compile(r"\A\s*(?:[-*+\u2022\u2023\u2219\u25aa\u25cb\u25cf\u25e6\u25a0\u25a1\u00b7\u2013\u2014]\s+)(?=\S)")
_CHECKBOX = re.compile(r"\A\s*(?:\[[ xX\u2713]?\]|[\u2610\u2611\u2612\u2713\u2714])\s+(?=\S)")
_HASH = re.compile(r"\A\s*#{1,6}\s+(?=\S)")
_COUNTED = re.compile(
    r"\A\s*(?:\((?P<inner>\d{1,3}|[A-Za-z]|[ivxIVX]{2,4})\)|(?P<outer>\d{1,3}|[A-Za-z]|[ivxIVX]{2,4})(?:[.)]{1,2}|:|\s+[-\u2013]))\s+(?=\S)"
)
_ROMAN = tuple("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split())  # noqa: SIM905


def unmarked(lines: Sequence[str]) -> list[str]:
    """The lines without bullets and boxes, and without numbers or letters where these count up from the first one.

    >>> unmarked(["- Orders", "* [x] Billing", "-2"])
    ['Orders', 'Billing', '-2']
    >>> unmarked(["1) Orders", "2) Billing"]), unmarked(["(a) Orders", "(b) Billing"])
    (['Orders', 'Billing'], ['Orders', 'Billing'])
    >>> unmarked(["3. Liga", "1. Liga"]), unmarked(["C) only"])
    (['3. Liga', '1. Liga'], ['C) only'])
    """
    plain = [_CHECKBOX.sub("", _BULLET.sub("", line, count=1), count=1) for line in lines]
    filled = [line for line in plain if line.strip()]
    if len(filled) > 1 and all(_HASH.match(line) for line in filled):
        plain = [_HASH.sub("", line, count=1) for line in plain]
    marks = [(match["inner"] or match["outer"]) if (match := _COUNTED.match(line)) else "" for line in plain]
    if _counts([mark for mark in marks if mark]):
        plain = [_COUNTED.sub("", line, count=1) if mark else line for line, mark in zip(plain, marks, strict=True)]
    return [_CHECKBOX.sub("", line, count=1) for line in plain]


def _counts(marks: Sequence[str]) -> bool:
    """Whether they run 1, 2 or a, b or i, ii; Markdown may also say 1 each time. A letter alone is none."""
    steps = range(len(marks))
    if marks and all(mark.isdigit() for mark in marks):
        numbers = [int(mark) for mark in marks]
        return numbers[0] in (0, 1) and (numbers == [numbers[0] + step for step in steps] or set(numbers) == {1})
    small = [mark.lower() for mark in marks]
    return len(small) > 1 and (small == list(ascii_lowercase[: len(small)]) or tuple(small) == _ROMAN[: len(small)])


def outside_quotes(text: str, change: Callable[[list[str]], list[str]]) -> str:
    """The text with its lines changed, but for those that go on inside a quoted cell.

    >>> outside_quotes('- a,"x\\n- y"\\n- b', unmarked)
    'a,"x\\n- y"\\nb'
    """
    lines, inside, free = text.split("\n"), False, []
    for line in lines:
        free.append(not inside)
        inside = _open_after(line, inside)
    changed = iter(change([line for line, one in zip(lines, free, strict=True) if one]))
    return "\n".join(next(changed) if one else line for line, one in zip(lines, free, strict=True))


def _open_after(line: str, inside: bool) -> bool:
    """Whether a quoted cell goes on below the line. A quotation mark opens one only where a cell begins."""
    begins, closed = True, False
    for character in line:
        if character == '"':
            inside, closed, begins = not inside and (begins or closed), inside, False
            continue
        begins = not inside and (character in ",;\t|" or (begins and not character.isalnum()))
        closed = False
    return inside
