"""Need, sustain and verdict of one completion, and what all completions together give.

In: a case. Out: exact figures, each by trying every completion. Must not know: the engine.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.engine.oracle.case import Case, Completion

SIDES = ("raw", "framework", "split", "sustain")


def support(case: Case, side: str, levels: Completion) -> Fraction | None:
    """Σ w t / Σ w over the statements of a side that have a level; None if there is none."""
    present = [key for key in case.keys(side) if key in levels]
    if not present:
        return None
    weight = sum(case.weights[key] for key in present)
    return sum((case.weights[key] * Fraction(levels[key], 4) for key in present), Fraction(0)) / weight


def lean(case: Case, levels: Completion) -> Fraction:
    return (support(case, "framework", levels) or Fraction(0)) - (support(case, "raw", levels) or Fraction(0))


def gut(case: Case, levels: Completion) -> Fraction:
    """t(would-reinvent) − t(would-only-wrap); one without a level counts 0."""
    reinvent, wrap = (levels.get(case.role(role), 0) for role in ("reinvent", "wrap"))
    return Fraction(reinvent - wrap, 4)


@dataclass(frozen=True)
class Outcome:
    """What one completion gives."""

    need: str
    sustain: str
    verdict: str
    flags: frozenset[str]
    gates: frozenset[str]


def holds(case: Case, side: str, levels: Completion) -> bool:
    value = support(case, side, levels)
    return value is not None and value >= case.threshold("holds")


def high(case: Case, levels: Completion, *roles: str) -> bool:
    """All of these at level 3 or 4."""
    return all(levels.get(case.role(role), 0) >= 3 for role in roles)


def need(case: Case, levels: Completion) -> tuple[str, str]:
    """The need, and why it is undecided where it is (else ""): the first rule that matches."""
    purpose, latency, boundary = (levels[case.role(role)] for role in ("purpose", "latency", "boundary"))
    d, g = lean(case, levels), gut(case, levels)
    band, half = case.threshold("band"), case.threshold("gut")
    x, m = holds(case, "framework", levels), holds(case, "split", levels)
    r = holds(case, "raw", levels)
    # 0: no reason for raw, whatever its support
    no_reason = purpose in (0, 1) and latency in (0, 1)
    if no_reason:
        r = False
    # 1: both sides true, or a hot part that can be cut off
    hot_part = high(case, levels, "latency", "hot-path", "boundary")
    if x and m and ((r and boundary >= 2) or hot_part):
        return "split", ""
    # 2 and 3: one side clearly
    if r and d <= -band:
        return "raw", ""
    if x and d >= band:
        return "framework", ""
    # 4 and 5: the gut check
    waits = m and hot_part and not x
    if g >= half and (x or not r) and not waits:
        return "framework", ""
    if g <= -half and d <= 0 and not no_reason:
        return "raw", ""
    # 6: the framework by default
    if not r and d >= band and not waits:
        return "framework", ""
    # 7
    return "undecided", {2: "conflict", 1: "close", 0: "weak"}[r + x]


def gates(case: Case, levels: Completion) -> frozenset[str]:
    """The gates this completion fails."""
    found = set()
    if levels[case.role("capability")] <= 1:
        found.add("capability")
    if levels[case.role("ownership")] <= 1 and levels[case.scorecard_role("ownership")] <= 1:
        found.add("ownership")
    if (support(case, "sustain", levels) or Fraction(0)) < case.threshold("sustain_conditional"):
        found.add("sustain")
    return frozenset(found)


def outcome(case: Case, levels: Completion) -> Outcome:
    """Need, sustain, verdict, flags and failed gates of one completion."""
    wanted, why = need(case, levels)
    failed = gates(case, levels)
    q = support(case, "sustain", levels) or Fraction(0)
    sustain = "no" if failed else "conditional" if q < case.threshold("sustain_yes") else "yes"
    verdict, flags = wanted, set()
    if sustain == "no" and wanted != "framework":
        verdict = "framework"
        flags.add(f"gated-{wanted}")
    elif sustain == "conditional" and wanted in ("raw", "split"):
        flags.add("conditional")
    if verdict == "undecided":
        flags.add(why)
    return Outcome(wanted, sustain, verdict, frozenset(flags), failed)


@dataclass(frozen=True)
class Judgement:
    """What all completions together give."""

    verdict: str
    status: str
    """settled, provisional or insufficient; complete where nothing is open."""
    need: str | None
    sustain: str | None
    flags: frozenset[str]
    possible: dict[str, Fraction]
    gates: frozenset[str]
    restrictions: frozenset[str]
    """Gated, conditional: what any completion that gives the verdict is."""


def judge(case: Case) -> Judgement:
    """Verdict, status and what holds in every completion; of a service outside the question, that it is."""
    inside = judge_inside(case)
    if not case.outside:
        return inside
    return replace(
        inside,
        verdict="neither",
        status="outside",
        flags=frozenset({"outside"}),
        possible={"neither": Fraction(1)},
        gates=frozenset(),
        restrictions=frozenset(),
    )


def judge_inside(case: Case) -> Judgement:
    outcomes = [outcome(case, levels) for levels in case.completions()]
    counts = Counter(each.verdict for each in outcomes)
    possible = {verdict: Fraction(count, len(outcomes)) for verdict, count in counts.items()}
    verdict, status = verdict_and_status(case, possible)
    needs, sustains = {each.need for each in outcomes}, {each.sustain for each in outcomes}
    flags = frozenset.intersection(*(each.flags for each in outcomes))
    if status in ("provisional", "insufficient") and needs in ({"raw"}, {"split"}):
        flags |= {"awaiting-team"}
    closing = [each for each in outcomes if each.verdict == verdict]
    return Judgement(
        verdict=verdict,
        status=status,
        need=needs.pop() if len(needs) == 1 else None,
        sustain=sustains.pop() if len(sustains) == 1 else None,
        flags=flags if status == "complete" else flags | {status},
        possible=possible,
        gates=frozenset.intersection(*(each.gates for each in outcomes)),
        restrictions=frozenset(
            "gated" if flag.startswith("gated") else "conditional"
            for each in closing
            for flag in each.flags
            if flag.startswith(("gated", "conditional"))
        ),
    )


def verdict_and_status(case: Case, possible: Mapping[str, Fraction]) -> tuple[str, str]:
    if not case.open_keys():
        return next(iter(possible)), "complete"
    if len(possible) == 1:
        return next(iter(possible)), "settled"
    enough = all(answered_enough(case, side) for side in ("raw", "framework"))
    for verdict, share in possible.items():
        if enough and verdict != "undecided" and share >= case.threshold("provisional_share"):
            return verdict, "provisional"
    return "undecided", "insufficient"


def answered_enough(case: Case, side: str) -> bool:
    """Whether enough of the applying statements of a side are answered, counted and not weighted."""
    applying = case.applying(side)
    answered = sum(not case.is_open(key) for key in applying)
    return answered >= case.threshold("provisional_answered") * len(applying)


def answered_levels(case: Case) -> dict[str, int]:
    """The levels of the answered statements."""
    return {key: levels[0] for key, levels in case.levels.items() if len(levels) == 1}


def reported_lean(case: Case) -> Fraction | None:
    levels = answered_levels(case)
    for side in ("raw", "framework"):
        if case.applying(side) and not any(key in levels for key in case.keys(side)):
            return None
    return lean(case, levels)


def reported_gut(case: Case) -> Fraction | None:
    levels, keys = answered_levels(case), case.keys("gut")
    if not any(key in levels for key in keys) and case.applying("gut"):
        return None
    return gut(case, levels)


def bounds(case: Case) -> dict[str, tuple[Fraction, Fraction] | None]:
    """Lowest and highest raw, framework, lean and sustain over all completions."""
    completions = list(case.completions())
    found: dict[str, tuple[Fraction, Fraction] | None] = {}
    for side in ("raw", "framework", "sustain"):
        values = [value for levels in completions if (value := support(case, side, levels)) is not None]
        found[side] = (min(values), max(values)) if values else None
    leans = [lean(case, levels) for levels in completions]
    found["lean"] = (min(leans), max(leans))
    return found


def drivers(case: Case, side: str) -> list[tuple[str, Fraction]]:
    """wᵢ tᵢ / Σ wᵢ of each answered statement of a side, largest first, then in checklist order."""
    levels = answered_levels(case)
    present = [key for key in case.keys(side) if key in levels]
    weight = sum(case.weights[key] for key in present)
    each = [(key, case.weights[key] * Fraction(levels[key], 4) / weight) for key in present]
    return sorted(each, key=lambda driver: -driver[1])
