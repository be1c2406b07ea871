"""A document drawn part by part is the document: its text, outline, structure, files; and a part can fail alone."""

import re
import subprocess
from dataclasses import replace
from types import SimpleNamespace

import pytest

from advisor.publish.documents import document
from advisor.publish.protocol import OutOfTime
from tests.publish.in_process import drawing, drawn_here
from tests.publish.reading import attributes, elements, of_kind, opened, opened_bytes, pages_of, unbroken
from tests.publish.samples import drawn
from tests.record.samples import record

pytestmark = pytest.mark.pango

PART = 20_000


@pytest.fixture(scope="module")
def _small_parts():
    with pytest.MonkeyPatch.context() as patch:
        drawing()
        patch.setattr("advisor.publish.drawing.PART", PART)
        patch.setattr("advisor.publish.drawing.NUMBERS_TOGETHER", 4)
        yield


@pytest.fixture(scope="module")
def parted(_small_parts):
    """The example platform, drawn in parts."""
    return drawn_here(document(record("demo")))


@pytest.fixture(scope="module")
def pdf(parted):
    with opened_bytes(parted) as one:
        yield one


def outline(pdf):
    with pdf.open_outline() as found:
        return [(item.title, [child.title for child in item.children]) for item in found.root]


def kinds(pdf):
    return [str(one.S) for one in elements(pdf.Root.StructTreeRoot)]


def test_small_document_has_the_bytes_that_it_has_from_a_render_process():
    assert drawn_here(document(record("01"))) == drawn("01").pdf


def test_parts_make_the_same_outline_as_the_whole(pdf):
    assert outline(pdf) == outline(opened("demo"))


def test_outline_leads_to_the_page_of_each_heading(pdf):
    pages = {page.objgen: unbroken(text) for page, text in zip(pdf.pages, pages_of(pdf), strict=True)}
    with pdf.open_outline() as found:
        for item in [one for top in found.root for one in (top, *top.children)]:
            assert unbroken(item.title) in pages[item.destination[0].objgen]


def test_parts_make_the_same_structure_as_the_whole(pdf):
    for tags in ({"/H1", "/H2", "/H3"}, {"/TD"}, {"/Figure"}, {"/Lbl"}):
        assert [kind for kind in kinds(pdf) if kind in tags] == [kind for kind in kinds(opened("demo")) if kind in tags]
    alts = [[str(one.Alt) for one in of_kind(each, "/Figure")] for each in (pdf, opened("demo"))]
    assert alts[0] == alts[1]


def test_cells_name_headers_that_are_there_once(pdf):
    names = [str(cell.get("/ID")) for cell in of_kind(pdf, "/TH")]
    assert len(set(names)) == len(names)
    for cell in of_kind(pdf, "/TD"):
        (named,) = [one for one in attributes(cell) if "/Headers" in one]
        assert {str(header) for header in named.Headers} <= set(names)


def test_every_mark_on_a_page_leads_to_an_element_of_that_page(pdf):
    tree = {}
    for leaf in pdf.Root.StructTreeRoot.ParentTree.Kids:
        numbers = list(leaf.Nums)
        assert [int(numbers[0]), int(numbers[-2])] == [int(one) for one in leaf.Limits]
        assert not tree.keys() & set(map(int, numbers[::2]))
        tree |= dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    assert len({int(page.obj.StructParents) for page in pdf.pages}) == len(pdf.pages)
    for page in pdf.pages:
        assert all(one.Pg.objgen == page.objgen for one in tree[int(page.obj.StructParents)])
        for link in page.get("/Annots", []):
            assert str(tree[int(link.StructParent)].S) == "/Link"


def test_structure_leads_back_from_each_element_to_the_document(pdf):
    top = pdf.Root.StructTreeRoot.K[0]
    assert all(child.P.objgen == top.objgen for child in top.K)


def test_every_page_says_its_number_of_all_and_the_running_titles(pdf):
    texts = pages_of(pdf)
    assert len(texts) == int(pdf.Root.Pages.Count)
    for number, text in enumerate(texts, start=1):
        assert unbroken(f"Page {number} of {len(texts)}") in unbroken(text)
        assert "Draft recommendation" in text


def test_page_number_is_no_part_of_the_text_that_is_read_out(pdf):
    *_, last = pdf.pages[0].Contents
    assert last.read_bytes() == b"Q /Artifact BMC q /PageNumber Do Q EMC"


