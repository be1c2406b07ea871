"""One service's recommendation: the model's pieces put together (model §2 to §6).

In: compiled rules, the states of its statements, what is stated of it. Out: `ServiceRecommendation`. Must not know:
files, other services.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from advisor.checklist.service import ServiceEntry
from advisor.engine import weightings
from advisor.engine.checks import CheckSubject, service_checks, standing
from advisor.engine.choice import FrameworkChoice, framework_choice
from advisor.engine.flips import NO_FLIPS, flips_of
from advisor.engine.information import information
from advisor.engine.level_sets import (
    IS_ANSWERED,
    LEVELS_OF,
    Cells,
    ServiceCells,
    cell_of,
    low_roles,
    split_cells,
    weight_of,
)
from advisor.engine.recommendation import (
    Bounds,
    Driver,
    Flips,
    GateResult,
    OpenQuestion,
    RespondentVerdict,
    ServiceRecommendation,
    StatementState,
    Strength,
    Verdict,
    WeightFlip,
    Withheld,
)
from advisor.engine.recount import Recount
from advisor.engine.rules import GROUP_NAMES, Group, Rules
from advisor.engine.verdict import Outcome, answered_enough, outcome_of
from advisor.engine.weight_flips import open_weight_flips

SIDES = ("raw", "framework", "split", "scorecard")
SIDE_KEYS = {"raw": "raw", "framework": "framework", "split": "split", "scorecard": "sustain"}


@dataclass(frozen=True)
class Trust:
    """How far a verdict can be trusted (model §6)."""

    robustness: Fraction | None
    flips: Flips
    weight_flips: tuple[WeightFlip, ...]


def cells_of(rules: Rules, states: Mapping[str, StatementState]) -> ServiceCells:
    """The cells of a service's statement states; a statement without a state is open."""
    return split_cells(rules, [cell_of(states[key].levels) if key in states else 0b11111 for key in rules.ids])


def recommend_service(
    rules: Rules,
    stated: ServiceEntry,
    states: Mapping[str, StatementState],
    respondents: Sequence[RespondentVerdict] = (),
    *,
    with_trust: bool = True,
    as_of: date | None = None,
) -> ServiceRecommendation:
    """The full recommendation of one service: verdict, trust, drivers, the case against, what to ask next, checks."""
    cells = cells_of(rules, states)
    outside = tuple(key for key, options in rules.outside.items() if getattr(stated, key) in options)
    result, recount = outcome_of(rules, cells)
    trust = trust_in(rules, cells, result, recount) if with_trust and not outside else None
    verdict: Verdict = "neither" if outside else result.verdict
    support = {SIDE_KEYS[name]: support_of(*_side(rules, cells, name)) for name in SIDES}
    lean = lean_of(support["raw"], support["framework"], rules, cells)
    gut = gut_of(rules, cells)
    drivers = {SIDE_KEYS[name]: drivers_of(*_side(rules, cells, name)) for name in SIDES}
    against = _against_side(result.verdict, lean)
    bounds = _bounds(rules, cells)
    subject = CheckSubject(stated, states, *standing(rules, states), verdict, result.flags, bounds["framework"], as_of)
    withheld = withheld_of(rules, result, trust, gut) if trust else ()
    return ServiceRecommendation(
        name=stated.name,
        team=stated.team,
        kind=stated.kind,
        verdict=verdict,
        need=result.need,
        sustain=result.sustain,
        flags=("outside",) if outside else result.flags,
        strength=strength_of(result, withheld) if trust else None,
        withheld=withheld,
        outside=outside,
        support=support,
        lean=lean,
        gut=gut,
        bounds=bounds,
        possible={"neither": Fraction(1)} if outside else result.possible,
        questions=() if outside else _questions(rules, cells, result, recount),
        robustness=trust.robustness if trust else None,
        flips=trust.flips if trust else NO_FLIPS,
        weight_flips=trust.weight_flips if trust else (),
        drivers=drivers,
        against_side=against,
        against=() if outside else tuple(driver for driver in drivers[against] if driver[1]),
        dissent=() if outside else tuple(r for r in respondents if not r.insufficient and r.verdict != verdict),
        gates=() if outside else gates_of(rules, cells),
        respondents=tuple(replace(r, verdict=verdict, insufficient=False) if outside else r for r in respondents),
        statements={key: states[key] for key in rules.ids},
        weights={item.id: item.weight for group in rules.groups for item in group},
        framework=_framework(rules, stated, verdict),
        benchmark=verdict in ("raw", "split") and _latency_high(rules, cells),
        checks=service_checks(rules, subject),
    )


