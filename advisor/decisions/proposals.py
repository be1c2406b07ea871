"""Reads of a decision in the making. Whoever asks was let in before, by opening the assessment.

In: an assessment, an answers file as this browser may see it. Out: the decision, what was said of it, what it lacks.
Must not know: HTTP.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from django.db.models import QuerySet

from advisor.assessments.checklists import at_digest
from advisor.assessments.lru import ContentKey
from advisor.assessments.models import Assessment, Service
from advisor.assessments.prepared_sql import ASSESSMENT, Compiled, Raw, compiled, fetched, objects_of
from advisor.checklist import answers as file
from advisor.checklist.answers import AnswersFile
from advisor.checklist.service import ServiceEntry
from advisor.decisions.draft_content import Content, value_of
from advisor.decisions.models import Decision
from advisor.decisions.unfinished import unfinished, unfinished_steps
from advisor.engine.recommendation import Recommendation
from advisor.record.build.decision import unexplained
from advisor.record.build.tripwires import due, tripwire_lines
from advisor.record.model.vocabulary import Vocabulary, some
from advisor.sharing.access import VisitorKey, granted


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision as it is kept."""

    content: Content
    revision: int = 0
    proposed: bool = False
    signed: bool = False
    """As it stands, it was signed off."""
    row_id: int | None = None
    reminders: list[str] = field(default_factory=list)
    """Mail addresses that are reminded when it is due."""
    proposed_by_id: int | None = None
    """The respondent who proposed it."""


@lru_cache(maxsize=1)
def _decision() -> Compiled:
    """The read of `draft_of` as SQL."""
    return compiled(Decision.objects.filter(assessment_id=ASSESSMENT))


@lru_cache(maxsize=1)
def _names() -> Compiled:
    rows = Service.objects.filter(assessment_id=ASSESSMENT).order_by("id")
    return compiled(rows.values_list("slug", "name"))


def draft_of(assessment: Assessment) -> DecisionDraft:
    """The decision about an assessment, in one read; an empty one where nobody began."""
    read = _decision()
    row = next(iter(objects_of(Decision, read, fetched(read, {ASSESSMENT: assessment.id}))), None)
    if row is None:
        return DecisionDraft({})
    signed = row.signed_revision == row.revision
    return DecisionDraft(
        row.content,
        row.revision,
        row.proposed_revision == row.revision and not signed,
        signed,
        row.id,
        row.reminders,
        row.proposed_by_id,
    )


def with_decision(
    assessment: Assessment, answers: AnswersFile | None, draft: DecisionDraft | None = None
) -> AnswersFile | None:
    """The file with what is decided or proposed about its services, in two reads."""
    if answers is None:
        return None
    draft = draft or draft_of(assessment)
    if not draft.content:
        return answers
    names = fetched(_names(), {ASSESSMENT: assessment.id})
    return _decided(ContentKey(answers), json.dumps(draft.content), names, draft.proposed or draft.signed)


@lru_cache(maxsize=64)
def _decided(answers: ContentKey[AnswersFile], content: str, names: Raw, proposed: bool) -> AnswersFile:
    """The same file as before where it is made from the same."""
    made = value_of(json.loads(content), dict(names), answers.value, proposed=proposed)
    return answers.value.model_copy(update={"decision": made})


def lacking(
    answers: AnswersFile, recommendation: Recommendation, content: Content, slugs: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What a decision lacks before it can be proposed: its place in the form, and a sentence. `slugs` by the names of
    services."""
    made = answers.decision
    sentences = []
    chosen = {choice.service for choice in made.choices} if made else set()
    missing = [service.name for service in answers.services if service.name not in chosen]
    if missing:
        sentences.append(("choices", f"Choose for {some(missing)}."))
    bare = [choice.service for choice in unexplained(answers, recommendation)]
    if bare:
        sentences.append(("choices", f"Say why you depart from the answers for {some(bare)}."))
    if made is None or not made.deciders:
        sentences.append(("deciders", "Name who decides."))
    if made is None or made.review is None:
        sentences.append(("review", "Set a review date."))
    limited = {slugs[one.name] for one in answers.services if one.latency_budget_ms is not None and one.name in slugs}
    return [*sentences, *unfinished(content, limited), *unfinished_steps(content)]


@dataclass(frozen=True, slots=True)
class Due:
    """A decision that wants to be looked at again, and why."""

    title: str
    public_id: str
    sentences: tuple[str, ...]
    keys: tuple[str, ...]
    """The sentences with services called by what no renaming changes."""


def due_decisions(visitor: VisitorKey | None, as_of: date, assessment: Assessment | None = None) -> list[Due]:
    """Decisions this browser may read that were signed off once and whose review date or a tripwire has passed; with
    `assessment` that one alone.

    Two reads, however many there are."""
    if visitor is None:
        return []
    rows = signed_decisions().filter(granted(visitor, "view", "assessment__scope"))
    if assessment is not None:
        rows = rows.filter(assessment_id=assessment.id)
    return due_of(list(rows), as_of)


def signed_decisions() -> QuerySet[Decision]:
    """Decisions that were signed off once, of assessments that are there; whoever may read them."""
    rows = Decision.objects.filter(signed_revision__isnull=False, assessment__scope__closed_at=None)
    return rows.select_related("assessment__checklist").defer("assessment__checklist__content").order_by("id")


def due_of(decisions: list[Decision], as_of: date) -> list[Due]:
    """Which of these want to be looked at again, and why, in one read."""
    if not decisions:
        return []
    services: dict[int, list[Service]] = {row.assessment_id: [] for row in decisions}
    for service in Service.objects.filter(assessment_id__in=services).order_by("position", "id"):
        services[service.assessment_id].append(service)
    dues = []
    for row in decisions:
        watched = services[row.assessment_id]
        if sentences := _due(row, watched, as_of, by="name"):
            keys = _due(row, watched, as_of, by="slug")
            dues.append(Due(row.assessment.title, row.assessment.public_id, sentences, keys))
    return dues


def _due(row: Decision, services: list[Service], as_of: date, *, by: Literal["name", "slug"]) -> tuple[str, ...]:
    """What of one decision has passed; of a service it takes only what a tripwire looks at."""
    if not services:
        return ()
    names = {one.slug: getattr(one, by) for one in services}
    watched = [
        ServiceEntry(name=names[one.slug], team="Team", versions=one.versions, latency_budget_ms=one.latency_budget_ms)
        for one in services
    ]
    checklist = at_digest(row.assessment.checklist.digest)
    answers = AnswersFile(
        format="advisor-assessment/1", checklist=checklist.slug, teams=[file.Team(name="Team")], services=watched
    )
    made = value_of(row.content, names, answers, proposed=False)
    answers = answers.model_copy(update={"decision": made})
    return due(answers, tripwire_lines(Vocabulary(checklist), answers, as_of), as_of)
