"""The strict YAML reader: values, places, and what it tolerates."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.document import Place
from advisor.checklist.text import one_form
from advisor.checklist.yaml_events import SMALL
from advisor.checklist.yaml_reader import read_document

keys = st.text(alphabet="abcdefghij-", min_size=1, max_size=8)
values = st.recursive(
    st.integers(-99, 99)
    | st.booleans()
    | st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"])).map(one_form),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(keys, values, min_size=1, max_size=4), st.sampled_from([None, 2]), st.booleans())
def test_json_of_another_program_reads_back_equal(
    content: dict[str, object], indent: int | None, ascii_only: bool
) -> None:
    document = read_document(json.dumps(content, ensure_ascii=ascii_only, indent=indent), "x.yaml")
    assert document.problems == ()
    assert document.value == content


def test_places_of_keys_and_values_count_from_one() -> None:
    document = read_document("a: 1\nbc:\n  - d: x\n    e: [y, {f: z}]\n", "x.yaml")
    assert document.place(("a",), key=True) == Place(1, 1)
    assert document.place(("a",)) == Place(1, 4)
    assert document.place(("bc",)) == Place(3, 3)
    assert document.place(("bc", 0)) == Place(3, 5)
    assert document.place(("bc", 0, "e", 1, "f"), key=True) == Place(4, 13)
    assert document.place(("bc", 0, "e", 1, "f")) == Place(4, 16)


def test_place_of_what_is_missing_is_its_nearest_parent() -> None:
    document = read_document("a:\n  b: 1\n", "x.yaml")
    assert document.place(("a", "zz", "deeper")) == Place(2, 3)
    assert document.place(("zz",)) == Place(1, 1)
    assert read_document("", "x.yaml").place(("a",)) == Place(1, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfa: 1\n", "\ufeffa: 1\n", b"a: 1\r\n", b"a: 1\r", "a: 1", "---\na: 1\n", "---\na: 1\n...\n",
        "# comment\n\na:   1  # comment\n", "{a: 1}", '{"a": 1}', "? a\n: 1\n", '"a": 1',
    ],
)  # fmt: skip
def test_layout_and_byte_order_mark_make_no_difference(data: bytes | str) -> None:
    document = read_document(data, "x.yaml")
    assert (document.value, document.problems) == ({"a": 1}, ())


def test_largest_file_is_read() -> None:
    text = "a: " + "x" * (SMALL.most_bytes - 3)
    assert read_document(text, "x.yaml").problems == ()
    assert read_document(text + "x", "x.yaml").unreadable


def test_depth_of_twenty_is_read_and_one_more_is_not() -> None:
    assert read_document("[" * 20 + "]" * 20, "x.yaml").problems == ()
    assert read_document("[" * 21 + "]" * 21, "x.yaml").unreadable


def test_twenty_thousand_values_are_read_and_one_more_is_not() -> None:
    assert read_document("[" + "1," * 19_999 + "]", "x.yaml").problems == ()
    assert read_document("[" + "1," * 20_000 + "]", "x.yaml").unreadable


def test_character_in_two_halves_as_json_writes_it_is_one() -> None:
    assert read_document('{"a": "\\ud83e\\udd8a"}', "x.yaml").value == {"a": "🦊"}


def test_key_on_is_text_without_quotes() -> None:
    assert read_document("on: 2026-11-01\n", "x.yaml").value == {"on": "2026-11-01"}


def test_problems_of_all_parts_are_found_in_one_reading() -> None:
    document = read_document("a: no\nb: &x 1.10\n? [c]\n: {d: ~}\n<<: *x\n'e': 'f'\n", "x.yaml")
    assert [str(problem).split(": ")[0] for problem in document.problems] == [
        "x.yaml:1:4", "x.yaml:2:4", "x.yaml:2:4", "x.yaml:3:3", "x.yaml:4:7", "x.yaml:5:1", "x.yaml:5:5",
    ]  # fmt: skip
    assert document.value == {"a": "no", "b": "1.10", "e": "f"}
    assert document.doubted(("a",))
    assert not document.doubted(("e",))


def test_first_of_two_equal_keys_counts_and_keeps_its_place() -> None:
    document = read_document("a: {b: 1}\na: {b: 2, c: 3}\n", "x.yaml")
    assert document.value == {"a": {"b": 1}}
    assert document.place(("a", "b")) == Place(1, 8)
    assert [str(problem) for problem in document.problems] == [
        "x.yaml:2:1: `a` appears twice: keep one of them; the first is on line 1"
    ]


def test_values_can_be_asked_for_by_path() -> None:
    document = read_document("a: {b: [x, ' y ', 3]}\nc: no\n", "x.yaml")
    assert document.at(("a", "b", 2)) == 3
    assert document.at(("a", "zz", 2)) is None
    assert document.mapping(("a", "b")) == {}
    assert document.entries(("a",)) == []
    assert document.text(("a", "b", 1)) == "y"
    assert document.text(("a", "b", 2)) is None
    assert document.text(("c",)) is None