def trust_in(rules: Rules, cells: ServiceCells, result: Outcome, recount: Recount | None) -> Trust:
    """Robustness, flip sets and weight flips of a reported verdict."""
    verdict = result.verdict
    if recount is None:
        codes = weightings.complete_verdicts(rules, cells)
        weight_flips = weightings.complete_weight_flips(rules, codes, verdict)
    else:
        weight_flips = open_weight_flips(recount, verdict, enough=answered_enough(rules, cells))
        if result.insufficient:
            return Trust(None, NO_FLIPS, weight_flips)
        codes = weightings.drawn_verdicts(rules, cells)
    return Trust(weightings.share_of(codes, verdict), flips_of(rules, cells, verdict), weight_flips)


def withheld_of(rules: Rules, result: Outcome, trust: Trust, gut: Fraction | None) -> tuple[Withheld, ...]:
    """What keeps a verdict from firm; nothing of one that is firm, and of an undecided one, which has no strength."""
    if result.verdict == "undecided":
        return ()
    limit, enough, steps = rules.limits.gut.exact, rules.limits.firm_robustness.exact, trust.flips.steps
    capped = gut is not None and (
        (result.verdict == "raw" and gut >= limit) or (result.verdict == "framework" and gut <= -limit)
    )
    reasons = (
        ("provisional" in result.flags, Withheld("open")),
        (result.gated, Withheld("gated")),
        (result.conditional, Withheld("conditional")),
        (capped, Withheld("gut")),
        (trust.robustness is None or trust.robustness < enough, Withheld("robustness", trust.robustness)),
        (steps is not None and steps < rules.limits.firm_steps, Withheld("steps", exact(steps or 0, 1))),
    )
    return tuple(withheld for applies, withheld in reasons if applies)


def strength_of(result: Outcome, withheld: tuple[Withheld, ...]) -> Strength | None:
    """conditional, firm or lean; None where undecided."""
    if result.verdict == "undecided":
        return None
    if result.gated or result.conditional:
        return "conditional"
    return "lean" if withheld else "firm"


@lru_cache(maxsize=16384)
def exact(num: int, den: int) -> Fraction:
    """The fraction in lowest terms: supports and drivers take few values, and finding those terms takes time."""
    return Fraction(num, den)


def _side(rules: Rules, cells: ServiceCells, name: str) -> tuple[Group, Cells]:
    number = GROUP_NAMES.index(name)
    return rules.groups[number], cells.groups[number]


def _answered(group: Group, cells: Cells) -> list[tuple[str, int, int]]:
    """(id, weight, level) of the answered items."""
    return [
        (item.id, item.slope, cell.bit_length() - 1)
        for item, cell in zip(group, cells, strict=True)
        if IS_ANSWERED[cell]
    ]


def support_of(group: Group, cells: Cells) -> Fraction | None:
    """S = Σ wᵢtᵢ / Σ wᵢ over the answered items, in [0, 1]; None if none is answered."""
    answered = _answered(group, cells)
    if not answered:
        return None
    return exact(sum(w * v for _, w, v in answered), 4 * sum(w for _, w, _ in answered))


def drivers_of(group: Group, cells: Cells) -> tuple[Driver, ...]:
    """Contributions wᵢtᵢ / Σ wᵢ of the answered items, largest first; they add up to the support."""
    answered = _answered(group, cells)
    whole = 4 * sum(w for _, w, _ in answered)
    answered.sort(key=lambda one: -one[1] * one[2])
    return tuple((key, exact(w * v, whole)) for key, w, v in answered)


