"""An answers file written as YAML, in the shape people write by hand.

In: an `AnswersFile`. Out: text that `read_answers` reads back as an equal value. Must not know: where it goes.
"""

import re
from dataclasses import dataclass
from datetime import date

from advisor.checklist.answers import AnswersFile
from advisor.checklist.scalars import plain_number, read_plain

WIDEST_FLOW = 100
"""A small mapping or list goes on one line, `{a: 1, b: 2}`, if it takes at most so many characters."""

_ALWAYS_BLOCK = frozenset({"answers", "scorecard"})
_PLAIN = re.compile(r"[^\W\d_][\w ./()'+-]*(?<! )\Z")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

_Plain = str | int | float | date | dict[str, "_Plain"] | list["_Plain"]


def write_answers(answers: AnswersFile, *, escaped: bool = False) -> str:
    """YAML of the format `advisor-assessment/1`: short forms where they say it all, no key that has its default.

    Keys stand in the order of the format, answers in the order given; `escaped` leaves nothing beyond ASCII. Up to
    8 MB are read back; of more, the record's JSON is.

    >>> from advisor.checklist.answer import Answer
    >>> from advisor.checklist.answers import Team
    >>> from advisor.checklist.service import ServiceEntry
    >>> answers = AnswersFile(format="advisor-assessment/1", checklist="nodejs-express", teams=[Team(name="Platform")],
    ...     services=[ServiceEntry(name="infer", team="Platform", answers={"latency-first": Answer(level=3)})])
    >>> print(write_answers(answers).split("services:")[1])
    <BLANKLINE>
      - name: infer
        team: Platform
        answers:
          latency-first: 3
    <BLANKLINE>
    """
    content = answers.model_dump(exclude_defaults=True)
    ordered: dict[str, _Plain] = {
        "format": answers.format,
        "checklist": answers.checklist,
        "platform": answers.platform,
    }
    ordered |= {name: content[name] for name in AnswersFile.model_fields if name in content}
    return "\n".join(_Writer(escaped).block(_shortened(ordered), 0)) + "\n"


def _shortened(value: _Plain) -> _Plain:
    """`{level: 3}` is written `3`."""
    if isinstance(value, dict):
        if list(value) == ["level"]:
            return value["level"]
        return {key: _shortened(inner) for key, inner in value.items()}
    return [_shortened(inner) for inner in value] if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class _Writer:
    escaped: bool

    def block(self, value: _Plain, indent: int) -> list[str]:
        """The lines of a mapping or list that does not go on one line."""
        pad = " " * indent
        lines: list[str] = []
        if isinstance(value, list):
            for item in value:
                flow = self.flow(item)
                if flow is not None and not isinstance(item, dict):
                    lines.append(f"{pad}- {flow}")
                    continue
                if isinstance(item, str):
                    lines += _literal(f"{pad}-", item, pad)
                    continue
                first, *rest = self.block(item, indent + 2)
                lines += [f"{pad}- {first[indent + 2 :]}", *rest]
            return lines
        assert isinstance(value, dict)
        for key, inner in value.items():
            head = f"{pad}{self.text(key)}:"
            flow = self.flow(inner)
            if isinstance(inner, str) and flow is None:
                lines += _literal(head, inner, pad)
            elif flow is not None and (not inner or key not in _ALWAYS_BLOCK) and _short(inner, flow):
                lines.append(f"{head} {flow}")
            else:
                lines += [head, *self.block(inner, indent + 2)]
        return lines

    def flow(self, value: _Plain) -> str | None:
        """The value on one line, or None if it holds something that reads better on several."""
        if isinstance(value, dict):
            pairs = {self.text(key): self.flow(inner) for key, inner in value.items()}
            whole = None if None in pairs.values() else ", ".join(f"{key}: {inner}" for key, inner in pairs.items())
            return None if whole is None else f"{{{whole}}}"
        if isinstance(value, list):
            items = [None if isinstance(inner, dict) else self.flow(inner) for inner in value]
            return None if None in items else f"[{', '.join(item for item in items if item is not None)}]"
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int | float):
            return plain_number(value)
        return None if self.as_is(value) and _can_be_literal(value) else self.text(value)

    def text(self, text: str) -> str:
        """Text without quotes where every version of YAML reads it as text, else in double quotes."""
        if self.as_is(text) and _PLAIN.match(text) and read_plain(text).value == text and not read_plain(text).message:
            return text
        quoted = "".join(_ESCAPES.get(character, character) for character in text)
        return f'"{quoted if self.as_is(text) else _BEYOND_ASCII.sub(_escape, quoted)}"'

    def as_is(self, text: str) -> bool:
        return text.isascii() or not self.escaped


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _short(value: _Plain, flow: str) -> bool:
    return len(flow) <= WIDEST_FLOW or not value or not isinstance(value, dict | list)


def _can_be_literal(text: str) -> bool:
    """Whether a text of several lines survives as a block after `|`: no line that ends, and none first that begins,
    with a space, no tab, at most one line break at the end."""
    lines = text.removesuffix("\n").split("\n")
    return (
        "\n" in text
        and all(lines[at] for at in (0, -1))
        and not lines[0].startswith(" ")
        and not any(line.endswith(" ") for line in lines)
        and "\t" not in text
        and "\r" not in text
    )


def _literal(head: str, text: str, pad: str) -> list[str]:
    mark = "|" if text.endswith("\n") else "|-"
    return [f"{head} {mark}", *(f"{pad}  {line}" if line else "" for line in text.removesuffix("\n").split("\n"))]
