"""Which characters text may hold, and how a message quotes text.

In: any text. Out: the same text tidied, a character that must go, or a short quotation. Must not know: YAML, models.
"""

import re

# YAML 1.1 breaks lines at U+0085, U+2028 and U+2029, YAML 1.2 does not; the others have no business in text.
UNWANTED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
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
    """What a person typed or pasted, with every kind of line break made `\\n` and unwanted characters left out.

    >>> tidied("one\\r\\ntwo\\u2028three\\x00")
    'one\\ntwo\\nthree'
    """
    if text.isascii() and text.isprintable():
        return text  # nearly always, and many times in each save
    return UNWANTED.sub("", _LINE_BREAK.sub("\n", text))


def shown(text: str, most: int = 60) -> str:
    """Text as a message quotes it: one line, not endless.

    >>> shown("a" * 100)[-2:], shown("two\\nlines")
    ('a…', 'two lines')
    """
    head = text[: most * 4]
    line = " ".join("".join(c if c.isprintable() else " " for c in head).split())
    return line if len(line) <= most and len(text) == len(head) else line[:most] + "…"
