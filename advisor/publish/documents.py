"""A decision record as a document to draw.

In: a `DecisionRecord`. Out: a `Job`: HTML and the files that travel inside the PDF. Must not know: processes, rows.
"""

import hashlib
import io
from functools import cache
from importlib.metadata import version
from pathlib import Path

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from advisor.checklist.writing import write_answers
from advisor.publish.direction import directed
from advisor.publish.printable import Printed, printable
from advisor.publish.protocol import EmbeddedFile, Job
from advisor.publish.script_fonts import identity
from advisor.publish.shortening import shortened
from advisor.record.formats.file_name import draft_name, record_name
from advisor.record.model.record import DecisionRecord
from advisor.record.sanitize import tidy

ROOT = Path(__file__).resolve().parents[2]

MOST_IN_FULL = 100
"""Of more services the document tells each in a few lines: it has to be drawn in the time that a document may take."""
MANY = 200
"""Services, each twice, and once more for each person who answered: from so many on a document is drawn for minutes."""
MOST_CODES = 200
"""So many characters that the font lacks are listed."""


def takes_minutes(record: DecisionRecord) -> bool:
    """Whether drawing the document of a record takes a minute or more: of some hundred pages on."""
    return len(record.services) * (2 + len(record.answers.respondents)) >= MANY


@cache
def renderer_version() -> str:
    """Changes with everything that a PDF's bytes depend on besides the record: templates, style, fonts, renderer."""
    digest = hashlib.sha256(version("weasyprint").encode())
    folders = [ROOT / "templates" / "publish", ROOT / "advisor" / "publish", ROOT / "advisor" / "record"]
    files = [
        path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (".html", ".py", ".conf")
    ]
    fonts = sorted((ROOT / "static" / "fonts").glob("*.woff2"))
    styles = [ROOT / "static" / "css" / name for name in ("tokens.css", "record.css")]
    for path in [*files, *styles, *fonts]:
        digest.update(path.read_bytes())
    digest.update(identity().encode())
    return digest.hexdigest()[:16]


def lacking_characters(record: DecisionRecord) -> list[str]:
    """Codes of the characters in a record that its PDF will print as codes; the files inside keep them."""
    return _printed(record).codes


def _printed(record: DecisionRecord) -> Printed:
    """Everything in a record that somebody typed, as it is printed."""
    facts = " ".join(f"{line.fact.claim} {line.fact.value} {line.fact.source}" for line in record.facts)
    return printable(tidy(f"{record.answers.model_dump_json()} {facts}"))


def document(record: DecisionRecord) -> Job:
    """The document of a record, the same for the same record."""
    whole, printed = _printed(record), shortened(record)
    html = render_to_string(
        "publish/record.html",
        {
            "record": printed.record,
            "cuts": printed.cuts,
            "several": len(record.services) > 1,
            "short": len(record.services) > MOST_IN_FULL,
            "lacking": whole.codes[:MOST_CODES],
            "lacking_more": len(whole.codes[MOST_CODES:]),
            "fonts": [font.name for font in whole.fonts],
            "created": record.as_of.isoformat(),
            "qr": _qr(record.link),
        },
    )
    drawn = printable(tidy(html))
    return Job(
        html=directed(drawn.text),
        fonts=tuple(font.file for font in drawn.fonts),
        files=(
            EmbeddedFile("record.json", "The record, complete, for programs", "Data", record.json_text),
            EmbeddedFile(
                "answers.yaml", "The answers this record is made from", "Source", write_answers(record.answers)
            ),
        ),
        date=record.as_of.isoformat(),
        identifier=record.digest.removeprefix("sha256:"),
    )


def file_name(record: DecisionRecord, suffix: str) -> str:
    """The name of a download: with its number once it has one, such as "0001-inference-edge.pdf"."""
    if record.number is None:
        return draft_name(record.title, record.digest, record.as_of, suffix)
    return record_name(record.number, record.title, suffix)


def _qr(link: str) -> SafeString | str:
    """A QR code of the link as SVG, or nothing."""
    if not link:
        return ""
    out = io.BytesIO()
    code = segno.make(link, error="m")
    code.save(
        out, kind="svg", xmldecl=False, scale=2, border=0, title=f"QR code: {link}", svgclass=None, lineclass=None
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308  segno escapes the title; the rest is its own
