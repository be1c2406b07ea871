"""What a kit measured, in the PDF: the judgement, the figures, the chart with its alternative text."""

import pytest

from advisor.publish.documents import document
from tests.kit.results import SLOWED, results
from tests.publish.in_process import drawn_here
from tests.publish.reading import of_kind, opened_bytes, pages_of, unbroken
from tests.record.test_measurements import record_of

pytestmark = pytest.mark.pango


def test_pdf_shows_what_a_kit_measured() -> None:
    pdf = opened_bytes(drawn_here(document(record_of(results(SLOWED)))))
    text = unbroken(" ".join(pages_of(pdf)))
    for part in (
        "Raw Node.js has earned its keep: p99 is 21.02 ms on Express",
        "Raw has earned its keep when the framework misses the latency budget",
        "on 2 × A processor, 24 GB",
    ):
        assert unbroken(part) in text
    assert any(str(one.get("/Alt", "")).startswith("Latency p50, p95 and p99: ") for one in of_kind(pdf, "/Figure"))