def lean_of(raw: Fraction | None, framework: Fraction | None, rules: Rules, cells: ServiceCells) -> Fraction | None:
    """D = S_X − S_R, in [−1, 1]; a side that does not apply counts 0, one not answered yet leaves no lean."""
    sides = ((raw, weight_of(rules.raw, cells.raw)), (framework, weight_of(rules.framework, cells.framework)))
    if any(support is None and weight for support, weight in sides):
        return None
    return (framework or Fraction(0)) - (raw or Fraction(0))


def gut_of(rules: Rules, cells: ServiceCells) -> Fraction | None:
    """g over the answered gut checks, in [−1, 1]; None where one applies and none is answered."""
    answered = [
        Fraction((1 if item.slope > 0 else -1) * (cell.bit_length() - 1), 4)
        for item, cell in zip(rules.gut, cells.gut, strict=True)
        if IS_ANSWERED[cell]
    ]
    if not answered and any(cells.gut):
        return None
    return sum(answered, Fraction(0))


def _bounds(rules: Rules, cells: ServiceCells) -> dict[str, Bounds | None]:
    raw = _range(rules.raw, cells.raw)
    framework = _range(rules.framework, cells.framework)
    low, high = framework or (Fraction(0), Fraction(0)), raw or (Fraction(0), Fraction(0))
    return {
        "raw": raw,
        "framework": framework,
        "lean": (low[0] - high[1], low[1] - high[0]),
        "sustain": _range(rules.scorecard, cells.scorecard),
    }


def _range(group: Group, cells: Cells) -> Bounds | None:
    """Lowest and highest support over all completions."""
    weight = 4 * weight_of(group, cells)
    if not weight:
        return None
    pairs = [(item.slope, LEVELS_OF[cell]) for item, cell in zip(group, cells, strict=True) if cell]
    return exact(sum(w * v[0] for w, v in pairs), weight), exact(sum(w * v[-1] for w, v in pairs), weight)


def gates_of(rules: Rules, cells: ServiceCells) -> tuple[GateResult, ...]:
    """The gates that are certainly closed, whatever is still open."""

    low = low_roles(rules.raw, cells.raw)
    gates = []
    if "capability" in low:
        gates.append(GateResult("capability", veto=True))
    if "ownership" in low and "ownership" in low_roles(rules.scorecard, cells.scorecard):
        gates.append(GateResult("ownership", veto=True))
    quality = _range(rules.scorecard, cells.scorecard)
    limit = rules.limits.sustain_conditional
    if quality is not None and quality[1] < Fraction(limit.num, limit.den):
        gates.append(GateResult("sustain", veto=False))
    return tuple(gates)


def _framework(rules: Rules, stated: ServiceEntry, verdict: Verdict) -> FrameworkChoice | None:
    """Which framework; asked only where one is needed."""
    if rules.frameworks is None or verdict not in ("framework", "split"):
        return None
    return framework_choice(rules.frameworks, stated.framework)


def _latency_high(rules: Rules, cells: ServiceCells) -> bool:
    return any(
        item.role == "latency" and bool(cell) and min(LEVELS_OF[cell]) >= 3
        for item, cell in zip(rules.raw, cells.raw, strict=True)
    )


def _against_side(verdict: Verdict, lean: Fraction | None) -> Literal["raw", "framework"]:
    """The side the verdict was decided against; of a split or undecided one, the weaker. On a tie raw, since the
    framework is the default to fall back on."""
    if verdict == "raw":
        return "framework"
    if verdict == "framework":
        return "raw"
    return "framework" if lean is not None and lean < 0 else "raw"


def _questions(rules: Rules, cells: ServiceCells, result: Outcome, recount: Recount | None) -> tuple[OpenQuestion, ...]:
    if recount is None or len(result.possible) == 1:
        return ()
    return tuple(OpenQuestion(*question) for question in information(rules, cells, recount))


def respondent_verdict(rules: Rules, name: str, states: Mapping[str, StatementState]) -> RespondentVerdict:
    """What one respondent's own answers alone give."""
    result, _ = outcome_of(rules, cells_of(rules, states))
    return RespondentVerdict(name, result.verdict, result.insufficient)
