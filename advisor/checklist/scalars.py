"""What a scalar without quotes means: refused wherever two versions of YAML, or two programs, would disagree.

In: the text of one plain scalar. Out: its value, or what is wrong with it and what to write instead. Must not know:
where it stands, what it is for. Dates stay text: the models turn them into dates where they want one.
Source: yaml.org/type (1.1) and YAML 1.2.2 §10.3, the core schema.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from advisor.checklist.text import excerpt

Value = str | int | float | bool | None

LONGEST_WHOLE_NUMBER = 15
"""Digits that every program keeps: beyond 2⁵³ many round silently."""

_BOOLEANS_1_1 = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"], True),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "off", "Off", "OFF"], False),
}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+\Z")
_SIXTY = re.compile(r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?\Z")
_TIMESTAMP = re.compile(r"\d{4}-\d\d?-\d\d?([Tt]|[ \t]+)\d\d?:\d\d:\d\d(\.\d*)?([ \t]*(Z|[-+]\d\d?(:\d\d)?))?\Z")
_OCTAL_1_1 = re.compile(r"[-+]?0[0-7_]+\Z")
_OCTAL_1_2 = re.compile(r"0o[0-7]+\Z")
_BINARY_1_1 = re.compile(r"[-+]?0b[01_]+\Z")
_HEX = re.compile(r"[-+]?0x[0-9a-fA-F_]+\Z")
_NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z")
_UNDERSCORES = re.compile(r"[-+]?(\.[0-9_]+|[0-9][0-9_]*(\.[0-9_]*)?)\Z")
_NO_DIGITS = re.compile(r"[-+]?\.[_.]*([eE].*)?\Z")
"""A point with no digit before or behind it, which the pattern of YAML 1.1 takes for a number and no reader can."""
_NUMBER_1_2 = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NUMBER_1_1 = re.compile(r"[-+]?[0-9]*\.[0-9]*([eE][-+][0-9]+)?\Z|[-+]?(0|[1-9][0-9]*)\Z")


@dataclass(frozen=True, slots=True)
class PlainValue:
    """The value of a plain scalar. With a `message` it is refused, and the value is its bare text."""

    value: Value
    message: str = ""
    remedy: str = ""
    instead: tuple[str, ...] = ()
    """What the remedy tells to write, each as it would stand in the file: nothing that would be refused next."""


def read_plain(text: str) -> PlainValue:
    """What `text`, written without quotes, means.

    >>> read_plain("4").value, read_plain("15.5").value, read_plain("true").value, read_plain("2026-11-01").value
    (4, 15.5, True, '2026-11-01')
    >>> read_plain("no").message
    '`no` is false to YAML 1.1 and the text "no" to YAML 1.2'
    >>> read_plain("1.10").remedy
    'write 1.1, or "1.10" in quotes if it is text such as a version'
    """
    if text in _NULLS:
        return PlainValue(None)
    if text in _BOOLEANS:
        return PlainValue(_BOOLEANS[text])
    if text in _BOOLEANS_1_1:
        word = "true" if _BOOLEANS_1_1[text] else "false"
        remedy = f'write "{text}" in quotes if it is text; where true or false is asked for, write {word}'
        message = f'`{text}` is {word} to YAML 1.1 and the text "{text}" to YAML 1.2'
        return PlainValue(text, message, remedy, (f'"{text}"', word))
    if text in {"=", "<<"}:
        return _two_readings(text, "a special value", f'the text "{text}"')
    if text[0] in "0123456789+-." and not _NO_DIGITS.match(text):
        return _numeric(text)
    return PlainValue(text)


def plain_number(value: float) -> str:
    """The one spelling of a number that reads back as the same number, without exponent.

    >>> plain_number(15.0), plain_number(0.5), plain_number(-7), plain_number(1e-7)
    ('15', '0.5', '-7', '0.0000001')
    """
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _two_readings(text: str, old: str, new: str, number: str = "") -> PlainValue:
    return _refused(text, f"`{excerpt(text)}` is {old} to YAML 1.1 and {new} to YAML 1.2", number)


def _refused(text: str, message: str, number: str = "", *, words: str = "", why: str = "") -> PlainValue:
    """With the text in quotes to write instead, and the number it may have meant if that can be written, else `words`
    for one."""
    whole = excerpt(text) == text
    quoted = f'"{text}" in quotes' if whole else "put it in quotes"
    instead = (f'"{text}"',) if whole else ()
    if not _can_be_written(number):
        return PlainValue(
            text, message, f"write {words}, or {quoted}{why}" if words else f"{'write ' * whole}{quoted}{why}", instead
        )
    return PlainValue(text, message, f"write {number}, or {quoted}{why}", (number, *instead))


def _can_be_written(number: str) -> bool:
    """Whether a number is spelt as it is read, and short enough to be told."""
    if not number or excerpt(number) != number or number == "-0":
        return False
    if _WHOLE.match(number):
        return len(number.lstrip("-")) <= LONGEST_WHOLE_NUMBER
    return bool(_DECIMAL.match(number)) and plain_number(float(number)) == number


def _numeric(text: str) -> PlainValue:
    if _WHOLE.match(text) and text != "-0":
        return _whole(text)
    if _DECIMAL.match(text):
        return _decimal(text)
    as_text = f'the text "{excerpt(text)}"'
    if _NOT_FINITE.match(text):
        return _refused(text, f"`{text}` is not a finite number", words="a number", why=" if it is text")
    if _SIXTY.match(text):
        return _two_readings(text, _as_number(_sixty(text)), as_text)
    if _TIMESTAMP.match(text):
        day = "2026-11-01"
        reading = _two_readings(text, "a point in time", as_text)
        return replace(
            reading, remedy=f"{reading.remedy}, or a date alone such as {day}", instead=(*reading.instead, day)
        )
    return _spelt_otherwise(text, as_text)


def _spelt_otherwise(text: str, as_text: str) -> PlainValue:
    """Octal, binary, hexadecimal, underscores, exponents, signs: never needed here, and read differently."""
    digits = text.replace("_", "")
    if _OCTAL_1_1.match(text):
        new = as_text if "_" in text else _as_number(_number_text(text))
        return _two_readings(text, _as_number(_in_base(digits, 8)), new, _number_text(digits))
    if _OCTAL_1_2.match(text):
        return _two_readings(text, as_text, _as_number(_in_base(text.replace("0o", ""), 8)))
    if _BINARY_1_1.match(text):
        return _two_readings(text, _as_number(_in_base(digits.replace("0b", ""), 2)), as_text)
    if _HEX.match(text):
        number = _in_base(digits.replace("0x", ""), 16)
        if "_" in text or text[0] in "+-":
            return _two_readings(text, _as_number(number), as_text)
        return _refused(text, f"`{excerpt(text)}` is {_as_number(number)} in another spelling", number)
    if "_" in text and _UNDERSCORES.match(text):
        return _two_readings(text, _as_number(_number_text(digits)), as_text, _number_text(digits))
    was = bool(_NUMBER_1_1.match(text))
    now = bool(_NUMBER_1_2.match(text))
    if was or now:
        number = _number_text(text)
        if was and now:
            return _refused(text, f"`{excerpt(text)}` is {_as_number(number)} in another spelling", number)
        read = _as_number(number)
        return _two_readings(text, read if was else as_text, read if now else as_text, number)
    return PlainValue(text)


def _whole(text: str) -> PlainValue:
    if len(text.lstrip("-")) > LONGEST_WHOLE_NUMBER:
        message = f"`{excerpt(text)}` has more than {LONGEST_WHOLE_NUMBER} digits"
        return _refused(text, message, words="a smaller number", why=" if it is text")
    return PlainValue(int(text))


def _decimal(text: str) -> PlainValue:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        return _refused(
            text, f"`{excerpt(text)}` is too large a number", words="a smaller number", why=" if it is text"
        )
    spelt = plain_number(value)
    if spelt == text:
        return PlainValue(value)
    message = f"`{excerpt(text)}` is the number {excerpt(spelt)}, and would not come back as written"
    return _refused(text, message, spelt, why=" if it is text such as a version")


def _number_text(text: str) -> str:
    """The usual spelling of a number written in an unusual way; nothing where it is beyond all bounds."""
    value = float(text) if len(text) <= 400 else float("inf")
    return "" if value in {float("inf"), float("-inf")} else plain_number(value)


def _in_base(digits: str, base: int) -> str:
    # Conversion from base 8, 2 and 16 is quick, but printing thousands of digits is not.
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits.lstrip("+"))
    return sign + str(int(digits or "0", base)) if len(digits) <= 60 else ""


def _as_number(number: str) -> str:
    return f"the number {excerpt(number)}" if number else "a number beyond all bounds"


def _sixty(text: str) -> str:
    """YAML 1.1 reads 12:30:45 in base 60."""
    parts = text.replace("_", "").lstrip("+-").split(":")
    if len(text) > 40:
        return ""
    total: Decimal = Decimal(0)
    for part in parts:
        total = total * 60 + Decimal(part)
    return f"{'-' if text[0] == '-' else ''}{total}"
