"""The head of a table in a line: `{% heads "What" "From" "To" %}`.

In: what each column is called. Out: HTML. Must not know: what stands in the rows.
"""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
NUMBER, UNSEEN = "# ", "~ "
"""Before the name of a column of figures; before one that only a screen reader is told."""


@register.simple_tag
def heads(*columns: str, number: str = "num") -> SafeString:
    """The `<thead>` of these columns; `number` is the class of a column of figures."""
    cells = format_html_join("", '<th scope="col"{}>{}</th>', _cells(columns, number))
    return format_html("<thead><tr>{}</tr></thead>", cells)


def _cells(columns: tuple[str, ...], number: str) -> Iterator[tuple[SafeString | str, SafeString | str]]:
    for column in columns:
        if column.startswith(NUMBER):
            yield format_html(' class="{}"', number), column.removeprefix(NUMBER)
        elif column.startswith(UNSEEN):
            yield "", format_html('<span class="hidden">{}</span>', column.removeprefix(UNSEEN))
        else:
            yield "", column
