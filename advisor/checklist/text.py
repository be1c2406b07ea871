"""Which characters text may hold, and how a message quotes text.

In: any text. Out: the same text tidied, in one form or folded for comparing, a character that must go, or a short
quotation. Must not know: YAML, models.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

# YAML 1.1 breaks lines at U+0085, U+2028 and U+2029, YAML 1.2 does not; the others have no business in text.
UNWANTED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# Filling that is seen as a space or not at all, though it counts as a letter, a sign or a mark.
_BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
_UNSEEN = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Letters, most of them Greek and Cyrillic, that are drawn like Latin ones, large and small.
_ALIKE = str.maketrans(
    "\u0131\u03b9\u03b1\u0251\u0261\u04cf\u0585"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03c1"
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u04bb\u0501\u051b\u051d",
    "iiaagloABEZHIKMNOPTYXovpABESIJKMHOPCTYXaesijopcyxhdqw",
)
# In many fonts a large i, a one and a bar are drawn like a small l, and a zero like a large o.
_DRAWN_ALIKE = str.maketrans("I1|\u0130\u0406\u04c00", "llllllO")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_JOINER = re.compile("[\u200c\u200d]")
_SHAPED = "\u0300-\u1fff\u2190-\U0010ffff"  # scripts beyond Latin, marks, and what emoji are made of
_IDLE_JOINER = re.compile(f"(?<![{_SHAPED}])[\u200c\u200d]+|[\u200c\u200d]+(?![{_SHAPED}\u200c\u200d])")
_LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")


def unwanted_character(text: str) -> str | None:
    """The first character that no file and no answer may hold: controls, half surrogates, odd line breaks.

    >>> unwanted_character("tab\\tand\\nline") is None, unwanted_character("bell\\x07")
    (True, '\\x07')
    """
    match = UNWANTED.search(text)
    return match.group() if match else None


def pairs_joined(text: str) -> str:
    """Text in which two halves of a character stand together as one: JSON writes "\\ud83e\\udd8a" for a fox.

    >>> pairs_joined("\\ud83e\\udd8a") == "\\U0001f98a", len(pairs_joined("\\ud83e"))
    (True, 1)
    """
    return _PAIR.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)


def tidied(text: str) -> str:
    """What a person typed or pasted, with every kind of line break made `\\n`, unwanted characters left out, and all in
    one form.

    >>> tidied("one\\r\\ntwo\\u2028three\\x00")
    'one\\ntwo\\nthree'
    """
    if text.isascii() and text.isprintable():
        return text  # nearly always, and many times in each save
    return one_form(UNWANTED.sub("", _LINE_BREAK.sub("\n", text)))


def one_form(text: str) -> str:
    """The one form in which text is stored and read: letters composed (NFC), nothing that cannot be seen.

    Zero-width spaces, soft hyphens and controls of direction go. The two joiners stay where they shape what is seen,
    between letters of scripts that join, and between the parts of an emoji; elsewhere they go as well.

    >>> one_form("Cafe\\u0301"), one_form("Or\\u200bders\\u202e"), one_form("A\\u200dPI")
    ('Café', 'Orders', 'API')
    >>> one_form("\\u0645\\u06cc\\u200c\\u0631\\u0648\\u062f") == "\\u0645\\u06cc\\u200c\\u0631\\u0648\\u062f"
    True
    """
    if text.isascii():
        return text
    before, text = "", _INVISIBLE.sub("", text)
    while before != text:  # a joiner that goes can bring a letter and its mark together, and the other way round
        before = text
        text = unicodedata.normalize("NFC", _IDLE_JOINER.sub("", unicodedata.normalize("NFC", text)))
    return text


def values_in_one_form(value: Any, other: Mapping[str, str] = MappingProxyType({})) -> Any:
    """The same of every text in lists and mappings, keys included; `other` has texts that become something else.

    >>> values_in_one_form({"a": ["e\\u0301", 1]})
    {'a': ['é', 1]}
    """
    if isinstance(value, str):
        return other.get(value) or one_form(value)
    if isinstance(value, dict):
        return {other.get(key) or one_form(key): values_in_one_form(inner, other) for key, inner in value.items()}
    return [values_in_one_form(inner, other) for inner in value] if isinstance(value, list) else value


def folded(name: str) -> str:
    """What two names have in common that are the same thing: capitals, spaces and signs that are not seen make no
    difference, nor does how a letter is composed.

    >>> folded("Token  Stream") == folded("token stream"), folded("CAFE\\u0301") == folded("Caf\\xe9")
    (True, True)
    """
    plain = _JOINER.sub("", one_form(name)).casefold()
    return " ".join(unicodedata.normalize("NFC", plain).split())


def excerpt(text: str, most: int = 60) -> str:
    """Text as a message quotes it: one line, not endless.

    >>> excerpt("a" * 100)[-2:], excerpt("two\\nlines")
    ('a…', 'two lines')
    """
    head = text[: most * 4]
    line = " ".join("".join(c if c.isprintable() else " " for c in head).split())
    return line if len(line) <= most and len(text) == len(head) else line[:most] + "…"


def likeness(name: str) -> str:
    """What two names have in common that a reader cannot tell apart: capitals, spaces, signs that are not seen, other
    forms of a letter, and letters of another alphabet that are drawn alike make no difference.

    >>> likeness("\uff21da\u200b  LOVELACE") == likeness("\u0410d\u0430 Lovelace") == "ada lovelace"
    True
    """
    seen = _seen(unicodedata.normalize("NFKC", _seen(name)).translate(_ALIKE))
    folded = unicodedata.normalize("NFKC", seen.casefold()).translate(_ALIKE).casefold()
    return " ".join(_seen(folded).split())


def alike(one: str, other: str) -> bool:
    """Whether a reader could take one name for the other; also where a large i or a digit stands for a letter.

    >>> alike("Alice", "AIice"), alike("Otto", "0tto"), alike("ian", "IAN"), alike("Ada", "Adam")
    (True, True, True, False)
    """
    return not likenesses(one).isdisjoint(likenesses(other))


def likenesses(name: str) -> frozenset[str]:
    """The ways to read a name; two names that share one look alike."""
    return frozenset({likeness(name), likeness(unicodedata.normalize("NFKC", name).translate(_DRAWN_ALIKE))})


def _seen(text: str) -> str:
    """The text without what is not seen in it."""
    plain = _UNSEEN.sub("", _BLANK.sub(" ", text))
    return "".join(one for one in plain if one.isspace() or unicodedata.category(one) not in ("Cc", "Cf", "Cn", "Co"))
