"""Files made to hang, to exhaust memory or to crash: each is refused with a plain message."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.errors import MOST_PROBLEMS
from advisor.checklist.yaml_events import SMALL
from tests.checklist.tiny import SOUND, problems, read

MEGABYTE = 1024 * 1024


def nested_merge_keys() -> str:
    """Doubles with every line: 2⁴⁰ keys for a reader that follows merge keys."""
    lines = ["l0: &l0 {a: 1}"]
    lines += [f"l{n}: &l{n} {{<<: [*l{n - 1}, *l{n - 1}]}}" for n in range(1, 40)]
    return "\n".join(lines)


def billion_laughs() -> str:
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(lines)


HOSTILE: dict[str, tuple[bytes | str, str]] = {
    "a megabyte": (
        "#" * MEGABYTE,
        "answers.yaml:1:1: the file has more than 262,144 bytes: shorten notes, or split it into several files",
    ),
    "one byte too many": ("é" + "#" * (SMALL.most_bytes - 1), "answers.yaml:1:1: the file has more than 262,144 bytes"),
    "brackets": ("[" * 250_000, "answers.yaml:1:21: nested more than 20 deep"),
    "closed brackets": ("[" * 130_000 + "]" * 130_000, "answers.yaml:1:21: nested more than 20 deep"),
    "braces": ("{" * 250_000, "nested more than 20 deep"),
    "list entries": ("- " * 130_000, "answers.yaml:1:41: nested more than 20 deep"),
    "question marks": ("? " * 130_000, "nested more than 20 deep"),
    "indentation": ("".join(" " * n + "a:\n" for n in range(600)), "answers.yaml:21:21: nested more than 20 deep"),
    "values": ("[" + "a," * 130_000, f"the file holds more than {SMALL.most_values:,} values"),
    "keys": ("a: b\n" * 50_000, "answers.yaml:2:1: `a` appears twice: keep one of them; the first is on line 1"),
    "merge keys": (nested_merge_keys(), "answers.yaml:2:10: `<<` is a merge key"),
    "laughs": (billion_laughs(), "answers.yaml:2:10: `*a0` is an alias"),
    "a ring of aliases": ("a: &a [*a]", "answers.yaml:1:8: `*a` is an alias"),
    "a long number": ("a: " + "9" * 200_000, "has more than 15 digits"),
    "a long decimal": ("a: 0." + "9" * 200_000, "would not come back as written"),
    "a long octal": ("a: 0" + "7" * 200_000, "is a number beyond all bounds"),
    "a long hexadecimal": ("a: 0x" + "f" * 200_000, "is a number beyond all bounds"),
    "a long time": ("a: 1" + ":59" * 80_000, "is a number beyond all bounds"),
    "a long exponent": ("a: 1e" + "9" * 200_000, "a number beyond all bounds"),
    "a vast number": ("a: 1e999", "a number beyond all bounds"),
    "a long key": ("a" * 200_000 + ": b", "a colon and a space stand inside a text"),
    "a long quoted key": (f'? "{"a" * 200_000}"\n: b', "unknown key `aaaa"),
    "a version of thousands of digits": ("%YAML 1." + "1" * 200_000, "a number here is too large for YAML"),
    "spaces": (" " * 250_000, "the file is empty"),
    "line breaks": ("\n" * 250_000, "the file is empty"),
    "comments": ("#\n" * 125_000, "the file is empty"),
    "documents": ("---\n" * 60_000, "answers.yaml:2:1: a second document begins here"),
    "directives": ("%a b\n" * 50_000, "answers.yaml:50001:1: this belongs to nothing above it"),
    "anchors": ("&a " * 80_000, "answers.yaml:1:1: `&a` is an anchor"),
    "tags": ("!a " * 80_000, "answers.yaml:1:1: tags (words that begin with `!`) are not used here"),
    "quotes": ('"a" ' * 60_000, "answers.yaml:1:5: this belongs to nothing above it"),
    "a quotation without end": ('a: "' + "b\n" * 120_000, "answers.yaml:1:4: this quotation mark is never closed"),
    "controls": ("\x01" * 250_000, "answers.yaml:1:20: the character U+0001 cannot be shown"),
    "half surrogates in text": ("a: \ud83d", "the character U+D83D cannot be shown"),
    "bytes that are no text": (bytes(range(128, 256)) * 1000, "the file is not written in UTF-8 here"),
    "zeros": (b"\x00" * 200_000, "the character U+0000 cannot be shown"),
    "noise": (random.Random(1).randbytes(200_000), "the file is not written in UTF-8 here"),
    "UTF-16": ("format: x\n".encode("utf-16"), "answers.yaml:1:1: the file is written in UTF-16: save it as UTF-8"),
    "byte order marks": ("\ufeff" * 80_000, "the character U+FEFF cannot be shown: delete it"),
    "tabs": ("\t" * 250_000, "answers.yaml:1:1: a tab stands where spaces should: write spaces instead"),
    "carriage returns": ("a:\r" * 80_000, "answers.yaml:2:1: `a` appears twice: keep one of them"),
    "document ends": ("...\n" * 60_000, "answers.yaml:1:1: something is missing here: write a value"),
    "mixed brackets": ("[{" * 100_000, "answers.yaml:1:3: a list or mapping stands where a key should"),
    "a key of a list": ("? [" + "a," * 50_000 + "]\n: b", f"the file holds more than {SMALL.most_values:,} values"),
    "combining marks": ("a" + "\u0301" * 100_000 + ": b", "a colon and a space stand inside a text"),
    "escapes without end": ('a: "' + "\\x41" * 60_000, "answers.yaml:1:4: this quotation mark is never closed"),
    "a block text of 80,000 lines": ("a: |\n" + " x\n" * 80_000, "unknown key `a`"),
    "an indentation of 100,000": ("a:\n" + " " * 100_000 + "b: 1\n", "unknown key `a`"),
    "bytes in base64": ("a: !!binary " + "A" * 200_000, "tags (words that begin with `!`) are not used here"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "answers.yaml:1:1: the file is not written in UTF-8 here"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "answers.yaml:2:2: the file is not written in UTF-8 here"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_with_a_plain_message(name: str) -> None:
    data, message = HOSTILE[name]
    found = problems(data)
    assert any(message in line for line in found), found[:3]
    assert len(found) <= MOST_PROBLEMS + 1
    assert all(len(line) < 500 for line in found)


def unknown_words(count: int) -> str:
    return "".join(f"      wrong-{n}: 3\n" for n in range(count))


@pytest.mark.parametrize(
    "extra",
    [
        unknown_words(8000),
        "      fast-ish: 3\n" + "".join(f"      {n}: no\n" for n in range(5000)),
        "weights:\n" + "".join(f"  fsat{n}: 2\n" for n in range(8000)),
        "".join(f"kye-{n}: 2\n" for n in range(8000)),
        "settled:\n" + "  - {service: nowhere, statement: nothing}\n" * 3000,
        "respondents:\n" + "".join(f"  - {{name: r{n}, services: {{s{n}: {{f{n}: 3}}}}}}\n" for n in range(2000)),
    ],
)
def test_thousands_of_mistakes_are_counted_not_listed(extra: str) -> None:
    found = problems(SOUND + extra)
    assert len(found) == MOST_PROBLEMS + 1
    assert "more problems from here on: fix those above first, then check again" in found[-1]


def test_thousands_of_services_that_name_unknown_teams_are_counted() -> None:
    teams = "".join(f"  - {{name: team {n}}}\n" for n in range(1600))
    services = "".join(f"  - {{name: service {n}, team: taem {n}}}\n" for n in range(1600))
    found = problems(f"format: advisor-assessment/1\nchecklist: tiny\nteams:\n{teams}services:\n{services}")
    assert found[0] == "answers.yaml:4:3: too many entries (1600): keep at most 200"
    assert "there is no team `taem 0`: write one of the 1600 known ones, such as `team 0`" in found[2]


@given(st.binary(max_size=400))
def test_reading_any_bytes_raises_nothing_but_answers_error(data: bytes) -> None:
    assert problems(data)


@given(st.text(alphabet="ab: -[]{}'\"#&*!|>%@`,?\n\t0123~<=\\u\x85\ufeff", max_size=80))
def test_reading_any_yaml_like_text_raises_nothing_but_answers_error(text: str) -> None:
    assert problems(text)


@given(st.data())
def test_sound_file_with_a_piece_changed_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SOUND)))
    end = data.draw(st.integers(start, min(len(SOUND), start + 10)))
    piece = data.draw(
        st.sampled_from(["", "\t", "null", "[", "}", ": ", "- ", "&a ", "*a", "!!x ", "'", '"', "no", "7", "\n"])
    )
    changed = SOUND[:start] + piece + SOUND[end:]
    found = problems(changed)
    assert found or read(changed).checklist == "tiny"
