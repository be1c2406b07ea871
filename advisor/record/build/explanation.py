"""The arithmetic of a verdict, to the last digit: what a reader can follow with a pencil.

In: a checklist and one service's recommendation. Out: lines of text with exact fractions. Nothing here decides
anything: the rules are told with the numbers they met, and a test holds the rule named here against the engine's need.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from advisor.checklist.model import Checklist
from advisor.engine.recommendation import ServiceRecommendation, StatementState
from advisor.record.build.flags import completions
from advisor.record.model.vocabulary import SIDE_NAMES, SUSTAIN_NAMES, Vocabulary, listed
from advisor.record.numbers import decimal, exact

Terms = list[tuple[int, StatementState]]
"""Weight and state of each statement of a group."""


def keys_of(checklist: Checklist, side: str) -> list[str]:
    """The keys of a side's statements in checklist order; `sustain` is the scorecard.

    Sides are raw, framework, split, gut, sustain."""
    if side == "sustain":
        return [f"scorecard.{dimension.id}" for dimension in checklist.scorecard.dimensions]
    return [statement.id for statement in checklist.statements if statement.group == side]


def support_arithmetic(checklist: Checklist, service: ServiceRecommendation, side: str) -> str:
    """A side's support written out: `(4 + 3×2) ÷ (4×3) = 10/12 = 5/6`, over the answered statements.

    Weights of 1 are left out."""
    terms: Terms = [(service.weights[key], service.statements[key]) for key in keys_of(checklist, side)]
    answered = [(weight, state.level) for weight, state in terms if state.level is not None]
    left_out = [_because(len(terms) - sum(1 for _, state in terms if state.applies), "does not apply", "do not apply")]
    left_out.append(_because(sum(1 for _, state in terms if state.open), "is open", "are open"))
    note = listed([part for part in left_out if part])
    note = f" ({note})" if note else ""
    if not answered:
        return f"nothing answered{note}"
    total = sum(weight * level for weight, level in answered)
    weights = sum(weight for weight, _ in answered)
    summands = " + ".join(str(level) if weight == 1 else f"{weight}×{level}" for weight, level in answered)
    value = Fraction(total, 4 * weights)
    whole, decimal = f"{total}/{4 * weights}", _value(value)
    reduced = decimal if decimal.startswith(whole) else f"{whole} = {decimal}"
    return f"({summands}) ÷ (4×{weights}) = {reduced}{note}"


def rule(checklist: Checklist, service: ServiceRecommendation) -> int:
    """The number (1 to 7) of the rule that gives the need of a service without open answers."""
    return _rule_sentences(checklist, service)[0]


def deciding(checklist: Checklist, service: ServiceRecommendation) -> str:
    """The step that decided a verdict: being outside, a closed gate, a rule, or how the open answers can end."""
    words = Vocabulary(checklist)
    if service.outside:
        return words.advice("neither")
    if service.complete:
        gates = [f"gate ‘{gate.gate}’ rules raw out" for gate in service.gates]
        rule_line = _rule_sentences(checklist, service)[1][-1].removesuffix(": yes")
        return listed([rule_line, *gates])
    shares = [f"{words.verdict(verdict)} {_value(share)}" for verdict, share in service.possible.items()]
    return f"of all ways to complete the answers: {listed(shares)}"


def explanation(
    checklist: Checklist, service: ServiceRecommendation, supports: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Every step from the answers to the verdict, one line each; `supports` written out, where a caller has them."""
    words = Vocabulary(checklist)
    lines = (
        [f"{words.advice('neither')} What follows is what its answers would give if it did."] if service.outside else []
    )
    lines += [
        f"{SIDE_NAMES[side]}: {supports[side] if supports else support_arithmetic(checklist, service, side)}"
        for side in ("raw", "framework", "split", "sustain")
    ]
    lines += _differences(checklist, service)
    if service.complete:
        lines += _rule_sentences(checklist, service)[1]
        lines += _sustain_sentences(checklist, service)
    else:
        count = sum(1 for state in service.statements.values() if state.open)
        lines.append(f"Open: {count} of {len(service.statements)}; every way to complete them is counted.")
        for verdict, share in service.possible.items():
            if share > 0 and not service.outside:
                lines.append(f"{words.verdict(verdict)} comes out of {_share(service, share)}.")
    lines.append(f"Verdict: {words.verdict(service.verdict)}" + _flags(service))
    return tuple(lines)


def _value(value: Fraction) -> str:
    full = exact(value)
    if value.denominator == 1:
        return full
    return f"{full} {'≈' if 10**6 % value.denominator else '='} {decimal(value, 6)}"


def _share(service: ServiceRecommendation, share: Fraction) -> str:
    """A share of the completions in words: all of them are counted."""
    return f"all {completions(service):,} ways to complete the answers" if share == 1 else f"{_value(share)} of them"


