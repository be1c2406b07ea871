"""Reading a YAML file strictly, by rules that leave nothing to the reader's version of YAML.

In: bytes or text, and the name to call the file by. Out: a `Document`, with every problem found on the way; it never
raises for what a file contains. Must not know: what the values are for.

Only the events of a parser are used, nothing else of YAML's machinery: no tags, anchors, merge keys or constructors,
hence no bombs.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yaml import events as yaml_events

from advisor.checklist.document import Document, Path, Place, Values
from advisor.checklist.errors import Problem
from advisor.checklist.scalars import read_plain
from advisor.checklist.text import UNWANTED, excerpt, one_form, pairs_joined, unwanted_character
from advisor.checklist.yaml_events import SMALL, ReadLimits, StopReadingError, decoded, events, position

MOST_DEPTH = 20

PLAIN_KEYS = frozenset({"on"})
"""Keys of our own formats that YAML 1.1 reads as a truth value; as keys they can only be meant as text."""


def read_document(data: bytes | str, file: str, limits: ReadLimits = SMALL) -> Document:
    """The values of a YAML file and where they stand; problems are in the document, never raised.

    >>> document = read_document("services:\\n- name: infer\\n", "answers.yaml")
    >>> document.value, document.place(("services", 0, "name"))
    ({'services': [{'name': 'infer'}]}, Place(line=2, column=9))
    >>> [str(p) for p in read_document("a: &x 1\\nb: *x\\n", "answers.yaml").problems][1]
    'answers.yaml:2:4: `*x` is an alias: write the value itself'
    """
    builder = _Builder(file, limits)
    try:
        builder.read(decoded(data, limits))
    except StopReadingError as stop:
        builder.report(stop.place, stop.message, stop.remedy)
        return Document(file, problems=tuple(builder.problems))
    return Document(
        file, builder.root, builder.keys, builder.values, tuple(builder.problems), frozenset(builder.doubtful)
    )


@dataclass(slots=True)
class _Frame:
    """A list or mapping being filled."""

    path: Path
    content: dict[str, Values] | list[Values]
    key: str | None = None
    """The key waiting for its value; empty if that key was refused."""
    keys: int = 0


class _Builder:
    """Turns events into values, noting places and problems."""

    def __init__(self, file: str, limits: ReadLimits) -> None:
        self.file, self.limits = file, limits
        self.root: Values = None
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self.doubtful: set[Path] = set()
        self.frames: list[_Frame] = []
        self.nodes = 0
        self.documents = 0

    def report(self, place: Place, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, place.line, place.column, message, remedy))

    def read(self, text: str) -> None:
        unwanted = list(_first(UNWANTED.finditer(text), 20))
        for match in unwanted:
            place = position(text[: match.start()])
            self.report(place, f"the character U+{ord(match.group()):04X} cannot be shown", "delete it")
        if unwanted:
            return
        for event in events(text):
            self.take(event)
        if self.documents == 0:
            raise StopReadingError(
                Place(1, 1), "the file is empty", "begin with a line such as `format: advisor-assessment/1`"
            )

    def take(self, event: yaml_events.Event) -> None:
        mark = event.start_mark
        assert mark is not None  # every event of PyYAML's own parser has one
        place = Place(mark.line + 1, mark.column + 1)
        if isinstance(event, yaml_events.DocumentStartEvent):
            self.begin_document(event, place)
        elif isinstance(event, yaml_events.NodeEvent):
            self.nodes += 1
            if self.nodes > self.limits.most_values:
                problem = f"the file holds more than {self.limits.most_values:,} values"
                raise StopReadingError(place, problem, "split it into several files")
            self.take_node(event, place)
        elif isinstance(event, yaml_events.CollectionEndEvent):
            self.frames.pop()

    def begin_document(self, event: yaml_events.DocumentStartEvent, place: Place) -> None:
        self.documents += 1
        if self.documents > 1:
            raise StopReadingError(place, "a second document begins here", "keep one document per file: delete `---`")
        if event.version or event.tags:
            self.report(place, "directives (lines that begin with `%`) are not used here", "delete the line")

    def take_node(self, event: yaml_events.NodeEvent, place: Place) -> None:
        if isinstance(event, yaml_events.AliasEvent):
            self.report(place, f"`*{excerpt(event.anchor or '')}` is an alias", "write the value itself")
            self.put(event.anchor, place, doubtful=True)
            return
        if event.anchor is not None:
            self.report(
                place,
                f"`&{excerpt(event.anchor)}` is an anchor",
                "delete it, and write the value wherever it is needed",
            )
        tagged = event.tag is not None  # type: ignore[attr-defined]
        if tagged:
            self.report(
                place, "tags (words that begin with `!`) are not used here", "delete the tag, or put the text in quotes"
            )
        if isinstance(event, yaml_events.ScalarEvent):
            self.take_scalar(event, place, tagged)
        else:
            content: Values = {} if isinstance(event, yaml_events.MappingStartEvent) else []
            self.open(content, place, tagged)

    def open(self, content: Values, place: Place, tagged: bool) -> None:
        assert isinstance(content, dict | list)
        if len(self.frames) >= MOST_DEPTH:
            raise StopReadingError(place, f"nested more than {MOST_DEPTH} deep", "write it flatter")
        frame = self.frames[-1] if self.frames else None
        if frame and isinstance(frame.content, dict) and frame.key is None:
            self.report(place, "a list or mapping stands where a key should", "write a key, or put the text in quotes")
            frame.keys += 1
            frame.key = ""
            self.frames.append(_Frame((*frame.path, "?", frame.keys), content))
            return
        self.frames.append(_Frame(self.put(content, place, doubtful=tagged), content))

    def take_scalar(self, event: yaml_events.ScalarEvent, place: Place, tagged: bool) -> None:
        frame = self.frames[-1] if self.frames else None
        text, plain = pairs_joined(event.value), event.style is None
        wrong = unwanted_character(text)
        if wrong:
            self.report(place, f"this text holds the character U+{ord(wrong):04X}, which cannot be shown", "delete it")
        if frame and isinstance(frame.content, dict) and frame.key is None:
            self.take_key(frame, one_form(text), place, plain=plain, sound=not wrong and not tagged)
            return
        reading = read_plain(text) if plain and not tagged else None
        value = reading.value if reading else text
        if reading and reading.message:
            self.report(place, reading.message, reading.remedy)
        elif reading and value is None:
            name = f"`{excerpt(frame.key)}`" if frame and frame.key else "this"
            self.report(place, f"{name} has no value", "write one, or leave the line out")
        doubtful = bool(wrong) or tagged or value is None or bool(reading and reading.message)
        value = text if value is None else value
        self.put(one_form(value) if isinstance(value, str) else value, place, doubtful=doubtful)

    def take_key(self, frame: _Frame, text: str, place: Place, *, plain: bool, sound: bool) -> None:
        frame.keys += 1
        path = (*frame.path, text)
        content = frame.content
        assert isinstance(content, dict)
        if plain and text not in PLAIN_KEYS and sound:
            sound = self.plain_key_is_sound(text, place)
        if not text and not plain:
            self.report(place, "a key is empty", "write a key")
            sound = False
        if text in content:
            first = self.keys[path]
            self.report(
                place, f"`{excerpt(text)}` appears twice", f"keep one of them; the first is on line {first.line}"
            )
            sound = False
        frame.key = text if sound else ""
        if sound:
            self.keys[path] = place
            content[text] = None
        elif path not in self.keys:
            # a key that was refused is not reported missing as well
            self.keys[path] = place
            self.values[path] = place
            self.doubtful.add(path)

    def plain_key_is_sound(self, text: str, place: Place) -> bool:
        if text == "<<":
            self.report(place, "`<<` is a merge key", "write the keys themselves")
            return False
        reading = read_plain(text)
        if not reading.message and isinstance(reading.value, str):
            return True
        message = "a key is missing before this colon" if not text else f"the key `{excerpt(text)}` is not text"
        # a key is text: the number that it may have been read as would be refused
        in_quotes = f'put it in quotes: "{text}"' if excerpt(text) == text else "put it in quotes"
        self.report(place, reading.message or message, "write a key" if not text else in_quotes)
        return False

    def put(self, value: Values, place: Place, *, doubtful: bool) -> Path:
        """Store a value where it belongs; its path."""
        path: Path = ()
        if not self.frames:
            self.root = value
        else:
            frame = self.frames[-1]
            if isinstance(frame.content, list):
                frame.content.append(value)
                path = (*frame.path, len(frame.content) - 1)
            elif frame.key:
                frame.content[frame.key] = value
                path = (*frame.path, frame.key)
            else:  # the value of a refused key: read for its problems, then dropped
                path = (*frame.path, "?", frame.keys)
            frame.key = None
        self.values[path] = place
        if doubtful:
            self.doubtful.add(path)
        return path


def _first(items: Iterable[re.Match[str]], most: int) -> Iterator[re.Match[str]]:
    for count, item in enumerate(items):
        if count == most:
            return
        yield item
