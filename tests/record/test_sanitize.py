"""What people typed, made harmless: what goes, what stays."""

import pytest

from advisor.record.sanitize import line, tidy


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain text", "plain text"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("tab\tstays", "tab\tstays"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\n\n\n\nb", "a\n\n\n\nb"),
        ("a\n \n\t\n\n\n\n\nb", "a\n\n\n\nb"),
        ("e" + "\u0301" * 8, "e" + "\u0301" * 8),
        ("e" + "\u0301" * 100_000 + "x", "e" + "\u0301" * 8 + "x"),
        ("e" + "\u0301\u0302" * 50 + "x" + "\u0301" * 9, "e" + "\u0301\u0302" * 4 + "x" + "\u0301" * 8),
        ("中🚀é", "中🚀é"),
    ],
)
def test_tidy_keeps_what_can_be_read(text, kept):
    assert tidy(text) == kept
    assert tidy(kept) == kept


def test_line_is_one_line_without_space_around():
    assert line("  two\n\n lines \u202e") == "two lines"
