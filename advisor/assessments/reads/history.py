"""What happened in an assessment, as far as somebody may know: events of answers, and of everything else.

In: an opened assessment, and from where on. Out: rows, newest first. Must not know: HTTP, words. While a round is open
only one's own answers are among them; who is done is for editors, who was let in for owners.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.models import AnswerEvent, AuditEvent, OwningTeam, Respondent, Round, Service
from advisor.assessments.reads.rounds import events_seen
from advisor.assessments.reads.visibility import checks_hidden
from advisor.sharing.models import Grant
from advisor.sharing.roles import Role

PAGE = 50
SEEN_BY: Mapping[str, Role] = {
    "assessment begun": "view",
    "assessment kept": "view",
    "assessment renamed": "view",
    "assessment removed": "view",
    "assessment put back": "view",
    "services added": "view",
    "service details changed": "view",
    "services given to a team": "view",
    "services taken back": "view",
    "service moved": "view",
    "service duplicated": "view",
    "service removed": "view",
    "service put back": "view",
    "team added": "view",
    "team details changed": "view",
    "team moved": "view",
    "team removed": "view",
    "team put back": "view",
    "round revealed": "view",
    "round opened": "view",
    "answers shown": "view",
    "answers hidden": "view",
    "statement settled": "view",
    "settlement taken back": "view",
    "check answered": "view",
    "check answer taken back": "view",
    "reminders changed": "edit",
    "decision changed": "view",
    "decision proposed": "view",
    "position taken": "view",
    "decision signed off": "view",
    "record deprecated": "view",
    "record erased": "view",
    "service submitted": "edit",
    "services assigned": "edit",
    "respondent joined": "edit",
    "respondent renamed": "edit",
    "link made": "own",
    "link revoked": "own",
    "member shut out": "own",
    "workspace changed": "own",
}
"""From which role on an event is shown. What is not in it is shown to nobody."""


ONE_SITTING = timedelta(minutes=10)
"""Edits of one note no further apart are told as one."""
BESIDE_NOTE = ("value", "reason", "evidence_kind", "evidence_url")
"""What an answer says besides its note, and until when its evidence counts."""
NEVER = Value(date.max)
CHECKS = ("check answered", "check answer taken back")
"""Of these, only what is about answers that were revealed, or one's own."""


@dataclass(frozen=True, slots=True)
class Since:
    """Where a page of the history begins: below these numbers; 0 is the newest."""

    answers: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Happened:
    """One page of what happened, with the names of what it tells of."""

    answers: list[AnswerEvent]
    """Each with `before_value` and `before_note`: what the same person had said until then."""
    events: list[AuditEvent]
    older: Since | None
    """Where the page after this one begins."""
    people: Mapping[int, str]
    """Respondents by id."""
    visitors: Mapping[int, str]
    """What a browser is called: the respondent's name, on another device too."""
    services: Mapping[int | str, str]
    """Names by id and by slug, removed ones too."""
    teams: Mapping[int | str, str]


def happened(opened: Opened, since: Since) -> Happened:
    """One page of the history, in nine reads, and five more where something was said of a check."""
    answers = list(_answers(opened).filter(_below(since.answers)).order_by("-id")[: PAGE + 1])
    events = list(_events(opened).filter(_below(since.events)).order_by("-id")[: PAGE + 1])
    both: list[AnswerEvent | AuditEvent] = [*answers, *events]
    newest = sorted(both, key=lambda one: (one.made_at, one.id), reverse=True)
    ids = set(map(id, newest[:PAGE]))
    answers_shown = [one for one in answers if id(one) in ids]
    events_shown = [one for one in events if id(one) in ids]
    older = Since(
        answers_shown[-1].id if answers_shown else since.answers, events_shown[-1].id if events_shown else since.events
    )
    people = Respondent.objects.filter(assessment_id=opened.assessment.id).values_list("id", "visitor_id", "name")
    respondents = list(people)
    return Happened(
        answers_shown,
        events_shown,
        older if len(newest) > PAGE else None,
        {id_: name for id_, _, name in respondents},
        _visitors(opened, {visitor: name for _, visitor, name in respondents if visitor is not None}),
        _names(Service.everything.filter(assessment_id=opened.assessment.id)),
        _names(OwningTeam.everything.filter(assessment_id=opened.assessment.id)),
    )


def _below(limit: int) -> Q:
    return Q(id__lt=limit) if limit else Q()


def _answers(opened: Opened) -> QuerySet[AnswerEvent]:
    assessment_id, mine = opened.assessment.id, respondent_of(opened)
    revealed = Round.objects.exclude(revealed_at=None)
    # before the dearer question which events a reveal holds: whether anything of the subject was revealed at all
    near = Q(respondent_id=mine.id if mine else None)
    near |= Q(service_id__in=revealed.filter(service__assessment_id=assessment_id).values("service_id"))
    near |= Q(team_id__in=revealed.filter(team__assessment_id=assessment_id).values("team_id"))
    seen = events_seen(assessment_id, mine)
    before = _same_answer(AnswerEvent.objects.all()).filter(~_folded(seen), seq__lt=OuterRef("seq")).order_by("-seq")
    return (
        seen.filter(near)
        .filter(~_folded(seen))
        .annotate(before_value=Subquery(before.values("value")[:1]), before_note=Subquery(before.values("note")[:1]))
    )


def _same_answer(events: QuerySet[AnswerEvent]) -> QuerySet[AnswerEvent]:
    """Of these, what the same person said to the same statement."""
    return events.filter(
        Q(service_id=OuterRef("service_id")) | Q(team_id=OuterRef("team_id")),
        respondent_id=OuterRef("respondent_id"),
        statement=OuterRef("statement"),
    )


def _folded(seen: QuerySet[AnswerEvent]) -> Q:
    """An edit of a note that the same person went on with soon after: a note is saved at each pause of typing, and only
    the last of them is told. What may not be seen goes on with nothing."""
    only_the_note = (
        _same_answer(seen)
        .filter(**{name: OuterRef(name) for name in BESIDE_NOTE})
        .alias(until=Coalesce("evidence_expires", NEVER))
        .filter(until=Coalesce(OuterRef("evidence_expires"), NEVER))
    )
    went_on = only_the_note.filter(seq=OuterRef("seq") + 1, made_at__lt=OuterRef("made_at") + ONE_SITTING)
    came_from = only_the_note.filter(seq=OuterRef("seq") - 1)
    return Q(Exists(went_on)) & (Q(Exists(came_from)) | Q(seq=1, value="none"))


def _events(opened: Opened) -> QuerySet[AuditEvent]:
    seen = [action for action, role in SEEN_BY.items() if role in opened.roles]
    events = AuditEvent.objects.filter(scope_id=opened.assessment.scope_id, action__in=seen)
    hidden = checks_hidden(opened)
    return events.exclude(action__in=CHECKS, detail__row__in=sorted(hidden)) if hidden else events


def _visitors(opened: Opened, names: Mapping[int, str]) -> dict[int, str]:
    devices = Grant.objects.filter(scope_id=opened.assessment.scope_id, stands_for__isnull=False)
    by_visitor = dict(names)
    for visitor, person in devices.values_list("visitor_id", F("stands_for_id")):
        if person in names:
            by_visitor[visitor] = names[person]
    return by_visitor


def _names(rows: "QuerySet[Service] | QuerySet[OwningTeam]") -> dict[int | str, str]:
    by_key: dict[int | str, str] = {}
    for id_, slug, name in rows.values_list("id", "slug", "name"):
        by_key |= {id_: name, slug: name}
    return by_key
