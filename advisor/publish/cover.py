"""The first page of a record's document: with the status of today, and alone.

In: a document as it was frozen, or as it is drawn. Out: another document made from it. Must not know: records, rows.
"""

import re
from dataclasses import replace
from html import escape

from advisor.publish.parts import preamble_of
from advisor.publish.protocol import EmbeddedFile, Job
from advisor.record.formats.current_status import CurrentStatus, json_with
from advisor.record.numbers import day_in_words
from advisor.record.verify.from_pdf import RECORD

COVER = '<section class="cover">'
_STATUS = re.compile(r'(<p class="status">|<p class="running running-left">[^<]*<strong>)[^<]*')


def cover_alone(job: Job) -> Job:
    """The first page as a document of its own, which carries no files: a page for a board holds nobody's answers.

    >>> html = f'<body>{COVER}First.</section><section>Second.</section></body></html>'
    >>> cover_alone(Job(html, (), "2026-11-23", "12")).html
    '<body><section class="cover">First.</section></body></html>'
    """
    start = job.html.index(COVER)
    end = job.html.index("</section>", start)
    html = f"{preamble_of(job.html)}{job.html[start:end]}</section></body></html>"
    return replace(job, html=html, files=())


def with_status(job: Job, current: CurrentStatus) -> Job:
    """The document with the status of today on its first page and in its running head; the record that travels inside
    says it, too."""
    front, rest = job.html.split(COVER, 1)
    status = rf"\g<1>{escape(current.name)}"
    cover, end, others = rest.partition("</section>")
    html = f"{_STATUS.sub(status, front)}{COVER}{_note(current)}{_STATUS.sub(status, cover)}{end}{others}"
    return replace(job, html=html, files=tuple(_with_status(file, current) for file in job.files))


def _note(current: CurrentStatus) -> str:
    """What comes before the page as it was."""
    day = current.ended
    when = f" on {day_in_words(day)}" if day else ""
    sentences = [f"{current.name}{when}."] if day else []
    sentences += [f"Supersedes {current.supersedes}."] if current.supersedes else []
    return f'<p class="closed"><strong>{escape(" ".join(sentences))}</strong> What follows is as it was signed off.</p>'


def _with_status(file: EmbeddedFile, current: CurrentStatus) -> EmbeddedFile:
    return replace(file, text=json_with(file.text, current)) if file.name == RECORD else file
