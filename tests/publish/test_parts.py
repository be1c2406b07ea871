"""Where a long document is cut: nothing is lost, and what goes on is opened again."""

import re

import pytest

from advisor.publish.documents import document
from advisor.publish.parts import note_of, parts_of, preamble_of
from tests.record.samples import record

SIZE = 20_000


def visible(html):
    """What would be printed, in order."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", html))


def bodies(parts):
    return [visible(part.removeprefix(preamble_of(part))) for part in parts]


def test_short_document_is_one_part_itself():
    html = document(record("01")).html
    assert parts_of(html, len(html)) == [html]


def test_document_without_a_section_is_one_part():
    assert parts_of("<p>" + "x" * 90, 10) == ["<p>" + "x" * 90]


@pytest.mark.parametrize("size", [3_000, SIZE])
def test_parts_have_every_word_once_but_for_the_headings_of_tables(size):
    html = document(record("demo")).html
    parts = parts_of(html, size)
    assert len(parts) > 2
    whole = visible(html.removeprefix(preamble_of(html)))
    for body in bodies(parts):
        without = body
        while without and without not in whole:  # what was repeated comes first
            without = without[1:]
        assert len(body) - len(without) < 100
    joined = "".join(bodies(parts))
    assert len(whole) <= len(joined) < len(whole) + 100 * len(parts)


def test_parts_are_each_closed_and_none_is_empty_or_much_too_long():
    parts = parts_of(document(record("demo")).html, SIZE)
    for part in parts:
        for name in ("section", "table", "tbody", "ul", "ol", "article", "p", "tr"):
            assert len(re.findall(rf"<{name}[ >]", part)) == part.count(f"</{name}>")
        assert part.startswith(preamble_of(parts[0]))
        assert visible(part.removeprefix(preamble_of(part)))
        assert len(part) < 3 * SIZE


def test_list_that_goes_on_is_numbered_on():
    items = "".join(f"<li>{'x' * 50}</li>" for _ in range(10))
    parts = parts_of(f"<body><section><ol class=steps>{items}</ol></section></body></html>", 120)
    starts = [re.findall(r"<ol[^>]*>", part)[0] for part in parts]
    counts = [part.count("<li>") for part in parts]
    assert sum(counts) == 10
    expected = ["<ol class=steps>"]
    expected += [f'<ol class=steps start="{1 + sum(counts[:number])}">' for number in range(1, len(parts))]
    assert starts == expected


def test_table_is_cut_between_rows_and_has_its_columns_and_headings_again():
    head = "<colgroup><col><col></colgroup><thead><tr><th>A</th></tr></thead>"
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(40))
    table = f"<table>{head}<tbody>{rows}</tbody></table>"
    parts = parts_of(f"<body><section>{table}<p>end</p></section></body></html>", 200)
    assert len(parts) > 2
    assert all(part.count(head) == 1 for part in parts if "<td>" in part)
    assert [number for part in parts for number in re.findall(r"<td>(\d+)</td>", part)] == [str(n) for n in range(40)]
    assert "<p>end</p>" in parts[-1]


@pytest.mark.parametrize("inner", ['<a title="a > b </section>">x</a>', "a < b", "<svg><title>x</title></svg>", "</p>"])
def test_marks_in_texts_do_not_disturb_the_cut(inner):
    body = "".join(f"<section><p>{number} {inner}</p><ul><li>x</li></ul></section>" for number in range(20))
    parts = parts_of(f"<body>{body}</body></html>", 200)
    assert len(parts) > 2
    assert "".join(part.removeprefix("<body>").removesuffix("</body></html>") for part in parts) == body


def test_note_in_place_of_a_part_has_its_head():
    html = document(record("01")).html
    note = '<section class="undrawn"><p class="closed">Not drawn.</p></section></body></html>'
    assert note_of(html, "Not drawn.") == preamble_of(html) + note
