"""The files that a record is written as, each declared once: its button, address, option of `assess`, and what is kept
of it at sign-off follow from here. Those that need a process are in `advisor/publish/pdfs.py`.

In: nothing. Out: formats by name. Must not know: addresses, pages, processes.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from advisor.checklist.writing import write_answers
from advisor.record.formats.adr_tools import for_adr_tools
from advisor.record.formats.current_status import CurrentStatus, json_with, markdown_with
from advisor.record.formats.markdown.escaping import as_references
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.as_json import json_text, recommendation_json
from advisor.record.model.record import DecisionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file."""

    name: str
    """In names of addresses and as an option of `assess`."""
    label: str
    """On its button."""
    ending: str
    """Of its file's name; what is kept at sign-off is known by it: at most eight characters."""
    media_type: str
    variant_of: str = ""
    """The format under whose address it is, as `?variant=`."""
    option: str = ""
    """What its option in `assess` does; empty: it has none."""
    signed_only: bool = False
    """Whether there is none of a draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFormat(Format):
    """A file of text, written at once."""

    write: Callable[[DecisionRecord], str]
    signed: Callable[[str, CurrentStatus | None, int], str]
    """What is handed out of the text kept at sign-off: with its status of today, where that is another, and number."""
    complete: bool = True
    """Whether it says what the PDF says, so that it is offered in its place."""
    printed: Callable[[DecisionRecord], str] | None = None
    """What `assess` writes instead."""
    escape: Callable[[str], str] = lambda text: text.encode("ascii", "backslashreplace").decode()
    """The same file in ASCII, for an output that has nothing else."""


def _markdown_of_today(text: str, current: CurrentStatus | None, number: int) -> str:
    return markdown_with(text, current) if current else text


MARKDOWN = TextFormat(
    name="markdown",
    label="Markdown",
    ending="md",
    media_type="text/markdown; charset=utf-8",
    option="write the record as Markdown, or - to print it",
    write=markdown,
    signed=_markdown_of_today,
    escape=as_references,
)
JSON = TextFormat(
    name="json",
    label="JSON",
    ending="json",
    media_type="application/json",
    option="write the recommendation as JSON to this file, or - to print it",
    write=lambda record: record.json_text,
    signed=lambda text, current, number: json_with(text, current) if current else text,
    printed=lambda record: json_text(recommendation_json(record.checklist, record.recommendation)),
    escape=lambda text: json_text(json.loads(text), escaped=True),
)
ANSWERS = TextFormat(
    name="yaml",
    label="Answers (YAML)",
    ending="yaml",
    media_type="application/yaml; charset=utf-8",
    write=lambda record: write_answers(record.answers),
    signed=lambda text, current, number: text,
    complete=False,
)
ADR_TOOLS = TextFormat(
    name="adr-tools",
    label="Markdown for adr-tools",
    ending=MARKDOWN.ending,
    media_type=MARKDOWN.media_type,
    variant_of=MARKDOWN.name,
    option="write the Markdown for a folder of adr-tools, or -",
    signed_only=True,
    write=lambda record: for_adr_tools(markdown(record), record.number),
    signed=lambda text, current, number: for_adr_tools(_markdown_of_today(text, current, number), number),
    escape=as_references,
)
TEXTS: dict[str, TextFormat] = {one.name: one for one in (MARKDOWN, JSON, ANSWERS, ADR_TOOLS)}
