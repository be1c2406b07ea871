"""The PDFs of a signed-off record: tagged, whole, marked as final, with the record inside, in both variants."""

import html
import io
import re
import subprocess
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from advisor.checklist.decision import Choice
from advisor.checklist.reading import read_answers
from advisor.publish.cover import cover_alone
from advisor.publish.documents import document
from advisor.publish.renderer import Drawn
from advisor.record.model.as_json import json_text
from advisor.record.model.record import DecisionRecord
from advisor.record.verify.reading import MOST_BYTES, read_record
from advisor.record.verify.verification import remade, verify
from tests.decisions.deciding import NUMBERS, SEVERAL
from tests.publish.reading import attributes, font_names, of_kind, pages_of
from tests.publish.samples import renderer
from tests.record.kept import KEYS, signed
from tests.record.samples import LIBRARY, answers, decided
from tests.record.samples import record as sample

pytestmark = pytest.mark.pango
VARIANTS = ("pdf/ua-1", "pdf/a-3a")


@cache
def record() -> DecisionRecord:
    """Two services that two people answered, with levels settled, a whole decision and its address."""
    file = read_answers(SEVERAL.encode(), "several.yaml", LIBRARY)
    return signed(file, link="https://advisor.example/r/abc/", sequence=NUMBERS)


@cache
def drawn(variant: str) -> Drawn:
    return renderer().draw(replace(document(record()), variant=variant))  # type: ignore[arg-type]


@pytest.fixture(scope="module", autouse=True)
def _ended():
    yield
    renderer().close()


@pytest.fixture(params=VARIANTS)
def pdf(request):
    with pikepdf.open(io.BytesIO(drawn(request.param).pdf)) as opened:
        yield opened


def test_renderer_has_nothing_to_complain_about():
    assert [drawn(variant).complaints for variant in VARIANTS] == [(), ()]


