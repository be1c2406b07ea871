"""The head of a table: every column is one for screen readers, and no name of a column becomes markup."""

from advisor.publish.templatetags.tables import heads


def test_heads_of_words_figures_and_of_what_is_only_heard() -> None:
    assert heads("What", "# Done", "~ Change", "<b>") == (
        '<thead><tr><th scope="col">What</th><th scope="col" class="num">Done</th>'
        '<th scope="col"><span class="hidden">Change</span></th><th scope="col">&lt;b&gt;</th></tr></thead>'
    )
