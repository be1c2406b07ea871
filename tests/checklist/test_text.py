"""Which characters may stand in text, and how messages quote it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.text import excerpt, folded, one_form, tidied, unwanted_character


@given(st.text())
def test_tidied_text_holds_no_unwanted_character(text: str) -> None:
    tidy = tidied(text)
    assert unwanted_character(tidy) is None
    assert "\r" not in tidy
    assert tidied(tidy) == tidy


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufffe\uffff")))
def test_tidied_text_of_letters_is_unchanged_but_for_their_composition(text: str) -> None:
    assert tidied(text) == unicodedata.normalize("NFC", text)


def test_tidied_text_keeps_scripts_emoji_and_tabs() -> None:
    assert tidied("王\t🦊 é אב") == "王\t🦊 é אב"


@given(st.text(max_size=400))
def test_shown_text_is_one_short_printable_line(text: str) -> None:
    line = excerpt(text)
    assert len(line) <= 61
    assert line.isprintable()


PARTS = st.sampled_from("eא م👩\u0301\u0308\u200b\u200c\u200d\u202e\u00ad\ufe0f\u1100\u1161")


@given(st.text(alphabet=PARTS, max_size=30))
def test_one_form_is_one_and_shows_what_was_shown(text: str) -> None:
    form = one_form(text)
    assert one_form(form) == form == unicodedata.normalize("NFC", form)
    assert not set(form) & set("\u200b\u202e\u00ad")
    assert without_controls(form) == without_controls(text)


def without_controls(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(one for one in text if unicodedata.category(one) != "Cf"))


@pytest.mark.parametrize(
    "name",
    [
        "Cafe\u0301",
        "CAF\u00c9",
        " caf\u00e9 ",
        "Ca\u200bf\u00e9",
        "\u202dcaf\u00e9\u202c",
        "ca\u00adf\u00e9",
        "\ufeffcaf\u00e9",
    ],
)
def test_folded_names_that_are_one_thing_are_equal(name: str) -> None:
    assert folded(name) == folded("Caf\u00e9")


def test_one_form_keeps_joiners_where_they_are_seen_and_folding_does_not_mind_them() -> None:
    for text in ("\u0645\u06cc\u200c\u0631\u0648\u062f", "\u0915\u094d\u200d\u0937", "👩\u200d💻", "🏳\ufe0f\u200d🌈"):
        assert one_form(text) == text
        assert folded(text) == folded(text.replace("\u200d", "").replace("\u200c", ""))
    assert one_form("a\u200d\u200db") == "ab"