def test_document_is_marked_has_its_language_its_title_and_an_outline(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_outline() as outline:
        assert len(outline.root) > 3
    assert "Acme <AI>" in str(pdf.docinfo.Title)


def test_each_file_claims_its_own_standard_and_not_the_other():
    for variant, own, other in ((VARIANTS[0], b"pdfuaid", b"pdfaid"), (VARIANTS[1], b"pdfaid", b"pdfuaid")):
        with pikepdf.open(io.BytesIO(drawn(variant).pdf)) as opened:
            told = opened.Root.Metadata.read_bytes()
            assert own in told
            assert other not in told


def test_record_and_answers_are_inside_with_their_relationship(pdf):
    kinds = {str(one.UF): str(one.AFRelationship) for one in pdf.Root.AF}
    assert kinds == {"record.json": "/Data", "answers.yaml": "/Source"}
    kept = read_record(pdf.attachments["record.json"].get_file().read_bytes())
    assert verify(kept, keys=KEYS).outcome == "genuine"
    assert kept.checklist is not None
    again = remade(kept, kept.checklist) | {"signature": record().json["signature"]}
    assert json_text(again) == record().json_text


def test_every_figure_has_an_alternative_text_and_the_first_page_a_code_of_its_address(pdf):
    figures = [str(figure.get("/Alt", "")).strip() for figure in of_kind(pdf, "/Figure")]
    assert len(figures) > 6
    assert all(figures)
    assert "QR code: https://advisor.example/r/abc/" in figures


def test_every_table_cell_names_its_headers(pdf):
    headers, cells = ({str(cell.get("/ID")) for cell in of_kind(pdf, "/TH")}, of_kind(pdf, "/TD"))
    assert len(cells) > 100
    for cell in cells:
        named = [one for one in attributes(cell) if "/Headers" in one]
        assert named
        assert {str(header) for header in named[0].Headers} <= headers


def test_every_font_is_ours_and_every_glyph_has_its_character(pdf):
    names = font_names(pdf)
    assert names
    assert all(re.fullmatch(r"/[A-Z]{6}\+Inter(-[A-Za-z-]+)?", name) for name in names)
    assert "\ufffd" not in "".join(pages_of(pdf))


def test_archive_of_the_same_record_has_the_same_bytes():
    again = renderer().draw(replace(document(record()), variant="pdf/a-3a"))
    assert again.pdf == drawn("pdf/a-3a").pdf


def test_signed_record_is_no_draft():
    html = document(record()).html
    assert "Accepted" in html
    assert "Draft recommendation" not in html


@pytest.mark.qpdf
@pytest.mark.parametrize("variant", VARIANTS)
def test_qpdf_finds_nothing_wrong(variant, tmp_path):
    path = tmp_path / "record.pdf"
    path.write_bytes(drawn(variant).pdf)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_record_of_a_hundred_services_is_drawn_within_the_limits_and_says_how_far_it_is():
    base, told = answers("demo"), []
    services = [base.services[at % 5].model_copy(update={"name": f"Service {at}"}) for at in range(100)]
    made = renderer().draw(document(signed(base.model_copy(update={"services": services}))), told.append)
    assert made.complaints == ()
    assert len(made.pdf) < MOST_BYTES  # it can be given back to be verified and restored
    assert [words for words in told if words.startswith("Laying out page 9")]
    assert told[-1] == "Writing the file"


LONG = "Because the team has run three such services for years, knows where they break, and has to be done in May. " * 3


def crowded() -> DecisionRecord:
    """Everything decided otherwise, for reasons without end, and everybody against it."""
    file = decided("demo")
    made, choices = file.decision, ("framework", "raw", "raw", "split", "raw")
    assert made
    names = ["Alexandra Montgomery-Fairweather", "The Board of Directors", *"ABCDEF"]
    chosen = [
        Choice(service=one.name, choice=choice, because=LONG)  # type: ignore[arg-type]
        for one, choice in zip(file.services, choices, strict=True)
    ]
    made = made.model_copy(update={"choices": chosen, "deciders": names})
    said = [{"who": name, "what": "dissent", "words": LONG, "on": "2026-11-23"} for name in names[:-1]]
    return signed(file.model_copy(update={"decision": made}), said=said, link="https://advisor.example/r/abc/")


@pytest.mark.parametrize("made", [record, crowded])
def test_first_page_is_one_page_by_itself_and_holds_no_answers(made):
    drawing = renderer().draw(cover_alone(document(made())))
    with pikepdf.open(io.BytesIO(drawing.pdf)) as page:
        assert len(page.pages) == 1
        assert "/Names" not in page.Root or "/EmbeddedFiles" not in page.Root.Names
    assert drawing.complaints == ()


def test_first_page_tells_what_was_decided_otherwise_by_whom_until_when_and_what_it_supersedes():
    said = [
        {"who": "Board", "what": "reported-accepted", "words": "Go.", "on": "2026-11-23", "by": "Rita"},
        {"who": "Ada", "what": "dissent", "words": "Too <early>.", "on": "2026-11-23", "by": "Ada"},
    ]
    file = read_answers(SEVERAL.encode(), "several.yaml", LIBRARY)
    told = re.sub(r"<[^>]+>", " ", cover_alone(document(replace(signed(file, said=said), supersedes="ADR-0003"))).html)
    told = " ".join(html.unescape(told).split())
    for words in (
        "Signed off, accepted by 1 of 2; 1 dissents; supersedes ADR-0003",
        "1 May 2027",
        "Where it differs from the recommendation",
        "Relay Diamond: raw Raw Node.js Undecided It must ship in May.",
        "Ada dissents : “ Too <early>. ” Board accepted, as reported by Rita : “ Go. ”",
        "What the answers recommended",
    ):
        assert words in told
    assert "ADR-0001 · Signed off Acme" in told  # one of the two dissents
    assert "Should this service" not in told


def test_first_page_of_a_draft_is_the_recommendation_marked_so():
    told = cover_alone(document(sample("demo"))).html
    assert '<p class="status">Draft recommendation</p>' in told
    assert "Where it differs from the recommendation" not in told
    assert "What the answers recommended" not in told
    assert "Should this service" not in told
    assert "Should this service" in cover_alone(document(sample("01"))).html
