"""PDFs to look into: each drawn once for all tests that read it."""

from functools import cache

from advisor.publish.documents import document
from advisor.publish.protocol import Job
from advisor.publish.renderer import Drawn, Renderer
from tests.record.samples import record

SIMPLE = "<!DOCTYPE html><html lang=en><title>A page</title><body>{}</body></html>"


def job_of(html: str) -> Job:
    """A job of this body, without files."""
    return Job(html=SIMPLE.format(html), files=(), date="2026-11-23", identifier="ab" * 32)


@cache
def renderer() -> Renderer:
    """One render process for all tests of this process."""
    return Renderer()


@cache
def drawn(case: str) -> Drawn:
    return renderer().draw(document(record(case)))
