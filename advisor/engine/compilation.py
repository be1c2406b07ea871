"""A checklist, compiled into the engine's rules, once for each checklist and each set of weights.

In: a `Checklist` and a team's weight overrides. Out: `Rules`. Must not know: answers.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from advisor.checklist import check_models
from advisor.checklist.model import Checklist
from advisor.engine.rules import (
    BANDS,
    MAX_DENOMINATOR,
    PLAIN,
    SCORECARD,
    CheckRule,
    ContradictionRule,
    End,
    Fix,
    Group,
    Item,
    Limit,
    Limits,
    Rules,
)


def _limit(checklist: Checklist, name: str) -> Limit:
    exact = checklist.thresholds.exact(name)
    if exact.denominator > MAX_DENOMINATOR:
        raise ValueError(f"threshold {name}: write it with at most two decimals")
    return Limit(exact.numerator, exact.denominator)


def _limits(checklist: Checklist) -> Limits:
    return Limits(
        holds=_limit(checklist, "holds"),
        band=_limit(checklist, "band"),
        gut=_limit(checklist, "gut"),
        sustain_conditional=_limit(checklist, "sustain_conditional"),
        sustain_yes=_limit(checklist, "sustain_yes"),
        provisional_answered=_limit(checklist, "provisional_answered"),
        provisional_share=_limit(checklist, "provisional_share"),
        firm_robustness=_limit(checklist, "firm_robustness"),
        firm_steps=checklist.thresholds.firm_steps,
        capacity_undecided=_limit(checklist, "capacity_undecided"),
    )


def _gut(checklist: Checklist, own: Mapping[str, int]) -> Group:
    """The gut check g = t(reinvent) − t(wrap) as one sum: wrap counts from 4 downwards. Weights have no effect here."""
    return tuple(
        Item(
            s.id,
            s.role or "",
            s.ask,
            slope=1 if s.role == "reinvent" else -1,
            offset=0 if s.role == "reinvent" else 4,
            weight=own.get(s.id, s.weight),
        )
        for s in checklist.in_group("gut")
    )


def _weighed(group: str, key: str, role: str, ask: str, weight: int) -> Item:
    bands = BANDS.get(group, {}).get(role, PLAIN)
    return Item(key, role, ask, slope=weight, bands=bands, weight=weight)


@lru_cache(maxsize=256)
def _compiled(source: "_Source", overrides: tuple[tuple[str, int], ...]) -> Rules:
    checklist, own = source.checklist, dict(overrides)

    def group(name: str) -> Group:
        return tuple(
            _weighed(name, s.id, s.role or "", s.ask, own.get(s.id, s.weight))
            for s in checklist.statements
            if s.group == name
        )

    scorecard = tuple(
        _weighed("scorecard", SCORECARD + d.id, d.role, d.ask, own.get(d.id, d.weight))
        for d in checklist.scorecard.dimensions
    )
    return Rules(
        raw=group("raw"),
        framework=group("framework"),
        split=group("split"),
        gut=_gut(checklist, own),
        scorecard=scorecard,
        limits=_limits(checklist),
        contradictions=tuple(ContradictionRule(c.id, tuple(c.roles), c.only_if_low) for c in checklist.contradictions),
        checks=tuple(_check(check) for check in checklist.checks),
        ends=tuple(
            End(part, line, fact.end_of_life)
            for fact in checklist.facts
            if fact.end_of_life is not None
            for part, lines in fact.versions.items()
            for line in lines
        ),
        fixes=tuple(
            Fix(part, line, fact.patched)
            for fact in checklist.facts
            if fact.patched is not None
            for part, lines in fact.versions.items()
            for line in lines
        ),
        outside={
            setting.key: frozenset(option.id for option in setting.options if option.outside)
            for setting in checklist.settings
        },
        usual={kind.id: kind.hint for kind in checklist.service_types if kind.hint != "open"},
        frameworks=checklist.frameworks,
    )


def _check(check: check_models.Check) -> CheckRule:
    share = Fraction(check.share or "1")
    whole = check.services or check.steps or check.routes or 1
    return CheckRule(
        check.id, whole, Limit(share.numerator, share.denominator), tuple(check.includes or check.kinds or ())
    )


class _Source:
    """A checklist as a cache key: its digest where it has one, else the object itself."""

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.key: object = checklist.digest or id(checklist)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source) and self.key == other.key


def compile_rules(checklist: Checklist, overrides: Mapping[str, int] | None = None) -> Rules:
    """The rules of a checklist with a team's own weights (ids of statements or of scorecard dimensions, 1 to 9).

    Raises ValueError for a threshold finer than two decimals or a fraction with a denominator above 100."""
    return _compiled(_Source(checklist), tuple(sorted((overrides or {}).items())))
