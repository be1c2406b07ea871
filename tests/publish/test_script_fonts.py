"""Scripts that the bundled font lacks: set with a font of the machine, in the right direction; else codes that fit."""

import io
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTCollection, TTFont

from advisor.pages.management.commands import doctor
from advisor.publish import script_fonts
from advisor.publish.direction import directed
from advisor.publish.documents import document, lacking_characters
from advisor.publish.printable import printable
from advisor.publish.renderer import Renderer, RenderFailed
from advisor.publish.script_fonts import FOLDERS, SCRIPTS
from tests.publish.in_process import drawn_here
from tests.publish.reading import elements, font_names, opened_bytes, pages_of
from tests.publish.samples import job_of
from tests.record.samples import answers, record_of

NAMES = ("決済サービス 결제", "خدمة الدفع", "שירות API תשלום", "भुगतान सेवा")
THAI = "ระบบชำระเงิน"
FONTS = {"WenQuanYi Micro Hei", "DejaVu Sans", "Lohit Devanagari", "Loma"}


def forget():
    script_fonts.installed.cache_clear()
    script_fonts.font_of.cache_clear()


@pytest.fixture
def with_fonts(monkeypatch):
    """Fonts of this machine, as outside of the tests."""
    monkeypatch.setenv("ADVISOR_FONTS", FOLDERS)
    forget()
    yield
    forget()


@pytest.fixture
def without_fonts():
    forget()
    yield
    forget()


def platform():
    """A platform whose names are written in five scripts."""
    file = answers("24")
    services = [one.model_copy(update={"name": name}) for one, name in zip(file.services, NAMES, strict=False)]
    return record_of(file.model_copy(update={"services": services, "platform": THAI, "decision": None}))


@pytest.mark.fonts
@pytest.mark.pango
def test_pdf_in_five_scripts_embeds_their_fonts_names_them_and_is_the_same_each_time(with_fonts):
    job = document(platform())
    own = Renderer()
    try:
        made, again = own.draw(job), own.draw(job)
    finally:
        own.close()
    assert made.complaints == ()
    assert made.pdf == again.pdf
    with opened_bytes(made.pdf) as pdf:
        text = "".join(pages_of(pdf))
        assert "[U+" not in text
        assert "\ufffd" not in text
        for name in ("決済サービス", "결제", "שירות", "ระบบ"):
            assert name in text or name[::-1] in text
        named = text[text.index("Set in Inter, and in ") :].split(" where Inter")[0]
        assert all(font in named for font in FONTS)
        assert "bold is printed regular" in " ".join(text.split())
        assert len([name for name in font_names(pdf) if "+Script" in name]) == len(FONTS)
        for font in (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one):
            assert "/FontFile2" in font
        assert len(elements(pdf.Root.StructTreeRoot)) > 100


CHART = "<svg width='90' height='30'><text x='0' y='20' font-family='Inter'>{}</text></svg>"


def glyphs(page):
    """The glyphs of each piece of text that is drawn, in order."""
    told = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            data = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            told.append([int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)])
        elif str(operator) == "Do":
            told += glyphs(page.Resources.XObject[str(operands[0])])
    return told


def body_of(html):
    """The glyphs that a document draws above its foot."""
    printed = printable(html)
    with opened_bytes(drawn_here(job_of(printed.text), printed.fonts)) as pdf:
        return next(piece for piece in glyphs(pdf.pages[0]) if piece)


@pytest.mark.fonts
@pytest.mark.pango
@pytest.mark.parametrize("word", ["خدمة", "क्षि"])
def test_letters_that_join_are_drawn_joined_also_in_a_chart(with_fonts, word):
    assert body_of(CHART.format(word)) == body_of(f"<p>{word}</p>")


@pytest.mark.fonts
@pytest.mark.pango
def test_text_from_right_to_left_begins_on_the_right(with_fonts):
    assert body_of(directed("<p>א API ב</p>")) == body_of("<p>ב</p>")
    assert body_of("<p>א API ב</p>") == body_of("<p>א</p>")


@pytest.mark.pango
def test_text_of_a_chart_is_drawn_as_a_whole(without_fonts):
    assert len(body_of(CHART.format("Relay"))) == len("Relay")


@pytest.mark.fonts
def test_every_script_of_the_list_has_a_font_and_the_doctor_names_it(with_fonts):
    found = [str(line) for line in doctor.fonts()]
    assert len(found) == len(SCRIPTS)
    assert all(line.startswith("ok ") for line in found)
    assert "Thai in PDFs: Loma " in found[-1]


def test_doctor_without_fonts_names_the_package_of_each_script(without_fonts):
    found = [str(line) for line in doctor.fonts()]
    assert all("characters are printed as codes" in line for line in found)
    assert [line.split()[-1] for line in found] == [script.package for script in SCRIPTS]


@pytest.mark.fonts
def test_text_with_fonts_keeps_its_characters_and_their_joiners(with_fonts):
    assert printable("می\u200cخواهم 👩\u200d🚀").text.startswith("می\u200cخواهم ")
    assert printable("決 \U000f1234").codes == ["U+F1234"]
    assert lacking_characters(platform()) == []


def test_text_without_fonts_has_codes_and_no_joiners(without_fonts):
    assert printable("\u0645\u06cc\u200c\u062e") == ("[U+0645][U+06CC][U+062E]", ["U+0645", "U+06CC", "U+062E"], ())


def test_folder_without_fonts_or_with_a_broken_one_gives_codes(monkeypatch, tmp_path):
    (tmp_path / "Loma.ttf").write_bytes(b"no font")
    monkeypatch.setenv("ADVISOR_FONTS", f"{tmp_path}:{tmp_path}/gone")
    forget()
    assert printable("ร").codes == ["U+0E23"]
    forget()


@pytest.mark.pango
def test_document_whose_font_is_gone_says_so_and_draws_nothing():
    job = job_of("<p>x</p>")
    own = Renderer()
    try:
        with pytest.raises(RenderFailed, match=r"a font that this machine lacks \(Gone\.ttf\)"):
            own.draw(type(job)(job.html, job.files, job.date, job.identifier, fonts=("Gone.ttf",)))
    finally:
        own.close()


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>שלום API</p>", '<p dir="rtl">שלום API</p>'),
        ("<td><bdi>خدمة</bdi> is new</td>", '<td><bdi dir="rtl">خدمة</bdi> is new</td>'),
        ("<li>3 שירותים</li>", '<li dir="rtl">3 שירותים</li>'),
        ("<p>API שלום</p>", "<p>API שלום</p>"),
        ("<ul><li>one</li><li>שתיים</li></ul>", '<ul><li>one</li><li dir="rtl">שתיים</li></ul>'),
        ("<p>&amp; <em>שלום</em></p>", '<p dir="rtl">&amp; <em>שלום</em></p>'),
    ],
)
def test_direction_is_that_of_the_first_letter(html, shown):
    assert directed(html) == shown


def test_font_of_a_collection_is_its_first_face(tmp_path):
    made = TTCollection()
    made.fonts = [TTFont(Path(__file__).parents[2] / "static" / "fonts" / "inter-text-400.woff2")] * 2
    for font in made.fonts:
        font.flavor = None
    made.save(tmp_path / "wqy-microhei.ttc")
    font = script_fonts.ScriptFont(tmp_path / "wqy-microhei.ttc")
    assert font.content() == font.content()
    assert TTFont(io.BytesIO(font.content())).getBestCmap().keys() == font.points
