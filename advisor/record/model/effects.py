"""What a statement on which people differ counts as, and what agreeing on one of the levels would make of the verdict.

In: the checklist's words, a difference. Out: sentences, for pages and records. Must not know: who said what.
"""

from collections.abc import Sequence

from advisor.engine.differences import Difference
from advisor.engine.recommendation import LEVELS
from advisor.record.model.vocabulary import Vocabulary, listed


def counts_as(words: Vocabulary, key: str, levels: Sequence[int]) -> str:
    """The levels that a statement counts as, in words."""
    names = [words.level(key, level) for level in LEVELS]
    if not levels:
        return "does not apply"
    if len(levels) == len(LEVELS):
        return "any level"
    if len(levels) > 2:
        return f"anything from {names[levels[0]]} to {names[levels[-1]]}"
    return listed([names[level] for level in levels], "or")


def effect_of(words: Vocabulary, difference: Difference) -> str:
    """What each level given would make of the verdict, as a record says it."""
    ways = leading(words, difference)
    return f"Taken alone, {'; '.join(ways.values())}."


def leading(words: Vocabulary, difference: Difference) -> dict[str, str]:
    """By verdict, which of the levels given lead to it, in words."""
    names = [words.level(difference.statement, level) for level in LEVELS]
    by_verdict: dict[str, list[str]] = {}
    for level, verdict in difference.verdicts:
        by_verdict.setdefault(words.leads_to(verdict), []).append(f"“{names[level].removesuffix('.')}”")
    return {verdict: f"{listed(levels, 'or')} leads to {verdict}" for verdict, levels in by_verdict.items()}
