"""Which characters may stand in text, and how messages quote it."""

from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.text import shown, tidied, unwanted_character


@given(st.text())
def test_tidied_text_holds_no_unwanted_character(text: str) -> None:
    tidy = tidied(text)
    assert unwanted_character(tidy) is None
    assert "\r" not in tidy
    assert tidied(tidy) == tidy


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufffe\uffff")))
def test_tidied_text_of_letters_is_unchanged(text: str) -> None:
    assert tidied(text) == text


def test_tidied_text_keeps_scripts_emoji_and_tabs() -> None:
    assert tidied("王\t🦊 é אב") == "王\t🦊 é אב"


@given(st.text(max_size=400))
def test_shown_text_is_one_short_printable_line(text: str) -> None:
    line = shown(text)
    assert len(line) <= 61
    assert line.isprintable()
