"""A checklist as the page about it shows it.

In: a checklist and today's date. Out: rows for a template, in words. Must not know: requests, rows of the database.
Nothing is decided here; the page and the engine read the same checklist.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from advisor.checklist.check_models import Check
from advisor.checklist.facts import Fact
from advisor.checklist.frameworks import Fit, Frameworks, Want
from advisor.checklist.model import Checklist, Dimension, Guidance, Section, ServiceType, Statement
from advisor.checklist.roles import GATING_ROLES
from advisor.record.build.checks import LACKING
from advisor.record.build.framework import FITS
from advisor.record.model.vocabulary import FACT_STATUS, SIDE_NAMES, SUSTAIN_NAMES, listed
from advisor.record.numbers import percent

PLACES: tuple[tuple[str, str], ...] = (
    ("home", "Before you start"),
    ("statements", "While you answer"),
    ("result", "Once there is a result"),
    ("raw", "If it is raw"),
    ("framework", "If it is the framework"),
    ("split", "If it is a split"),
    ("undecided", "If it stays undecided"),
    ("platform", "For the whole platform"),
    ("record", "For the record"),
)
HINTS = {"raw": "Usually raw", "framework": "Usually the framework", "open": "Depends on the service"}
ELSEWHERE = "Other tools, and measurements"
ROLE_EFFECTS = {
    "purpose": "With latency, decides whether there is a reason for raw at all.",
    "latency": "With purpose, decides whether there is a reason for raw at all. High, it asks for a benchmark.",
    "capability": "Rules out raw and a split at its two lowest levels.",
    "ownership": "Rules out raw and a split if it and the scorecard's ownership are both at their two lowest levels.",
    "boundary": "A split needs at least the middle level here.",
}


@dataclass(frozen=True, slots=True)
class StatementRow:
    statement: Statement
    group: str
    side: str
    """Which mark to draw: raw, framework, split or undecided (the gut check takes no side)."""
    effect: str
    """What this statement does beyond its share of the sum, if anything."""
    always_applies: bool


@dataclass(frozen=True, slots=True)
class SectionRows:
    section: Section
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class FactRow:
    fact: Fact
    status: str
    stale: bool


@dataclass(frozen=True, slots=True)
class DimensionRow:
    dimension: Dimension
    levels: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class WantRow:
    want: Want
    fits: tuple[tuple[str, Fit, str], ...]
    """Of every candidate: its name, how far it meets the want, the same in words."""


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Sheet:
    checklist: Checklist
    sections: tuple[SectionRows, ...]
    rules: tuple[Rule, ...]
    dimensions: tuple[DimensionRow, ...]
    wants: tuple[WantRow, ...]
    """Of the frameworks compared; none where the checklist compares none."""
    types: tuple[tuple[str, str, tuple[ServiceType, ...]], ...]
    """Hint, its words, the service types with it."""
    facts: tuple[tuple[str, tuple[FactRow, ...]], ...]
    """What they are about: the runtime, a framework, or more than one; and the facts."""
    guidance: tuple[tuple[str, tuple[Guidance, ...]], ...]
    contradictions: tuple[tuple[str, str, str, str, tuple[str, ...]], ...]
    """Text, why, what to do, the two statements, sources."""
    checks: tuple[tuple[str, str, str, str, tuple[str, ...]], ...]
    """The same of common mistakes, with the figures that each compares with."""


def sheet(checklist: Checklist, today: date) -> Sheet:
    """Everything the page about a checklist shows; a fact past its review date on `today` is marked stale."""
    return Sheet(
        checklist=checklist,
        sections=tuple(_section(checklist, section) for section in checklist.sections),
        rules=_rules(checklist),
        dimensions=tuple(DimensionRow(d, tuple(enumerate(d.levels))) for d in checklist.scorecard.dimensions),
        wants=_wants(checklist.frameworks) if checklist.frameworks else (),
        types=tuple(
            (hint, words, kinds)
            for hint, words in HINTS.items()
            if (kinds := tuple(kind for kind in checklist.service_types if kind.hint == hint))
        ),
        facts=_facts(checklist, today),
        guidance=tuple(
            (words, items)
            for place, words in PLACES
            if (items := tuple(item for item in checklist.guidance if item.where == place))
        ),
        contradictions=tuple(_contradiction(checklist, index) for index in range(len(checklist.contradictions))),
        checks=tuple((c.text, c.why, c.action, _figures(checklist, c), tuple(c.source)) for c in checklist.checks),
    )


def _wants(frameworks: Frameworks) -> tuple[WantRow, ...]:
    return tuple(
        WantRow(want, tuple((one.name, fit := one.fits[want.id], FITS[fit.fit]) for one in frameworks.candidates))
        for want in frameworks.wants
    )


def _facts(checklist: Checklist, today: date) -> tuple[tuple[str, tuple[FactRow, ...]], ...]:
    """By what they are about, in the order of the checklist; those about no single thing come last."""
    candidates = checklist.frameworks.candidates if checklist.frameworks else []
    names = {one.id: one.name for one in candidates}
    result_of = {fact: one.id for one in candidates for fact in one.facts}
    by_name: dict[str, list[FactRow]] = {name: [] for name in (checklist.runtime, *names.values(), ELSEWHERE)}
    for fact in checklist.facts:
        key = next(iter(fact.versions), result_of.get(fact.id, ""))
        row = FactRow(fact, FACT_STATUS[fact.status], fact.review_after < today)
        by_name[names.get(key, checklist.runtime if key else ELSEWHERE)].append(row)
    return tuple((about, tuple(rows)) for about, rows in by_name.items() if rows)


def _section(checklist: Checklist, section: Section) -> SectionRows:
    return SectionRows(section, tuple(_row(checklist.statement(statement_id)) for statement_id in section.statements))


def _row(statement: Statement) -> StatementRow:
    return StatementRow(
        statement=statement,
        group=SIDE_NAMES[statement.group],
        side="undecided" if statement.group == "gut" else statement.group,
        effect=ROLE_EFFECTS.get(statement.role or "", ""),
        always_applies=statement.role in GATING_ROLES,
    )


def _contradiction(checklist: Checklist, index: int) -> tuple[str, str, str, str, tuple[str, ...]]:
    contradiction = checklist.contradictions[index]
    texts = {statement.role: statement.text for statement in checklist.statements}
    sentences = " ".join(f"“{texts[role]}”" for role in contradiction.roles if role in texts)
    return (contradiction.text, contradiction.why, contradiction.action, sentences, tuple(contradiction.source))


def _figures(checklist: Checklist, check: Check) -> str:
    """What the checklist sets of a check, in words; empty where it sets nothing."""
    kinds = {kind.id: kind.name for kind in checklist.service_types}
    figures = [
        f"At least {check.services} services." if check.services else "",
        f"At least {check.steps} levels apart." if check.steps else "",
        f"The figure it compares with: {check.share}." if check.share else "",
        f"Wanted: {listed([LACKING[part] for part in check.includes])}." if check.includes else "",
        f"On at least {check.routes} routes." if check.routes else "",
        f"Kinds of service: {listed([kinds.get(kind, kind) for kind in check.kinds])}." if check.kinds else "",
    ]
    return " ".join(part for part in figures if part)


def _rules(checklist: Checklist) -> tuple[Rule, ...]:
    thresholds = checklist.thresholds

    def share(name: str) -> str:
        return percent(thresholds.exact(name))

    band = thresholds.exact("band")
    return (
        Rule("A side holds", f"from {share('holds')}", "Its statements reach at least this share of their maximum."),
        Rule(
            "The lean must be clear",
            f"{_plain(band)} or more",
            "The framework's share minus raw's, from −1 to 1. Anything nearer to zero is a close call.",
        ),
        Rule(
            "The gut check settles",
            f"from {_plain(thresholds.exact('gut'))}",
            "Only a close call, and only when the two gut statements differ by at least this much.",
        ),
        Rule(
            "The team can carry raw",
            f"from {share('sustain_yes')}",
            f"The scorecard's average. Between {share('sustain_conditional')} and this, "
            f"{SUSTAIN_NAMES['conditional']}; below both, raw is ruled out for the team's services.",
        ),
        Rule(
            "A provisional verdict",
            f"{share('provisional_answered')} answered",
            f"Of each side, and one verdict in {share('provisional_share')} or more of the ways to answer the rest.",
        ),
        Rule(
            "A firm verdict",
            f"{share('firm_robustness')} and {thresholds.firm_steps} steps",
            "This share of 10,000 other weightings agrees, and no smaller change of answers gives another verdict.",
        ),
        *_clear_lead(checklist.frameworks),
    )


def _clear_lead(frameworks: Frameworks | None) -> tuple[Rule, ...]:
    if frameworks is None:
        return ()
    meaning = "The best framework must be ahead of another by this share of all that is wanted."
    return (Rule("A framework clearly leads", f"by {percent(frameworks.margin)}", meaning),)


def _plain(value: Fraction) -> str:
    return f"{float(value):g}"
