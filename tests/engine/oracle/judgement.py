"""Need, sustain and verdict of one completion, and what all completions together give.

In: a case. Out: exact figures, each by trying every completion. Must not know: the engine.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
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


def need(case: Case, levels: Completion) -> tuple[str, str]:
    """The need, and why it is undecided where it is (else "")."""
    no_reason_for_raw = levels[case.role("purpose")] <= 1 and levels[case.role("latency")] <= 1
    raw = holds(case, "raw", levels) and not no_reason_for_raw
    framework = holds(case, "framework", levels)
    d, g = lean(case, levels), gut(case, levels)
    band, half = case.threshold("band"), case.threshold("gut")
    if raw and framework and holds(case, "split", levels) and levels[case.role("boundary")] >= 2:
        return "split", ""
    if raw and d <= -band:
        return "raw", ""
    if framework and d >= band:
        return "framework", ""
    if g >= half and (framework or not raw):
        return "framework", ""
    if g <= -half and d <= 0 and not no_reason_for_raw:
        return "raw", ""
    if not raw and d >= band:
        return "framework", ""
    return "undecided", "conflict" if raw and framework else "close" if raw or framework else "weak"


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
    conditional: bool
    """Whether any completion that gives the verdict is gated or conditional."""


def judge(case: Case) -> Judgement:
    """Verdict, status and what holds in every completion."""
    outcomes = [outcome(case, levels) for levels in case.completions()]
    counts = Counter(each.verdict for each in outcomes)
    possible = {verdict: Fraction(count, len(outcomes)) for verdict, count in counts.items()}
    verdict, status = verdict_and_status(case, possible)
    needs, sustains = {each.need for each in outcomes}, {each.sustain for each in outcomes}
    flags = frozenset.intersection(*(each.flags for each in outcomes))
    closing = [each for each in outcomes if each.verdict == verdict]
    return Judgement(
        verdict=verdict,
        status=status,
        need=needs.pop() if len(needs) == 1 else None,
        sustain=sustains.pop() if len(sustains) == 1 else None,
        flags=flags if status == "complete" else flags | {status},
        possible=possible,
        gates=frozenset.intersection(*(each.gates for each in outcomes)),
        conditional=any(flag.startswith(("gated", "conditional")) for each in closing for flag in each.flags),
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
