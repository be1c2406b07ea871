"""Reads of a decision in the making. Whoever asks was let in before, by opening the assessment.

In: an assessment, an answers file as this browser may see it. Out: the decision, what was said of it, what it lacks.
Must not know: HTTP.
"""

from dataclasses import dataclass

from advisor.assessments.models import Assessment, Service
from advisor.checklist.answers import AnswersFile
from advisor.decisions.drafts import Content, value_of
from advisor.decisions.models import Decision, Position
from advisor.engine.recommendation import Recommendation
from advisor.record.decision import unexplained
from advisor.record.words import some


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as it is kept."""

    content: Content
    revision: int = 0
    proposed: bool = False
    signed: bool = False
    """As it stands, it was signed off."""
    row_id: int | None = None


def draft_of(assessment: Assessment) -> Draft:
    """The decision about an assessment, in one read; an empty one where nobody began."""
    row = Decision.objects.filter(assessment_id=assessment.id).first()
    if row is None:
        return Draft({})
    signed = row.signed_revision == row.revision
    return Draft(row.content, row.revision, row.proposed_revision == row.revision and not signed, signed, row.id)


def with_decision(assessment: Assessment, file: AnswersFile | None, draft: Draft | None = None) -> AnswersFile | None:
    """The file with what is decided or proposed about its services, in two reads."""
    if file is None:
        return None
    draft = draft or draft_of(assessment)
    if not draft.content:
        return file
    names = dict(Service.objects.filter(assessment_id=assessment.id).values_list("slug", "name"))
    made = value_of(draft.content, names, file, proposed=draft.proposed or draft.signed)
    return file.model_copy(update={"decision": made})


def positions_of(draft: Draft) -> dict[str, Position]:
    """The last word of each decider on the decision as it stands, by name."""
    if draft.row_id is None:
        return {}
    rows = Position.objects.filter(decision_id=draft.row_id, revision=draft.revision).order_by("id")
    return {row.who: row for row in rows}


def lacking(file: AnswersFile, recommendation: Recommendation) -> list[tuple[str, str]]:
    """What a decision lacks before it can be proposed: the section, and a sentence."""
    made = file.decision
    told = []
    chosen = {choice.service for choice in made.choices} if made else set()
    missing = [service.name for service in file.services if service.name not in chosen]
    if missing:
        told.append(("choices", f"Choose for {some(missing)}."))
    bare = [choice.service for choice in unexplained(file, recommendation)]
    if bare:
        told.append(("choices", f"Say why you choose otherwise than the answers for {some(bare)}."))
    if made is None or not made.deciders:
        told.append(("deciders", "Name who decides."))
    if made is None or made.review is None:
        told.append(("review", "Set the day on which you look at it again."))
    return told
