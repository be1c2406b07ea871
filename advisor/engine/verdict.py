"""The reported verdict of one service, with everything that counts of completions say about it (model §3 to §5)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from advisor.engine import decision
from advisor.engine.completions import Counts, raw_rows, row_of, split_rows, verdict_counts
from advisor.engine.level_sets import IS_ANSWERED, Cells, ServiceCells, sum_of, weight_of
from advisor.engine.recommendation import VERDICTS, Sustain, Verdict
from advisor.engine.recount import Recount
from advisor.engine.rules import Rules

SUSTAIN: tuple[Sustain, ...] = ("no", "conditional", "yes")
"""By decision.GATED, CONDITIONAL, SUSTAINED."""

UNDECIDED = VERDICTS.index("undecided")
RESTRICTED = (decision.RAW, decision.SPLIT)
"""Needs that a conditional sustain leaves standing, with conditions."""


@dataclass(frozen=True)
class Outcome:
    """What the completions of one service give."""

    verdict: Verdict
    need: Verdict | None
    sustain: Sustain | None
    flags: tuple[str, ...]
    possible: dict[Verdict, Fraction]
    gated: bool
    """Whether a completion that gives the verdict is gated (a need other than framework that cannot be carried)."""
    conditional: bool
    """Whether a completion that gives the verdict is conditional."""

    @property
    def insufficient(self) -> bool:
        return "insufficient" in self.flags


def answered_enough(rules: Rules, cells: ServiceCells) -> bool:
    """Whether enough of R and of X, counted, is answered for a provisional verdict (model §5)."""
    return _share_answered(rules, cells.raw) and _share_answered(rules, cells.framework)


def _share_answered(rules: Rules, cells: Cells) -> bool:
    applying = sum(cell != 0 for cell in cells)
    answered = sum(IS_ANSWERED[cell] for cell in cells)
    limit = rules.limits.provisional_answered
    return limit.den * answered >= limit.num * applying


def reported_codes(rules: Rules, counts: Counts, *, enough: bool) -> Any:
    """[…]: places in `VERDICTS` of what counts […, verdict] of completions report: settled, provisional, or undecided
    (insufficient)."""
    total = counts.sum(axis=-1)
    limit = rules.limits.provisional_share
    codes = np.full(total.shape, UNDECIDED, dtype=np.int8)
    for code in range(UNDECIDED - 1, -1, -1):  # where two reach the limit, the first in order counts
        count = counts[..., code]
        codes[(count == total) | (enough & (limit.den * count >= limit.num * total))] = code
    return codes


def outcome(rules: Rules, cells: ServiceCells, counts: Counts) -> Outcome:
    """Verdict, need, sustain, flags and shares from the counts of a service's completions."""
    by_verdict = verdict_counts(counts)
    total = int(by_verdict.sum())
    verdict = VERDICTS[int(reported_codes(rules, by_verdict, enough=answered_enough(rules, cells)))]
    pairs = [(need, sustain) for need in range(6) for sustain in range(3) if counts[need][sustain]]
    needs = {decision.NEED_VERDICT[need] for need, _ in pairs}
    sustains = {sustain for _, sustain in pairs}
    share = {verdict: int(count) for verdict, count in zip(VERDICTS, by_verdict, strict=True)}
    return Outcome(
        verdict=verdict,
        need=needs.pop() if len(needs) == 1 else None,
        sustain=SUSTAIN[sustains.pop()] if len(sustains) == 1 else None,
        flags=_flags(pairs, verdict, settled=share[verdict] == total, is_open=cells.any_open),
        possible={v: Fraction(count, total) for v, count in share.items() if count},
        gated=verdict == "framework" and any(_is_gated(pair) for pair in pairs),
        conditional=any(_gives(pair, verdict) and _is_conditional(pair) for pair in pairs),
    )


def _gives(pair: tuple[int, int], verdict: Verdict) -> bool:
    need, sustain = pair
    return verdict == ("framework" if sustain == decision.GATED else decision.NEED_VERDICT[need])


def _is_gated(pair: tuple[int, int]) -> bool:
    need, sustain = pair
    return sustain == decision.GATED and need != decision.FRAMEWORK


def _is_conditional(pair: tuple[int, int]) -> bool:
    need, sustain = pair
    return sustain == decision.CONDITIONAL and need in RESTRICTED


def _flags(pairs: list[tuple[int, int]], verdict: Verdict, *, settled: bool, is_open: bool) -> tuple[str, ...]:
    flags: list[str] = []
    needs = {decision.NEED_VERDICT[need] for need, _ in pairs}
    sustains = {sustain for _, sustain in pairs}
    if sustains == {decision.GATED} and len(needs) == 1 and needs != {"framework"}:
        flags.append(f"gated-{next(iter(needs))}")
    if sustains == {decision.CONDITIONAL} and all(need in RESTRICTED for need, _ in pairs):
        flags.append("conditional")
    if is_open:
        flags.append("settled" if settled else "insufficient" if verdict == "undecided" else "provisional")
        if not settled and needs in ({"raw"}, {"split"}):
            flags.append("awaiting-team")
    kinds = {decision.NEED_FLAG[need] for need, _ in pairs}
    if decision.GATED not in sustains and len(kinds) == 1:
        flags += [kind for kind in kinds if kind]
    return tuple(flags)


def complete_counts(rules: Rules, cells: ServiceCells) -> Counts:
    """[need, sustain] of a service with nothing open: a single 1, looked up."""
    sums = [sum_of(group, own) for group, own in zip(rules.groups, cells.groups, strict=True)]
    weights = [weight_of(group, own) for group, own in zip(rules.groups, cells.groups, strict=True)]
    kind, capability_low, ownership_low = raw_rows(rules.raw)[row_of(rules.raw, cells.raw)]
    splits = bool(decision.reaches(sums[2], weights[2], rules.limits.holds))
    split = split_rows(rules.split)[row_of(rules.split, cells.split)] if splits else decision.UNSPLIT
    gut = decision.gut_class(sums[3] + 4 - sum(item.offset for item in rules.gut), rules.limits.gut)
    table = decision.need_table(weights[0], weights[1], rules.limits)
    need = table.code(kind, sums[0], sums[1], 3 * split + gut)
    vetoed = capability_low or (ownership_low and row_of(rules.scorecard, cells.scorecard) > 0)
    sustain = decision.GATED if vetoed else int(decision.sustain_class(sums[4], weights[4], rules.limits))
    counts = np.zeros((decision.NEEDS, 3))
    counts[need, sustain] = 1
    return counts


def outcome_of(rules: Rules, cells: ServiceCells) -> tuple[Outcome, Recount | None]:
    """The outcome of a service, and where something is open the counts behind it."""
    if not cells.any_open:
        return outcome(rules, cells, complete_counts(rules, cells)), None
    recount = Recount(rules, cells)
    return outcome(rules, cells, recount.counts()), recount
