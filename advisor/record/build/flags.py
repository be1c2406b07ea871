"""What the flags of a verdict mean, a sentence each.

In: the checklist's words, one service's recommendation. Out: plain sentences. Must not know: where they are shown.
"""

from collections.abc import Callable
from math import prod

from advisor.engine.recommendation import ServiceRecommendation
from advisor.record.model.vocabulary import SCORECARD, Vocabulary
from advisor.record.numbers import percent, plural, printed_shares


def flag_sentences(words: Vocabulary, service: ServiceRecommendation) -> list[str]:
    """What the flags of a service mean, the most important first."""
    sentences = []
    for flag in sorted(service.flags, key=lambda flag: flag != "awaiting-team"):
        sentence = _sentence(words, flag, service)
        if sentence:
            sentences.append(sentence)
    return sentences


def completions(service: ServiceRecommendation) -> int:
    """How many ways there are to answer what is open."""
    return prod(len(state.levels) for state in service.statements.values() if state.open)


def _sentence(words: Vocabulary, flag: str, service: ServiceRecommendation) -> str:
    sentence = SENTENCES.get(flag)
    return sentence(words, service) if sentence else ""


def _supports(words: Vocabulary, service: ServiceRecommendation) -> str:
    """Both supports, in brackets; nothing while a statement of theirs is open."""
    raw, framework = service.support["raw"], service.support["framework"]
    if raw is None or framework is None or not service.complete:
        return ""
    return f" ({words.raw} {percent(raw)}, {words.framework} {percent(framework)})"


def _close(words: Vocabulary, service: ServiceRecommendation) -> str:
    """Which side holds, and by how much the other is too close."""
    raw, framework = service.support["raw"], service.support["framework"]
    if raw is None or framework is None or not service.complete:
        return "The two sides are too close to call."
    limits = words.checklist.thresholds
    ahead = raw >= limits.exact("holds")
    (side, high), (other, low) = sorted(
        [(words.raw, raw), (words.framework, framework)], key=lambda pair: (pair[0] == words.raw) != ahead
    )
    if high - low >= limits.exact("band"):
        return f"{side} holds at {percent(high)}, but purpose and latency give no reason for it."
    points, least = (percent(one).removesuffix("%") for one in (high - low, limits.exact("band")))
    where = f"only {points} points behind" if high > low else "not behind at all"
    return (
        f"{side} holds at {percent(high)}, but {other} is too close: at {percent(low)} it is {where}, "
        f"and {least} are needed."
    )


def _open_of_team(words: Vocabulary, service: ServiceRecommendation) -> int:
    """How many open answers say whether the team can carry raw."""
    own = {words.keys_by_role.get(role) for role in ("capability", "ownership")}
    return sum(state.open for key, state in service.statements.items() if key.startswith(SCORECARD) or key in own)


def _provisional(words: Vocabulary, service: ServiceRecommendation) -> str:
    share = printed_shares(service.possible).get(service.verdict, "")
    whose = "team’s " if "awaiting-team" in service.flags else ""
    return f"Not everything is answered yet; {share} of the ways to complete the {whose}answers give this verdict."


def _awaiting_team(words: Vocabulary, service: ServiceRecommendation) -> str:
    return (
        f"The service asks for {words.leads_to(service.need or '')}; whether the team can carry it "
        f"is open: {plural(_open_of_team(words, service), 'question')}."
    )


SENTENCES: dict[str, Callable[[Vocabulary, ServiceRecommendation], str]] = {
    "gated-raw": lambda words, _: f"The answers ask for {words.raw}, but the team cannot carry it today.",
    "gated-split": lambda words, _: (
        f"The answers ask for a split, but the team cannot carry the part on {words.raw} today."
    ),
    "gated-undecided": lambda words, _: (
        f"The answers leave the choice open, and the team cannot carry {words.raw} today."
    ),
    "conditional": lambda words, _: (
        f"The team can carry {words.raw} under conditions: "
        "a named owner and a backup, a benchmark of the service on its own, written conventions."
    ),
    "settled": lambda *_: "Not everything is answered, but nothing still open can change this.",
    "provisional": _provisional,
    "awaiting-team": _awaiting_team,
    "insufficient": lambda *_: "Too much is still open for a verdict.",
    "conflict": lambda words, service: (
        f"Both sides hold{_supports(words, service)}, so there are good reasons for either."
    ),
    "weak": lambda words, service: (
        f"Neither side holds{_supports(words, service)}; a side needs "
        f"{percent(words.checklist.thresholds.exact('holds'))} to hold."
    ),
    "close": _close,
}
"""What each flag means; others are shown in other ways."""
