"""Numbers as people write them: with a decimal comma or a decimal point, in groups of three or not.

In: what somebody wrote in a field or a cell. Out: every number that it can mean, so that whoever asks guesses nothing.
Must not know: what the number is for. YAML and JSON have one spelling of a number, and keep it; text that stands there
in a number's place is read here, to say what to write instead.
"""

import re

from advisor.checklist.scalars import plain_number
from advisor.checklist.text import excerpt

SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " ") | {"\u2019": "'", "\u2212": "-"})
LONGEST = 40
_GROUPED = (
    re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<rest>[0-9]+))?\Z"),
    re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<rest>[0-9]+))?\Z"),
    re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:[.,](?P<rest>[0-9]+))?\Z"),
    re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:'[0-9]{3})+)(?:[.,](?P<rest>[0-9]+))?\Z"),
)
"""Groups of three, each with what may stand before its decimals."""
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<rest>[0-9]+))?\Z|[.,](?P<only>[0-9]+)\Z")


def readings(text: str) -> tuple[float, ...]:
    """Every number that this can be, the larger one first; none where it is no number.

    >>> readings("15,5"), readings("15.5"), readings("1.234,5"), readings("1,234,567"), readings("0,125")
    ((15.5,), (15.5,), (1234.5,), (1234567.0,), (0.125,))
    >>> readings("1,500"), readings("1.500"), readings("15 ms"), readings("1,5,0")
    ((1500.0, 1.5), (1500.0, 1.5), (), ())
    """
    plain = text.strip().translate(SPACES)
    sign, plain = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    if len(plain) > LONGEST:
        return ()
    numbers = [_number(sign, re.sub("[^0-9]", "", match["whole"]), match["rest"]) for match in _matches(plain)]
    alone = _PLAIN.match(plain)
    if alone:
        numbers.append(_number(sign, alone["whole"] or "0", alone["rest"] or alone["only"]))
    return tuple(sorted(set(numbers), reverse=True))


def _matches(plain: str) -> list[re.Match[str]]:
    return [match for pattern in _GROUPED if (match := pattern.match(plain))]


def _number(sign: str, whole: str, rest: str | None) -> float:
    return float(f"{sign}{whole}.{rest or 0}")


def whole_readings(text: str) -> tuple[int, ...]:
    """Likewise where only a whole number is asked for: then groups of three leave one reading.

    >>> whole_readings("1,500"), whole_readings("2.0"), whole_readings("2,5")
    ((1500,), (2,), ())
    """
    return tuple(int(value) for value in readings(text) if value.is_integer())


def written(value: float) -> str:
    """A number spelt so that it is read in one way alone.

    >>> written(15.0), written(2.5), written(2.125), written(1234.125)
    ('15', '2.5', '2.1250', '1234.125')
    """
    spelt = plain_number(value)
    return spelt if len(readings(spelt)) == 1 else spelt + "0"


def asks_which(text: str) -> str:
    """Says of a number that can be read in two ways what both are; nothing of any other.

    >>> asks_which("1,500")
    '“1,500” can be 1500 or 1.5'
    >>> asks_which("15,5")
    ''
    """
    numbers = readings(text)
    if len(numbers) < 2:
        return ""
    both = " or ".join(written(value) for value in numbers)
    return f"“{excerpt(text.strip(), LONGEST)}” can be {both}"
