"""What people typed, cut to what a printed page has room for: one long note costs as much as any other.

In: a `DecisionRecord`. Out: the same record with long texts cut, and how many were. What is cut says so; the files
inside the PDF are made from the whole record. Every text and name is found by walking the answers file, so that a new
field is cut like the others. Must not know: HTML, processes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from itertools import accumulate
from typing import Any, TypeVar, cast, get_args, get_type_hints

from pydantic import BaseModel

from advisor.checklist.values import Line
from advisor.publish.printable import printable
from advisor.record.build.record import build_record
from advisor.record.model.record import DecisionRecord
from advisor.record.sanitize import tidy

TEXT_LIMITS = (3_000, 2_000, 1_000, 500, 250, 120, 60)
"""How many printed characters of one text there is room for: the first that leaves the record within `ROOM`."""
NAME_LIMITS = (200, 120, 60)
ROOM = 100_000
"""Printed characters of everything that people typed: a third of the processor time that a document may take."""
LINE = 40
"""A line break takes as much room as so many characters."""
TIMES_PRINTED = 10
"""A name stands in so many places; a text in one or two."""

Path = tuple[str, ...]
T = TypeVar("T")
_LAST_WORD = re.compile(r"\s\S*\Z")
_HALF_A_CODE = re.compile(r"\[(?:U(?:\+[0-9A-F]*)?)?\Z")


@dataclass(frozen=True, slots=True)
class Typed:
    """One text that somebody typed: where it stands in the answers file, and whether it is a name."""

    path: Path
    text: str
    name: bool

    @property
    def place(self) -> str:
        """Where it stands, in words.

        >>> Typed(("services", "Relay", "answers", "latency-first", "note"), "", False).place
        'note (services, Relay, answers, latency-first)'
        >>> Typed(("decision", "consequences", "good", "2"), "", False).place
        'good 2 (decision, consequences)'
        """
        at = -2 if self.path[-1].isdigit() and len(self.path) > 1 else -1
        return f"{' '.join(self.path[at:]).replace('_', ' ')} ({', '.join(self.path[:at])})"


@dataclass(frozen=True, slots=True)
class Shortened:
    """A record as it is printed, and how many texts and names are cut in it."""

    record: DecisionRecord
    cuts: int


def shortened(record: DecisionRecord) -> Shortened:
    """The record as it is printed; itself where everything has room."""
    texts = typed(record)
    cuts = _cuts(texts)
    replacements = _coded(texts, cuts) | cuts
    if not replacements:
        return Shortened(record, 0)

    def cut(text: str) -> str:
        return replacements.get(text, text)

    printed = build_record(
        record.checklist,
        with_texts(record.answers, cut),
        with_texts(record.recommendation, cut),
        as_of=record.as_of,
        reference=record.given_reference,
        status=record.status,
        link=record.link,
        positions=with_texts(record.positions, cut),
        sequence=record.sequence,
        supersedes=record.supersedes,
    )
    vars(printed)["json"] = record.json  # reference and digest are those of the whole record, which travels inside
    return Shortened(printed, len(cuts))


def typed(record: DecisionRecord) -> list[Typed]:
    """Every text of a record that somebody typed, in the order of the answers file."""
    return [*_walk(record.answers, (), name=False), *_walk(list(record.positions), ("said",), name=False)]


def width(text: str) -> int:
    """How many printed characters a text has room for, line breaks counted: what the font lacks is printed as a code.

    >>> width("two\\nlines"), width("\\u4e2d")
    (49, 8)
    """
    printed = _visible(text)
    return len(printed) + printed.count("\n") * LINE


def _visible(text: str) -> str:
    return text if text.isascii() and text.isprintable() else printable(tidy(text)).text


def _cuts(texts: list[Typed]) -> dict[str, str]:
    """What is printed instead of each text that has no room."""
    names = {one.text: width(one.text) for one in texts if one.name}
    others = [(one.text, width(one.text)) for one in texts if one.text not in names]
    most_of_a_name = _limit(NAME_LIMITS, [size * TIMES_PRINTED for size in names.values()], TIMES_PRINTED)
    most = _limit(TEXT_LIMITS, [size for _, size in others])
    cuts = {text: _head(text, most) + _with_count(text, most) for text, size in others if size > most}
    short: set[str] = {name for name, size in names.items() if size <= most_of_a_name}
    for name, size in names.items():
        if size > most_of_a_name:
            cuts[name] = _unlike(_head(name, most_of_a_name), short)
            short.add(cuts[name])
    return cuts


def _coded(texts: list[Typed], cuts: dict[str, str]) -> dict[str, str]:
    """Names with characters that are printed as codes: charts and headers measure what is printed."""
    taken = set(cuts.values()) | {one.text for one in texts if one.name}
    codes: dict[str, str] = {}
    for name in dict.fromkeys(one.text for one in texts if one.name and one.text not in cuts):
        if printable(tidy(name)).codes:
            codes[name] = _unlike(_visible(name), taken)
            taken.add(codes[name])
    return codes


def _limit(limits: tuple[int, ...], sizes: list[int], times: int = 1) -> int:
    """The highest limit that leaves room for all, else the lowest."""
    return next((most for most in limits if sum(min(size, most * times) for size in sizes) <= ROOM), limits[-1])


def _head(text: str, most: int) -> str:
    """The beginning of a text, as printed, up to the end of a word where one ends nearby."""
    visible = _visible(text)
    sizes = accumulate(1 + LINE if character == "\n" else 1 for character in visible)
    head = "".join(character for character, size in zip(visible, sizes, strict=True) if size <= most)
    words = _LAST_WORD.sub("", head) if visible[len(head) : len(head) + 1].strip() else head
    return (words if len(words) > len(head) - LINE else _HALF_A_CODE.sub("", head)).rstrip() + " …"


def _with_count(text: str, most: int) -> str:
    """Where the rest is; where there is no room for that, too, the appendix says it for all."""
    return f" [shortened from {len(text):,} characters: the whole text is in record.json]" if most > 120 else ""


def _unlike(name: str, taken: set[str]) -> str:
    """A cut name that no other one is like, for names are what services, teams and people are known by."""
    number, unlike = 1, name
    while unlike in taken:
        number += 1
        unlike = f"{name} ({number})"
    return unlike


def _walk(value: object, path: Path, *, name: bool) -> Iterator[Typed]:
    if isinstance(value, str):
        yield Typed(path, value, name)
    elif isinstance(value, BaseModel):
        hints = _names(type(value))
        for key in type(value).model_fields:
            yield from _walk(getattr(value, key), (*path, key), name=hints[key])
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*path, str(key)), name=False)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value, start=1):
            yield from _walk(inner, (*path, _called(inner) or str(number)), name=name)


def _called(value: object) -> str:
    """What one of several is called: a service, a person, the service it is about, or who said it."""
    if isinstance(value, dict):
        return str(value.get("who", ""))
    return str(getattr(value, "name", None) or getattr(value, "service", None) or "")


@cache
def _names(model: type[BaseModel]) -> dict[str, bool]:
    """Which fields of a model hold names."""
    hints = get_type_hints(model, include_extras=True)
    return {key: _holds_names(hints[key]) for key in model.model_fields}


def _holds_names(hint: object) -> bool:
    given, marks = get_args(hint), get_args(Line)[1:]
    if given[1 : 1 + len(marks)] == marks:  # a field may declare more of itself behind them
        return True
    return any(_holds_names(inner) for inner in given if get_args(inner))


def with_texts(value: T, cut: Callable[[str], str]) -> T:
    """The same value with every text in it, also in keys, as `cut` gives it."""
    made: Any = value
    if isinstance(value, str):
        made = cut(value)
    elif isinstance(value, BaseModel):
        made = value.model_copy(update={key: with_texts(getattr(value, key), cut) for key in type(value).model_fields})
    elif is_dataclass(value) and not isinstance(value, type):
        made = replace(value, **{one.name: with_texts(getattr(value, one.name), cut) for one in fields(value)})
    elif isinstance(value, dict):
        made = {with_texts(key, cut): with_texts(inner, cut) for key, inner in value.items()}
    elif type(value) in (tuple, list, frozenset):
        made = type(value)(with_texts(inner, cut) for inner in value)  # type: ignore[attr-defined, call-arg]
    return cast(T, made)
