"""Broken YAML in plain words: each fault that PyYAML knows, and one that it might learn."""

import pytest
from yaml.error import Mark, MarkedYAMLError

from advisor.checklist.syntax import fault_mark, syntax_fault
from advisor.checklist.yaml_reader import read_document


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a:\n\tb: 1", "2:1", "a tab stands where spaces should"),
        ("a: `b`", "1:4", "a text cannot begin with a backquote here"),
        ("a: @b", "1:4", "a text cannot begin with `@` here"),
        ("a: %b", "1:4", "a text cannot begin with `%` here"),
        ("a: 1\nb\nc: 2", "3:1", "a colon is missing after this key"),
        ("a: b: c", "1:5", "a colon and a space stand inside a text"),
        ("a: ? b", "1:4", "`?` cannot stand here"),
        ("a: - b", "1:4", "a list entry (`- `) cannot begin here"),
        ("a: 'b", "1:4", "this quotation mark is never closed"),
        ('a: "b\n---\n', "1:4", "this quotation mark is never closed"),
        ('a: "\\q"', "1:6", "an unknown escape after a backslash"),
        ('a: "\\x4"', "1:7", "an escape lacks hexadecimal digits"),
        ("a: [b c: d", "1:11", "a list opened by `[` is not closed, or lacks a comma"),
        ("a: {b: c d: e}", "1:11", "a mapping opened by `{` is not closed, or lacks a comma"),
        ("a: 1\n  b: 2", "2:4", "a colon and a space stand inside a text"),
        ("- a\nb: c", "2:1", "the indentation does not fit what stands above"),
        ("a: ,", "1:4", "something is missing here"),
        ("a\nb: c", "2:2", "a colon and a space stand inside a text"),
        ("[a] b", "1:5", "this belongs to nothing above it"),
        ("%YAML x\n---\na: 1", "1:7", "directives (lines that begin with `%`) are not used here"),
        ("%YAML 1.1\n%YAML 1.1\n---\na: 1", "2:1", "directives (lines that begin with `%`) are not used here"),
        ("%YAML 2.0\n---\na: 1", "1:1", "directives (lines that begin with `%`) are not used here"),
        ("%TAG !a! b\n%TAG !a! b\n---\na: 1", "2:1", "directives (lines that begin with `%`) are not used here"),
        ("a: &", "1:5", "`&` opens an anchor, which is not used here"),
        ("a: *", "1:5", "`*` opens an alias, which is not used here"),
        ("a: !<b", "1:7", "`!` opens a tag, which is not used here"),
        ("a: !b{c", "1:6", "`!` opens a tag, which is not used here"),
        ("a: !b!c d", "1:4", "`!` opens a tag, which is not used here"),
        ("a: |0\n  b", "1:5", "only a line break may follow `|` or `>` here"),
    ],
)
def test_broken_yaml_is_named_in_plain_words(text: str, place: str, message: str) -> None:
    (problem,) = read_document(text, "x.yaml").problems
    assert str(problem).startswith(f"x.yaml:{place}: {message}: ")


def test_fault_that_nobody_foresaw_still_has_a_remedy() -> None:
    assert syntax_fault(MarkedYAMLError()) == (
        "this is not YAML", "check quotes, brackets and indentation here and in the line above",
    )  # fmt: skip


def test_fault_without_a_place_of_its_own_takes_that_of_its_beginning() -> None:
    mark = Mark("x", 0, 3, 4, None, None)
    assert fault_mark(MarkedYAMLError(context_mark=mark)) is mark
    assert fault_mark(MarkedYAMLError()) is None
