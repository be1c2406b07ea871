"""Backticks in messages become code; nothing else becomes markup."""

import pytest

from advisor.pages.templatetags.ticks import code


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("the key `teams` is missing", "the key <code>teams</code> is missing"),
        ("`a` or `b`", "<code>a</code> or <code>b</code>"),
        ("a lone ` stays", "a lone ` stays"),
        ("`<b>` & <i>", "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"),
    ],
)
def test_code_filter_marks_what_stands_between_backticks(text: str, html: str) -> None:
    assert code(text) == html