def _because(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""


def _flags(service: ServiceRecommendation) -> str:
    return f" ({listed(list(service.flags))})" if service.flags else ""


def _differences(checklist: Checklist, service: ServiceRecommendation) -> Iterator[str]:
    if service.lean is not None:
        raw, framework = service.support["raw"] or Fraction(0), service.support["framework"] or Fraction(0)
        yield f"Lean D = framework − raw = {exact(framework)} − {exact(raw)} = {_value(service.lean)}"
    if service.gut is not None:
        levels = {checklist.statement(key).role: service.statements[key].level for key in keys_of(checklist, "gut")}
        reinvent, wrap = levels.get("reinvent"), levels.get("wrap")
        if reinvent is not None and wrap is not None:
            yield f"Gut check g = {reinvent}/4 − {wrap}/4 = {_value(service.gut)}"


def _level(checklist: Checklist, service: ServiceRecommendation, role: str) -> int | None:
    for statement in checklist.statements:
        if statement.role == role:
            return service.statements[statement.id].level
    return None


def _rule_sentences(checklist: Checklist, service: ServiceRecommendation) -> tuple[int, list[str]]:
    """The rules in order, up to the first that matches."""
    limits = checklist.thresholds
    holds, band, gut = limits.exact("holds"), limits.exact("band"), limits.exact("gut")
    support = {side: value if value is not None else Fraction(0) for side, value in service.support.items()}
    stands = {
        side: service.support[side] is not None and support[side] >= holds for side in ("raw", "framework", "split")
    }
    low = {role: (_level(checklist, service, role) or 0) < 2 for role in ("purpose", "latency", "boundary")}
    no_need = low["purpose"] and low["latency"]
    raw, framework = stands["raw"] and not no_need, stands["framework"]
    lean, g = support["framework"] - support["raw"], service.gut or Fraction(0)
    apart = not missing_of_hot_part(checklist, service)
    waits = stands["split"] and apart and not framework
    waiting = ", but a split waits for framework to hold" if waits else ""
    at, checked = f"D = {exact(lean)}", f"g = {exact(g)}"
    unsplit = not ((raw and not low["boundary"]) or apart)
    rules: list[tuple[str, list[tuple[bool, str]]]] = [
        (f"split: framework and split hold (≥ {exact(holds)}), and raw holds with the boundary at level 2 or more, "
         "or latency, hot path and boundary are at 3 or 4",
         [(not framework, "framework does not hold"), (not stands["split"], "split does not hold"),
          (framework and stands["split"] and unsplit, hot_part(checklist, service))]),
        (f"raw: raw holds and D ≤ {exact(-band)}",
         [(not raw, "raw does not hold"), (raw and lean > -band, at)]),
        (f"framework: framework holds and D ≥ {exact(band)}",
         [(not framework, "framework does not hold"), (framework and lean < band, at)]),
        (f"framework: g ≥ {exact(gut)}, and framework holds or raw does not{waiting}",
         [(g < gut, checked), (g >= gut and raw and not framework, "raw holds and framework does not"),
          (g >= gut and waits, "it waits")]),
        (f"raw: g ≤ {exact(-gut)} and D ≤ 0",
         [(g > -gut, checked), (g <= -gut and lean > 0, at), (g <= -gut and no_need, "rule 0")]),
        (f"framework: raw does not hold and D ≥ {exact(band)}{waiting}",
         [(raw, "raw holds"), (not raw and lean < band, at), (not raw and lean >= band and waits, "it waits")]),
        ("undecided: no rule before this one matched", []),
    ]  # fmt: skip
    lines = []
    if no_need:
        lines.append("Rule 0: purpose and latency are both at level 0 or 1, so raw does not hold and rule 5 is void")
    for number, (text, parts) in enumerate(rules, start=1):
        failing = [why for fails, why in parts if fails]
        lines.append(f"Rule {number}, {text}: {f'no, because {listed(failing)}' if failing else 'yes'}")
        if not failing:
            return number, lines
    raise AssertionError("rule 7 always matches")


HOT_PART = {
    "latency": ("time matters", "time does not matter enough"),
    "hot-path": ("the fast part stands alone", "the fast part does not stand alone"),
    "boundary": ("the line between the parts is drawn", "the line between the parts is not drawn"),
}
"""What rule 1 asks of a hot part, by role: where it is so, and where it is not."""


def missing_of_hot_part(checklist: Checklist, service: ServiceRecommendation) -> list[str]:
    """The roles of the three whose level is below 3."""
    return [role for role in HOT_PART if (_level(checklist, service, role) or 0) < 3]


def hot_part(checklist: Checklist, service: ServiceRecommendation) -> str:
    """What is there of a raw part to cut off, and what is not, with its level.

    Such as "the fast part stands alone, but the line between the parts is not drawn: half true"."""
    missing = missing_of_hot_part(checklist, service)
    there = [words for role, (words, _) in HOT_PART.items() if role not in missing]
    lacking = [
        f"{HOT_PART[role][1]}: {checklist.level_names[_level(checklist, service, role) or 0]}" for role in missing
    ]
    return f"{listed(there)}, but {listed(lacking)}" if there else listed(lacking)


def not_split(checklist: Checklist, service: ServiceRecommendation) -> str:
    """Why a service is not split although it could be cut and a framework holds; empty for all others."""
    if not service.complete or service.outside or service.need == "split":
        return ""
    holds = checklist.thresholds.exact("holds")
    if any((service.support[side] or Fraction(0)) < holds for side in ("framework", "split")):
        return ""
    return f"It is not a split: {hot_part(checklist, service)}."


def _sustain_sentences(checklist: Checklist, service: ServiceRecommendation) -> Iterator[str]:
    if service.need is not None:
        yield f"Need: {service.need}"
    for gate in service.gates:
        yield f"Gate ‘{gate.gate}’: rules raw out"
    if service.sustain is not None:
        limits = checklist.thresholds
        scale = f"no below {exact(limits.exact('sustain_conditional'))}, yes from {exact(limits.exact('sustain_yes'))}"
        yield f"Can the team carry raw ({scale}): {SUSTAIN_NAMES[service.sustain]}"
