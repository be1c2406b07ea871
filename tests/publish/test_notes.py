"""Notes as Markdown: what it says is shown, and nothing of theirs gets a page or a PDF to do anything."""

import re

import pytest

from advisor.publish.notes import LONGEST, MOST_MARKS, note_html

LINK = ' rel="nofollow noopener noreferrer"'
HARMLESS = re.compile(
    r"</?(?:p|br|em|strong|code|pre|ul|li|blockquote)>|<ol(?: start=\"\d+\")?>|</ol>"
    r'|<a href="(?:https?://|mailto:)[^"]*" rel="nofollow noopener noreferrer">|</a>|</?div(?: class="words")?>'
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines", "two<br>lines"),
        ("*soft* and **loud**", "<em>soft</em> and <strong>loud</strong>"),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("- one\n- two", '<div class="words"><ul>\n<li>one</li>\n<li>two</li>\n</ul></div>'),
        ("[p99](https://x.example/a?b=c&d)", f'<a href="https://x.example/a?b=c&amp;d"{LINK}>p99</a>'),
        ("<https://x.example/>", f'<a href="https://x.example/"{LINK}>https://x.example/</a>'),
        ("# no heading", "# no heading"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
    ],
)
def test_markdown_of_a_note_is_shown(typed: str, shown: str) -> None:
    assert note_html(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "*x* <img src=x onerror=alert(1)>",
        "![picture](https://evil.example/track.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](//evil.example)",
        "[x](/a/somewhere/remove/)",
        "<javascript:alert(1)>",
        '[x](https://x.example "t\\" onmouseover=alert(1) ")',
        "[x]: javascript:alert(1)\n\n[x]",
        "**<svg/onload=alert(1)>**",
        "`</code><script>`",
        "\u202e*gnp.exe*",
    ],
)
def test_hostile_note_becomes_harmless_text(typed: str) -> None:
    html = note_html(typed)
    left = HARMLESS.sub("", html)
    assert "<" not in left
    assert ">" not in left
    assert "\u202e" not in html
    assert not re.search(r'href="(?!https?://|mailto:)', html)


@pytest.mark.parametrize(
    "typed",
    [
        "> " * 300 + "deepest",
        "".join("  " * depth + "- level\n" for depth in range(30)) + "deepest",
        "*a " * 40 + "deepest",
    ],
    ids=["quotations", "lists", "emphasis"],
)
def test_nested_note_loses_nothing(typed: str) -> None:
    assert "deepest" in note_html(typed)


@pytest.mark.parametrize("part", ["*", "[", "[a](", "**a*b", "\n* a", "`", "<a ", "> ", "a_b*", "&#x", "\\"])
def test_note_of_20000_marks_is_shown_as_typed(part: str) -> None:
    typed = (part * LONGEST)[:LONGEST]
    html = note_html(typed)
    assert "<" not in html.replace("<br>", "")
    assert len(typed) > MOST_MARKS


def test_long_note_with_some_marks_is_rendered_and_a_longer_one_is_not() -> None:
    typed = "We measured *it* on the edge.\n\n" * 600
    assert note_html(typed).count("<em>it</em>") == 600
    assert "<em>" not in note_html(typed + "x" * LONGEST)
