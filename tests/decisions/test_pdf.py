"""The PDFs of a signed-off record: tagged, whole, marked as final, with the record inside, in both variants."""

import io
import subprocess
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from advisor.publish.documents import document
from advisor.publish.pool import Drawn
from advisor.record.as_json import json_text
from advisor.record.reading import read_record
from advisor.record.verifying import remade, verify
from tests.publish.samples import renderer
from tests.record.kept import signed
from tests.record.samples import answers

pytestmark = pytest.mark.pango
VARIANTS = ("pdf/ua-1", "pdf/a-3a")


@cache
def drawn(variant: str) -> Drawn:
    return renderer().draw(replace(document(signed(answers("24"))), variant=variant))  # type: ignore[arg-type]


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
    assert answers("24").platform in str(pdf.docinfo.Title)


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
    assert verify(kept).outcome == "genuine"
    assert kept.checklist is not None
    assert json_text(remade(kept, kept.checklist)) == signed(answers("24")).json_text


def test_same_record_gives_the_same_bytes():
    for variant in VARIANTS:
        again = renderer().draw(replace(document(signed(answers("24"))), variant=variant))  # type: ignore[arg-type]
        assert again.pdf == drawn(variant).pdf


def test_signed_record_is_no_draft():
    html = document(signed(answers("24"))).html
    assert "Accepted" in html
    assert "Draft recommendation" not in html


@pytest.mark.qpdf
@pytest.mark.parametrize("variant", VARIANTS)
def test_qpdf_finds_nothing_wrong(variant, tmp_path):
    path = tmp_path / "record.pdf"
    path.write_bytes(drawn(variant).pdf)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
