"""Numbers and days as people and files read them: the one place where exact fractions are rounded.

In: exact fractions, dates. Out: floats of six decimals for files, short text for people. Must not know: what they
mean.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=str)
MINUS = "\u2212"


def rounded(value: Fraction | None) -> float | None:
    """A number for a file: six decimals, ties to the even digit; None stays None.

    >>> rounded(Fraction(1, 12)), rounded(Fraction(-11, 12)), rounded(None)
    (0.083333, -0.916667, None)
    """
    return None if value is None else _millionths(value) / 1_000_000


def _millionths(value: Fraction) -> int:
    """The value times a million, ties to the even number: what `round` gives, in a fifth of its time."""
    whole, rest = divmod(value.numerator * 1_000_000, value.denominator)
    twice = 2 * rest
    return whole + (twice > value.denominator or (twice == value.denominator and whole % 2 == 1))


def rounded_share(value: Fraction) -> float:
    """A share for a file: as `rounded`, but what can come out never prints as 0.

    >>> rounded_share(Fraction(1, 10**9)), rounded_share(Fraction(0)), rounded_share(Fraction(2, 3))
    (1e-06, 0.0, 0.666667)
    """
    return (_millionths(value) or (1 if value > 0 else 0)) / 1_000_000


def percent(value: Fraction) -> str:
    """A share in [0, 1] as whole per cent; never 0% or 100% for what is not exactly that.

    >>> percent(Fraction(5, 6)), percent(Fraction(1)), percent(Fraction(1, 1000)), percent(Fraction(999, 1000))
    ('83%', '100%', 'under 1%', 'over 99%')
    """
    return _whole_percent(value, round(value * 100))


def _whole_percent(value: Fraction, whole: int) -> str:
    if value > 0 and whole == 0:
        return "under 1%"
    if value < 1 and whole == 100:
        return "over 99%"
    return f"{whole}%"


def percents(parts: Sequence[Fraction]) -> tuple[str, ...]:
    """Parts of a share as whole per cents that add up to it as it is printed: largest remainder, the first on a tie.

    >>> percents([Fraction(1, 24)] * 4)
    ('5%', '4%', '4%', '4%')
    >>> percent(sum([Fraction(1, 24)] * 4))
    '17%'
    """
    total, whole = sum(parts), [int(part * 100) for part in parts]
    left = (round(total * 100) if total == 1 else min(round(total * 100), 99)) - sum(whole)
    order = sorted(range(len(parts)), key=lambda index: whole[index] - parts[index] * 100)
    for index in order[:left]:
        whole[index] += 1
    return tuple(_whole_percent(part, count) for part, count in zip(parts, whole, strict=True))


def printed_shares(shares: Mapping[Key, Fraction]) -> dict[Key, str]:
    """Shares of a whole as they are printed, without those that are nothing."""
    some = {key: share for key, share in shares.items() if share > 0}
    return dict(zip(some, percents(list(some.values())), strict=True))


def decimal(value: Fraction, digits: int = 3) -> str:
    """A number with a true minus sign and without trailing zeros.

    >>> decimal(Fraction(-11, 12)), decimal(Fraction(1)), decimal(Fraction(1, 2))
    ('−0.917', '1', '0.5')
    """
    text = f"{float(round(abs(value), digits)):.{digits}f}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 and text != "0" else text


def figure(value: float) -> str:
    """A figure as somebody stated it, its thousands apart.

    >>> figure(2_500_000.0), figure(12.5), figure(0.05), figure(7)
    ('2,500,000', '12.5', '0.05', '7')
    """
    return f"{Decimal(repr(value)):,f}".removesuffix(".0")


def signed(value: Fraction, digits: int = 3) -> str:
    """A number with its sign shown, zero without one.

    >>> signed(Fraction(1, 4)), signed(Fraction(-1, 4)), signed(Fraction(0))
    ('+0.25', '−0.25', '0')
    """
    text = decimal(value, digits)
    return text if text == "0" or value < 0 else f"+{text}"


def exact(value: Fraction) -> str:
    """A number in full, as a fraction where it is not whole.

    >>> exact(Fraction(-11, 12)), exact(Fraction(2))
    ('−11/12', '2')
    """
    text = str(abs(value))
    return f"{MINUS}{text}" if value < 0 else text


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> plural(1, "step"), plural(3, "step"), plural(0, "reply", "replies")
    ('1 step', '3 steps', '0 replies')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def day_in_words(day: date) -> str:
    """A date as a sentence holds it.

    >>> day_in_words(date(2026, 4, 30))
    '30 April 2026'
    """
    return f"{day.day} {day:%B} {day.year}"
