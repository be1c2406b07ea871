"""A recommendation as a decision record.

In: the checklist, the answers file, the engine's recommendation, the date. Out: a `DecisionRecord`, from which page,
PDF, Markdown and JSON are written without computing anything. Must not know: Django, the clock, files.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.engine.recommendation import Recommendation
from advisor.record.build.decision import decision_part
from advisor.record.build.facts import concerning
from advisor.record.build.hiring import hiring_plan
from advisor.record.build.platform import platform_record
from advisor.record.build.service import service_record
from advisor.record.model.answer_numbers import Counted
from advisor.record.model.record import DecisionRecord, SettingLine, Status
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import SCORECARD, Vocabulary
from advisor.record.numbers import exact

THRESHOLD_NAMES = {
    "holds": "θ, the support from which a side holds",
    "band": "δ, how far the sides must lie apart",
    "gut": "the gut check counts from",
    "sustain_conditional": "the scorecard rules raw out below",
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
    status: Status | None = None,
    link: str = "",
    services: Sequence[ServiceRecord] | None = None,
    positions: Sequence[dict[str, Any]] = (),
    sequence: Sequence[Counted] = (),
    supersedes: str = "",
) -> DecisionRecord:
    """Everything a reader is told about an assessment, as of a date.

    `reference` names the record on every page; by default it is made from the record's digest. `link` is where the
    record can be opened, or empty. The same arguments give an equal record. Services come in file order; `services` are
    their parts where they were made before, from the same answers and date. Without a `status` it is that of the
    decision, and a draft until there is one."""
    words = Vocabulary(checklist)
    status = status or (answers.decision.status if answers.decision else None) or "draft"
    if services is None:
        services = [service_record(words, answers, service, as_of) for service in recommendation.services]
    plan = hiring_plan(words, answers, recommendation)
    return DecisionRecord(
        checklist=checklist,
        answers=answers,
        recommendation=recommendation,
        as_of=as_of,
        given_reference=reference,
        status=status,
        link=link,
        title=answers.services[0].name if len(answers.services) == 1 else answers.platform,
        services=tuple(services),
        platform=platform_record(words, recommendation.platform, services, as_of, plan, answers.decision),
        facts=concerning(checklist, services, as_of),
        weights=_weights(words, answers),
        thresholds=_thresholds(checklist),
        hiring=plan,
        decision=decision_part(words, answers, recommendation, as_of, status=status),
        positions=tuple(positions),
        sequence=tuple(sequence),
        supersedes=supersedes,
    )


def _weights(words: Vocabulary, answers: AnswersFile) -> tuple[SettingLine, ...]:
    """Weights that the assessment overrides."""
    return tuple(
        SettingLine(words.text(key if key in words.statements else SCORECARD + key), str(weight))
        for key, weight in answers.weights.items()
    )


def _thresholds(checklist: Checklist) -> tuple[SettingLine, ...]:
    limits = checklist.thresholds
    lines = [SettingLine(name, exact(limits.exact(key))) for key, name in THRESHOLD_NAMES.items()]
    return (*lines, SettingLine("and at least this many steps to another verdict", str(limits.firm_steps)))
