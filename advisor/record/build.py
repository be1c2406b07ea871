"""A recommendation as a decision record.

In: the checklist, the answers file, the engine's recommendation, the date. Out: a `DecisionRecord`, from which page,
PDF, Markdown and JSON are written without computing anything. Must not know: Django, the clock, files.
"""

from datetime import date

from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.engine.recommendation import Capacity, Recommendation
from advisor.record.as_json import json_text, record_json, text_digest
from advisor.record.checks import check_lines
from advisor.record.figures import exact, plural
from advisor.record.record import CapacityLine, DecisionRecord, PlatformRecord, Setting, Status
from advisor.record.service import fact_line, service_record
from advisor.record.words import SCORECARD, Vocabulary, listed

THRESHOLD_NAMES = {
    "holds": "θ, the support from which a side holds",
    "band": "δ, how far the sides must lie apart",
    "gut": "the gut check counts from",
    "sustain_conditional": "the scorecard closes raw below",
    "sustain_yes": "the team can carry raw from",
    "provisional_answered": "a provisional verdict needs this share answered",
    "provisional_share": "and this share of the ways to complete the answers",
    "firm_robustness": "a firm verdict needs this share of other weightings",
}


def build_record(
    checklist: Checklist,
    answers: AnswersFile,
    recommendation: Recommendation,
    *,
    as_of: date,
    reference: str = "",
    status: Status = "draft",
    link: str = "",
) -> DecisionRecord:
    """Everything a reader is told about an assessment, as of a date.

    `reference` names the record on every page; by default it is made from the record's digest. `link` is where the
    record can be opened, or empty. The same arguments give an equal record. Services come in file order."""
    words = Vocabulary(checklist)
    value = record_json(checklist, answers, recommendation, as_of=as_of, status=status, reference=reference)
    digest = text_digest(json_text(value))
    return DecisionRecord(
        checklist=checklist,
        answers=answers,
        recommendation=recommendation,
        as_of=as_of,
        reference=reference or f"ADR-{digest.removeprefix('sha256:')[:8].upper()}",
        status=status,
        link=link,
        title=answers.services[0].name if len(answers.services) == 1 else answers.platform,
        services=tuple(service_record(words, answers, service, as_of) for service in recommendation.services),
        platform=_platform(words, recommendation),
        facts=tuple(fact_line(fact, as_of) for fact in checklist.facts),
        weights=_weights(words, answers),
        thresholds=_thresholds(checklist),
        json=value,
        digest=digest,
    )


def _platform(words: Vocabulary, recommendation: Recommendation) -> PlatformRecord:
    platform = recommendation.platform
    counted = []
    for verdict in ("raw", "framework", "split", "undecided"):
        count = sum(1 for service in recommendation.services if service.verdict == verdict)
        if count:
            counted.append(f"{count} {words.verdict(verdict) if verdict in ('raw', 'framework') else verdict}")
    return PlatformRecord(
        verdict=words.verdict(platform.verdict),
        sentence=f"{plural(len(recommendation.services), 'service')}: {listed(counted)}.",
        capacity=tuple(
            CapacityLine(capacity, _capacity(words, capacity, capacity.can_carry))
            for capacity in platform.capacity
            if capacity.can_carry is not None
        ),
        capacity_unstated=_unstated(words, [team.team for team in platform.capacity if team.can_carry is None]),
        convert_first=tuple(conversion.service for conversion in platform.convert_first),
        checks=check_lines(words, platform.checks),
    )


def _capacity(words: Vocabulary, capacity: Capacity, can_carry: int) -> str:
    """Raw or split services of one team against what it can carry, in a sentence."""
    backup = ", without a backup" if capacity.no_backup else ""
    needed = plural(capacity.needed, "service")
    return f"{capacity.team}: {needed} on {words.raw}; the team can carry {can_carry}{backup}."


def _unstated(words: Vocabulary, teams: list[str]) -> str:
    if not teams:
        return ""
    return f"How many services on {words.raw} can be carried was not stated for {listed(teams)}."


def _weights(words: Vocabulary, answers: AnswersFile) -> tuple[Setting, ...]:
    """Weights that the assessment overrides."""
    return tuple(
        Setting(words.text(key if key in words.statements else SCORECARD + key), str(weight))
        for key, weight in answers.weights.items()
    )


def _thresholds(checklist: Checklist) -> tuple[Setting, ...]:
    limits = checklist.thresholds
    told = [Setting(name, exact(limits.exact(key))) for key, name in THRESHOLD_NAMES.items()]
    return (*told, Setting("and at least this many steps to another verdict", str(limits.firm_steps)))
