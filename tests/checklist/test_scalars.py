"""Plain scalars: what may stand without quotes, and what two versions of YAML would read differently."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.scalars import plain_number, read_plain
from advisor.checklist.yaml_reader import read_document


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("4", 4), ("-12", -12), ("999999999999999", 999_999_999_999_999),
        ("15.5", 15.5), ("-0.25", -0.25), ("0.0000001", 1e-7),
        ("true", True), ("False", False), ("TRUE", True),
        ("", None), ("~", None), ("null", None), ("Null", None),
        ("raw", "raw"), ("2026-11-01", "2026-11-01"), ("1.0.0", "1.0.0"), ("5.3.0", "5.3.0"), ("15 ms", "15 ms"),
        ("-", "-"), (".", "."), ("+", "+"), ("...", "..."), ("._", "._"), (".e+1", ".e+1"),
        ("0x", "0x"), ("0o8", "0o8"), ("1e", "1e"),
        ("12:99", "12:99"), ("3/4", "3/4"), ("2026-11", "2026-11"), ("nobody", "nobody"),
        ("inf", "inf"), ("https://a.b", "https://a.b"),
    ],
)  # fmt: skip
def test_plain_scalar_that_all_read_alike_keeps_its_value(text: str, value: object) -> None:
    reading = read_plain(text)
    assert (reading.value, reading.message) == (value, "")
    assert type(reading.value) is type(value)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("yes", "true", 'the text "yes"'), ("NO", "false", 'the text "NO"'), ("off", "false", 'the text "off"'),
        ("n", "false", 'the text "n"'), ("010", "the number 8", "the number 10"),
        ("-010", "the number -8", "the number -10"), ("0_7", "the number 7", 'the text "0_7"'),
        ("08", 'the text "08"', "the number 8"), ("0o17", 'the text "0o17"', "the number 15"),
        ("0b11", "the number 3", 'the text "0b11"'), ("-0b11", "the number -3", 'the text "-0b11"'),
        ("0xF_F", "the number 255", 'the text "0xF_F"'), ("+0xFF", "the number 255", 'the text "+0xFF"'),
        ("0x_", "the number 0", 'the text "0x_"'),
        ("1_000", "the number 1000", 'the text "1_000"'), ("1_0.5", "the number 10.5", 'the text "1_0.5"'),
        ("12:30:45", "the number 45045", 'the text "12:30:45"'), ("-1:30", "the number -90", 'the text "-1:30"'),
        ("1:30.5", "the number 90.5", 'the text "1:30.5"'), ("1e3", 'the text "1e3"', "the number 1000"),
        ("1.5e3", 'the text "1.5e3"', "the number 1500"), ("+.5e1", 'the text "+.5e1"', "the number 5"),
        ("2026-11-23T10:00:00Z", "a point in time", 'the text "2026-11-23T10:00:00Z"'),
        ("=", "a special value", 'the text "="'), ("<<", "a special value", 'the text "<<"'),
    ],
)  # fmt: skip
def test_plain_scalar_with_two_readings_is_refused_with_both(text: str, old: str, new: str) -> None:
    reading = read_plain(text)
    assert reading.message == f"`{text}` is {old} to YAML 1.1 and {new} to YAML 1.2"
    assert f'"{text}"' in reading.remedy


@given(st.text("0x1_b.+-e:oF", min_size=1, max_size=8))
def test_no_spelling_near_that_of_a_number_makes_the_reader_fail(text: str) -> None:
    reading = read_plain(text)
    assert reading.message == "" or reading.instead


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.10", "1.1"), ("3.0", "3"), ("+5", "5"), ("-0", "0"), (".5", "0.5"), ("5.", "5"), ("1.5e+3", "1500"),
     ("0x1F", "31"), ("0.30000000000000004000", "0.30000000000000004"), ("00.5", "0.5")],
)  # fmt: skip
def test_number_in_another_spelling_is_refused_with_the_usual_one(text: str, number: str) -> None:
    reading = read_plain(text)
    assert reading.message
    assert reading.remedy.startswith(f"write {number}, or ")


@pytest.mark.parametrize("text", [".inf", "-.INF", ".nan", "+.Inf"])
def test_number_that_is_not_finite_is_refused(text: str) -> None:
    assert read_plain(text).message == f"`{text}` is not a finite number"


@given(st.text(alphabet="0123456789+-._:exXobTZ aAfFnNiI", min_size=1, max_size=12).map(str.strip).filter(bool))
def test_plain_scalar_read_alike_agrees_with_another_reader_of_yaml_1_1(text: str) -> None:
    """PyYAML's own resolver is an independent reading of YAML 1.1: what we take for a number or text, so does it."""
    reading = read_plain(text)
    theirs = yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False)).removeprefix("tag:yaml.org,2002:")
    if reading.message or theirs in {"timestamp", "null"}:
        return
    ours = {int: "int", float: "float", bool: "bool", str: "str"}[type(reading.value)]
    assert ours == theirs


@given(
    st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14)
)
def test_plain_number_reads_back_as_the_same_number(number: float) -> None:
    text = plain_number(number)
    assert not re.search("[eE]", text)
    assert read_plain(text).value == number


STRUCTURE = re.compile(r"[-?:]( |$)|.*:( |$)")
"""What begins a list or a mapping is no scalar."""
SCALARS = (
    st.text(alphabet="0123456789+-._:exXobTZ aAfFnNiI", min_size=1, max_size=24)
    .map(str.strip)
    .filter(lambda text: text and not STRUCTURE.match(text))
    | st.sampled_from(
        ["yes", "NO", "on", "Off", "y", "N", "=", ".inf", "-.NaN", "1e999", "-1e400", "9" * 16, "-00", "0_0"]
    )
    | st.from_regex(r"[-+]?[0-9]{1,20}(_[0-9]{1,3})?(\.[0-9]{0,20})?([eE][-+]?[0-9]{1,3})?", fullmatch=True)
    | st.from_regex(r"[-+]?0(x[0-9a-f_]{1,20}|b[01_]{1,20}|o?[0-7_]{1,20})", fullmatch=True)
    | st.from_regex(r"2026-1?1-0?1[ Tt]1?0:00:00(\.5)?( ?Z| ?[+]1:00)?", fullmatch=True)
)


@pytest.mark.properties
@given(SCALARS)
def test_remedy_of_a_refused_scalar_tells_only_what_is_accepted_next(text: str) -> None:
    reading = read_plain(text)
    assert bool(reading.message) == bool(reading.remedy) == bool(reading.instead)
    for instead in reading.instead:
        assert instead in reading.remedy
        assert read_document(f"key: {instead}", "a.yaml").problems == ()
    assert "bounds" not in reading.remedy
    told = set(
        re.findall(r'"[^"]*"(?= in quotes)|(?<=write )[-.0-9]+(?=,)|(?:true|false)(?=$)|2026-11-01$', reading.remedy)
    )
    assert told == set(reading.instead)


@pytest.mark.properties
@given(SCALARS)
def test_remedy_of_a_refused_key_is_accepted_next(text: str) -> None:
    document = read_document(f"? {text}\n: value", "a.yaml")
    for problem in document.problems:
        quoted = problem.remedy.removeprefix("put it in quotes: ")
        assert quoted == f'"{text}"', problem
        assert read_document(f"{quoted}: value", "a.yaml").problems == ()
