"""Characters that the bundled fonts draw, and what becomes of the others."""

import re

import pytest

from advisor.publish.documents import lacking_characters
from advisor.publish.printable import CHARACTERS, drawn, printable
from tests.publish.cut_font import CUTS, FONTS, OF_PAGES, characters, ranges
from tests.record.samples import changed, record, record_of


@pytest.mark.parametrize("name", sorted(CUTS.keys() - set(OF_PAGES)))
def test_list_of_characters_is_what_each_font_draws(name):
    assert ranges(characters((FONTS / name).read_bytes())) == CHARACTERS.read_text()


def test_fonts_of_the_pages_draw_each_character_once_and_the_style_sheet_says_which_draws_it():
    first, further = (characters((FONTS / name).read_bytes()) for name in OF_PAGES)
    assert ranges(sorted([*first, *further])) == CHARACTERS.read_text()
    style = (FONTS.parent / "css" / "fonts.css").read_text()
    told = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", style)
    assert "".join(f"{start}-{end or start}\n" for start, end in told) == ranges(further)


@pytest.mark.parametrize("character", "→≥≤✓✗θδΣ−×÷·–—“”‘’…≈±éßøŁžΩЖ€\u00a0")
def test_font_draws_what_the_product_writes(character):
    assert ord(character) in drawn()


@pytest.mark.parametrize("case", ["01", "06", "14", "17", "24"])
def test_record_without_foreign_characters_lacks_nothing(case):
    assert lacking_characters(record(case)) == []


def test_record_with_foreign_characters_names_each_once():
    assert lacking_characters(record_of(changed("01", name="中中🚀"))) == ["U+4E2D", "U+1F680"]


@pytest.mark.parametrize(
    ("text", "shown", "codes"),
    [
        ("plain", "plain", []),
        ("Zoë Ω Ж", "Zoë Ω Ж", []),
        ("e\u0301", "é", []),
        ("中", "[U+4E2D]", ["U+4E2D"]),
        ("👩\u200d💻\ufe0f", "[U+1F469][U+1F4BB]", ["U+1F469", "U+1F4BB"]),
        ("soft\u00adhyphen", "softhyphen", []),
        ("two\nlines\t", "two\nlines\t", []),
    ],
)
def test_printable_keeps_what_can_be_drawn_and_codes_the_rest(text, shown, codes):
    assert printable(text) == (shown, codes, ())
