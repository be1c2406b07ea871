"""Deciding: saving parts of a decision, proposing it, and what the deciders say of it.

In: an assessment that the caller may edit, or in which they are a decider. Out: rows, audited. Must not know: HTTP.
Signing off is in `services.py`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.db.models import F

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.audit import audit
from advisor.assessments.deciders import DecidersError, deciders_of, own_deciders, set_deciders
from advisor.assessments.lock import lock
from advisor.assessments.models import Assessment
from advisor.checklist.errors import AdvisorError
from advisor.decisions.draft_content import DECIDERS, PERSONS, Content, mark
from advisor.decisions.models import REPORTED, Decision, Position
from advisor.decisions.plan_sections import ACTION_IDS, ids_after
from advisor.sharing.access import VisitorKey
from advisor.sharing.services import known

UNSOURCED = "Write when and where they said it: both go into the record with your name."
NOT_YOURS = "Choose a decider whose statement you may enter."
CHANGED = "The decision has changed since you opened this page. Read it again first."
SIGNED = "The decision was signed off before your statement arrived, so the record does not hold it."


class StaleDecisionError(AdvisorError):
    """Parts of the decision were changed in the meantime: which, and all of it as it is now."""

    def __init__(self, sections: list[str], current: Content, why: str = CHANGED) -> None:
        super().__init__(why)
        self.sections, self.current = sections, current


@transaction.atomic
def save_decision(
    *, assessment: Assessment, visitor: VisitorKey, was: Mapping[str, str], fields: Mapping[str, Any]
) -> bool:
    """Changes sections that are still as they were shown (`was`: their marks), all or none. False: nothing new.

    StaleDecisionError where somebody else changed one of them, DecidersError where a name cannot be a decider's."""
    lock(assessment)
    row, _ = Decision.objects.get_or_create(assessment=assessment)
    now: Content = row.content
    changed = {name: value for name, value in fields.items() if mark(now.get(name)) != mark(value)}
    stale = [name for name in changed if mark(now.get(name)) != was.get(name, mark(None))]
    if stale:
        raise StaleDecisionError(stale, now)
    if not changed:
        return False
    ids = ids_after(now, changed.get("actions") or []) if "actions" in changed else now.get(ACTION_IDS)
    content = {name: value for name, value in {**now, **changed, ACTION_IDS: ids}.items() if value}
    if not changed.keys().isdisjoint((DECIDERS, PERSONS)):
        set_deciders(assessment=assessment, names=content.get(DECIDERS, []), persons=content.get(PERSONS, {}))
    Decision.objects.filter(id=row.id).update(content=content, revision=row.revision + 1)
    detail = {"from": {name: now.get(name) for name in changed}, "to": changed}
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action="decision changed", detail=detail)
    return True


def _at(assessment: Assessment, revision: int) -> Decision:
    """The decision if it is still at this revision, else StaleDecisionError."""
    lock(assessment)
    row = Decision.objects.filter(assessment=assessment).first()
    if row is None or row.revision != revision:
        raise StaleDecisionError([], row.content if row else {})
    return row


@transaction.atomic
def propose_decision(*, opened: Opened, revision: int) -> None:
    """Asks the deciders for their word on the decision as it stands at this revision. Asked twice it is asked once."""
    row = _at(opened.assessment, revision)
    if row.proposed_revision != revision:
        rows = Decision.objects.filter(id=row.id)
        rows.update(proposed_revision=revision, proposed_by=respondent_of(opened))
        scope_id, detail = opened.assessment.scope_id, {"revision": revision}
        audit(scope_id=scope_id, visitor=known(opened.visitor), action="decision proposed", detail=detail)


@transaction.atomic
def take_position(
    *,
    opened: Opened,
    revision: int,
    who: str,
    what: Literal["accepted", "dissent"],
    words: str,
    said_on: date | None = None,
    place: str = "",
) -> None:
    """Notes what a decider says of what is proposed, or what an owner reports of one who is outside, with the day and
    the place where they said it. The same again is noted once. StaleDecisionError: it changed. DecidersError: whoever
    asks is not that decider, and may not report, or does not say when and where."""
    row = _at(opened.assessment, revision)
    if row.signed_revision == revision:
        raise StaleDecisionError([], row.content, SIGNED)
    if row.proposed_revision != revision:
        raise StaleDecisionError([], row.content)
    rows = deciders_of(opened.assessment)
    decider = next((one for one in rows if one.name == who), None)
    own = decider in own_deciders(opened, rows)
    if decider is None or not (own or (opened.may_own and decider.outside)):
        raise DecidersError(NOT_YOURS)
    if own:
        said_on, place = None, ""
    elif said_on is None or not place:
        raise DecidersError(UNSOURCED)
    last = Position.objects.filter(decision=row, revision=revision, decider=decider).order_by("id").last()
    if last is not None and (last.what, last.words, last.said_on, last.place) == (what, words, said_on, place):
        return
    person = known(opened.visitor)
    Position.objects.create(
        decision=row,
        revision=revision,
        decider=decider,
        who=who,
        what=what,
        words=words,
        said_on=said_on,
        place=place,
        reported=not own,
        by=respondent_of(opened),
        noted_by=person,
    )
    detail: dict[str, Any] = {"who": who, "what": what if own else REPORTED[what], "revision": revision}
    if said_on is not None:
        detail |= {"said_on": said_on.isoformat(), "place": place}
    audit(scope_id=opened.assessment.scope_id, visitor=person, action="position taken", detail=detail)


def mark_signed(*, assessment: Assessment, revision: int) -> None:
    """Notes that this revision was signed off."""
    Decision.objects.filter(assessment=assessment).update(signed_revision=revision)


def mark_turned_down(*, assessment: Assessment) -> None:
    """What was proposed is a draft again, which can be changed and proposed anew; the deciders are then asked anew."""
    rows = Decision.objects.filter(assessment=assessment)
    rows.update(proposed_revision=None, revision=F("revision") + 1)