def test_parts_carry_the_files_and_the_metadata_of_the_whole(pdf):
    whole = opened("demo")
    assert {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()} == {
        name: spec.get_file().read_bytes() for name, spec in whole.attachments.items()
    }
    assert [str(one.AFRelationship) for one in pdf.Root.AF] == [str(one.AFRelationship) for one in whole.Root.AF]
    assert dict(pdf.docinfo) == dict(whole.docinfo)
    assert str(pdf.Root.Lang) == "en"
    assert pdf.Root.MarkInfo.Marked == True  # noqa: E712  a pikepdf value
    assert pdf.open_metadata()["pdfuaid:part"] == "1"


def test_parts_of_the_same_record_have_the_same_bytes_again(parted):
    assert drawn_here(document(record("demo"))) == parted


@pytest.mark.qpdf
def test_parts_pass_qpdf(parted, tmp_path):
    path = tmp_path / "record.pdf"
    path.write_bytes(parted)
    told = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.usefixtures("_small_parts")
def test_parts_of_an_archive_say_so_and_share_its_colours():
    with opened_bytes(drawn_here(replace(document(record("demo")), variant="pdf/a-3a"))) as archive:
        assert archive.open_metadata()["pdfaid:part"] == "3"
        assert str(archive.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert len(archive.Root.AF) >= 2
        links = [one for page in archive.pages for one in page.get("/Annots", [])]
        assert all(int(one.F) == 4 for one in links)
        assert all("/PageNumber" in page.Resources.XObject for page in archive.pages)


# Parts that cannot be drawn


@pytest.fixture
def hostile(monkeypatch, _small_parts):
    """What is drawn takes too much where one of these words is in it; and what was tried."""
    made = SimpleNamespace(words=[], tried=[], error=OutOfTime)
    laid_out = type(drawing()).laid_out

    def laid(self, html, *rest):
        body = re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL)
        made.tried.append(body)
        if any(word in body for word in made.words):
            raise made.error
        return laid_out(self, html, *rest)

    monkeypatch.setattr(type(drawing()), "laid_out", laid)
    return made


def test_part_that_takes_too_long_is_left_out_alone_and_says_so(hostile, parted):
    name = record("demo").services[3].name
    hostile.words.append(f"4. <bdi>{name}</bdi></h2>")
    with opened_bytes(drawn_here(document(record("demo")))) as pdf:
        told = unbroken("".join(pages_of(pdf)))
        titles = [title for _, inner in outline(pdf) for title in inner]
    assert "Thispartcouldnotbeprinted:ittakesmoreprocessortime" in told
    assert "ThefilesinsidethisPDFhaveitinfull" in told
    assert f"4. {name}" not in titles
    lost = [f"{n}. {one.name}" for n, one in enumerate(record("demo").services, 1) if f"{n}. {one.name}" not in titles]
    assert len(lost) <= 3


@pytest.mark.parametrize(("error", "words"), [(OutOfTime, "moreprocessortime"), (MemoryError, "morememory")])
def test_short_document_that_takes_too_much_is_drawn_in_pieces(hostile, monkeypatch, error, words):
    hostile.error = error
    html = document(record("01")).html
    monkeypatch.setattr("advisor.publish.drawing.PART", len(html))
    hostile.words.append("Appendix: answers, facts, settings</h1>")
    with opened_bytes(drawn_here(document(record("01")))) as pdf:
        told = unbroken("".join(pages_of(pdf)))
    assert "couldnotbeprinted" in told
    assert words in told
    assert unbroken(record("01").services[0].headline) in told
    assert len(hostile.tried) > 3


def test_document_of_which_nothing_can_be_drawn_fails_with_a_reason(hostile):
    from advisor.publish.drawing import MOST_UNDRAWN, Undrawable

    hostile.words.append('<section class="')
    with pytest.raises(Undrawable, match="more than 10 parts of it take more"):
        drawn_here(document(record("demo")))
    assert len(hostile.tried) < 20 * MOST_UNDRAWN


def test_document_that_cannot_be_cut_fails_with_a_reason(hostile):
    from advisor.publish.drawing import Undrawable

    hostile.words.append("hostile")
    job = replace(document(record("01")), html="<p>hostile")
    with pytest.raises(Undrawable, match="more processor time than a part"):
        drawn_here(job)


@pytest.mark.usefixtures("_small_parts")
def test_part_that_asks_for_a_file_fails_the_document():
    from advisor.publish.drawing import Forbidden

    html = document(record("demo")).html
    asking = html.replace("</h1>", '</h1><img src="file:///etc/passwd" alt="x">')
    with pytest.raises(Forbidden, match="not part of it"):
        drawn_here(replace(document(record("demo")), html=asking))
