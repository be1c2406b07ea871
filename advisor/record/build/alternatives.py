"""What speaks for and against each alternative in this case: from its own answers, never from a list that is the same
for all.

In: a `DecisionRecord`. Out: lines. Must not know: where they are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.record.build.reasons import traded_for
from advisor.record.model.record import DecisionRecord
from advisor.record.model.vocabulary import Vocabulary, some

MOST, MOST_NAMED = 4, 3
"""Reasons of each kind, and services behind one that are named."""


@dataclass(frozen=True, slots=True)
class AlternativeLine:
    """An alternative: what it is, and what it gains and costs here, a phrase each with the services it is said of."""

    name: str
    summary: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


def alternatives(record: DecisionRecord) -> tuple[AlternativeLine, ...]:
    """Every alternative of the checklist."""
    return tuple(_line(record, key) for key, _ in record.checklist.options)


def _line(record: DecisionRecord, key: str) -> AlternativeLine:
    words, option = Vocabulary(record.checklist), dict(record.checklist.options)[key]
    chosen = {line.service: line.key for line in record.decision.choices} if record.decision else {}
    inside = [one for one in record.recommendation.services if not one.outside]
    # a split is weighed only where one is asked for
    about = [one for one in inside if key != "split" or "split" in (one.verdict, chosen.get(one.name))]
    trades = [(one.name, *traded_for(words, one, key)) for one in about]
    several = len(record.services) > 1
    good = _named(((name, phrases) for name, phrases, _ in trades), several=several)
    bad = _named(((name, phrases) for name, _, phrases in trades), several=several)
    return AlternativeLine(option.name, option.summary, good, bad)


def _named(trades: Iterable[tuple[str, tuple[str, ...]]], *, several: bool) -> tuple[str, ...]:
    """Each phrase once, with those it is said of; what most say comes first."""
    names: dict[str, list[str]] = {}
    for name, phrases in trades:
        for phrase in dict.fromkeys(phrases):
            names.setdefault(phrase, []).append(name)
    ordered = sorted(names, key=lambda phrase: -len(names[phrase]))
    return tuple(f"{phrase} ({some(names[phrase], MOST_NAMED)})" if several else phrase for phrase in ordered[:MOST])
