"""What a choice gains and gives up for one service, from its own answers: never from a list that is the same for all.

In: the checklist's words, one service's recommendation. Out: phrases that end a sentence. Must not know: where they are
shown, how a verdict is made.
"""

from advisor.engine.recommendation import Driver, ServiceRecommendation
from advisor.record.model.vocabulary import Vocabulary, listed, lowered

HALF_TRUE = 2
"""From this level on a statement speaks for its side."""
MOST_NAMED = 2
SIDES = {"raw": "framework", "framework": "raw"}
"""Each side, and the other one."""


def strong(words: Vocabulary, service: ServiceRecommendation, side: str) -> list[Driver]:
    """The statements of a side that give a reason for it, the strongest first: at least half true, and no mere
    ability."""
    return [
        driver
        for driver in service.drivers[side]
        if words.statements[driver[0]].gain and (service.statements[driver[0]].level or 0) >= HALF_TRUE
    ]


def gains(words: Vocabulary, service: ServiceRecommendation, side: str) -> list[str]:
    """What a side achieves, from what speaks for it."""
    return [words.statements[key].gain or "" for key, _ in strong(words, service, side)]


def prices(words: Vocabulary, service: ServiceRecommendation, side: str) -> list[str]:
    """What taking a side gives up, from what speaks for the other."""
    sentences = [
        words.statements[key].price or ""
        for key, _ in service.drivers[SIDES[side]]
        if (service.statements[key].level or 0) >= HALF_TRUE
    ]
    return [price for price in sentences if price]


def hot_gain(words: Vocabulary, service: ServiceRecommendation) -> list[str]:
    """What the fast part of a split achieves: speed where that is asked for, else what speaks for raw most."""
    speed = words.keys_by_role.get("latency", "")
    gained = gains(words, service, "raw")
    gain = words.statements[speed].gain if speed else None
    return [gain] if gain and gain in gained else gained[:1]


def split_costs(words: Vocabulary) -> list[str]:
    """What every split costs."""
    split = words.checklist.split
    return [lowered(cost) for cost in split.costs] if split else ["a second service to run", "a boundary to keep"]


def traded(words: Vocabulary, service: ServiceRecommendation, key: str) -> str:
    """The end of a headline: what choosing raw, framework or split achieves for this service, and what it accepts."""
    if key == "split":
        ends = [f"{listed(hot_gain(words, service))} in the fast part"] if hot_gain(words, service) else []
        ends += [f"{gain} in the rest" for gain in gains(words, service, "framework")[:1]]
        achieved, paid = ends, split_costs(words)[:MOST_NAMED]
    else:
        achieved, paid = gains(words, service, key)[:MOST_NAMED], prices(words, service, key)[:MOST_NAMED]
    end = f", to achieve {listed(achieved)}" if achieved else ""
    return end + (f", accepting {listed(paid)}" if paid else f", giving up little: {_little(words, service, key)}")


def _little(words: Vocabulary, service: ServiceRecommendation, key: str) -> str:
    other = words.raw if key == "framework" else words.a_framework()
    sentence = f"nothing in favour of {other} is more than ‘{words.checklist.level_names[HALF_TRUE - 1]}’"
    return sentence if service.complete else f"so far {sentence}"


def consequences(words: Vocabulary, service: ServiceRecommendation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(what gets better, what gets worse) with the verdict, a phrase each; nothing where nothing is recommended."""
    return traded_for(words, service, service.verdict)


def traded_for(words: Vocabulary, service: ServiceRecommendation, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same with raw, framework or split, whatever is recommended."""
    if key == "split":
        good = [f"{gain} in the fast part" for gain in hot_gain(words, service)]
        good += [f"{gain} in the rest" for gain in gains(words, service, "framework")[:MOST_NAMED]]
        return tuple(good), tuple(split_costs(words))
    if key not in SIDES:
        return (), ()
    return tuple(gains(words, service, key)), tuple(prices(words, service, key))
