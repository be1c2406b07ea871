"""Large platforms are drawn: a PDF comes out, from a process that has 1 GB, and memory is that of one part."""

import re
from pathlib import Path

import pytest

from advisor.publish.documents import document
from tests.publish.platforms import platform
from tests.publish.reading import opened_bytes
from tests.record.samples import record_of

pytestmark = pytest.mark.pango


def peak(renderer):
    """The most memory that a render process has had, in MB."""
    told = Path(f"/proc/{renderer.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", told)[1]) // 1024


def outline_of(pdf):
    with pdf.open_outline() as found:
        return {item.title: len(item.children) for item in found.root}


def drawn(renderer, file):
    """The outline and the number of pages."""
    made = renderer.draw(document(record_of(file)))
    assert made.complaints == ()
    with opened_bytes(made.pdf) as pdf:
        return outline_of(pdf), len(pdf.pages)


def test_platform_of_people_who_all_differ_is_drawn_in_parts(own):
    outline, pages = drawn(own, platform(12, 6))
    assert outline["Service by service"] == outline["Disagreement"] == 12
    assert pages > 40


@pytest.mark.slow
@pytest.mark.parametrize(
    ("services", "people", "more"),
    [(12, 20, {}), (60, 0, {"name": 300}), (100, 0, {"note": "word " * 60}), (500, 0, {})],
)
def test_large_platform_is_drawn_in_the_memory_of_a_part(own, services, people, more):
    outline, pages = drawn(own, platform(services, people, **more))
    assert outline["Service by service"] == services
    assert pages > 100 or services == 60
    assert peak(own) < 300


@pytest.mark.slow
def test_largest_platform_is_drawn(own):
    outline, pages = drawn(own, platform(500, 30))
    assert outline["Service by service"] == outline["Disagreement"] == 500
    assert pages > 4_000
    assert peak(own) < 600
