"""Whose the names of the deciders are: who speaks under one, and who may not be called so.

In: an assessment that was opened, names. Out: rows, or a refusal that says what to write instead. Must not know: HTTP,
what is decided. Called with the assessment locked, so that nobody takes a name while it is given to somebody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import Assessment, Decider, Respondent
from advisor.checklist.errors import AdvisorError
from advisor.checklist.text import alike, likeness, likenesses
from advisor.sharing.access import VisitorKey, holds, in_force, whose
from advisor.sharing.links import make_link
from advisor.sharing.models import Grant, ShareLink
from advisor.sharing.roles import Role
from advisor.sharing.services import know_visitor

MOST = 100
"""So many names an answers file holds."""


class DecidersError(AdvisorError):
    """A name that cannot be a decider's, or not anybody's but a decider's; the text says what to do instead."""


def deciders_of(assessment: Assessment) -> list[Decider]:
    """Every decider with whom they are here, in one read."""
    rows = Decider.objects.filter(assessment_id=assessment.id).select_related("respondent", "link")
    return list(rows.order_by("id"))


def own_deciders(opened: Opened, rows: Iterable[Decider]) -> list[Decider]:
    """As which of these this browser speaks: as the respondent it is, or by the link that was made for one of them.

    An owner can make such links, so that none of them makes an owner somebody else."""
    mine = respondent_of(opened)
    own = [row for row in rows if mine is not None and row.respondent_id == mine.id]
    links = [row.link_id for row in rows if row.link_id is not None]
    if not links or opened.may_own:
        return own
    held = Grant.objects.filter(in_force(), scope_id=opened.assessment.scope_id)
    here = held.filter(visitor_id=whose(opened.visitor))
    me = Q(visitor_id=whose(opened.visitor)) | Q(visitor_id__in=here.values("stands_for_id"))
    came = set(held.filter(me, link_id__in=links).values_list("link_id", flat=True))
    return own + [row for row in rows if row.link_id in came]


def check_name(name: str, mine: Respondent | None, rows: Sequence[Decider], own: Sequence[Decider]) -> None:
    """DecidersError where a respondent may not be called so: it is a decider's name, or they are one by another. `own`
    are the deciders as whom they speak."""
    bound = next((row for row in rows if mine is not None and row.respondent_id == mine.id), None)
    if bound is not None and mine is not None and name != mine.name:
        raise DecidersError(
            f"You are named as a decider under the name “{bound.name}”. To change it, ask whoever arranges this "
            "assessment to take you off the deciders first."
        )
    like = next((row for row in rows if alike(row.name, name)), None)
    if like is not None and like not in own:
        raise DecidersError(
            f"“{like.name}” is a decider’s name here. If that is you, ask whoever arranges this assessment for the "
            "link made for you; otherwise write a name that cannot be mistaken for theirs."
        )


def set_deciders(*, assessment: Assessment, names: Sequence[str], persons: Mapping[str, int]) -> None:
    """Makes these the deciders; `persons` says which respondent a name is. Who was named before by the same link or as
    the same person stays who they are. DecidersError: a name is somebody else's here, or a person is called otherwise.

    Needs a transaction, and the lock."""
    if len(names) > MOST:
        raise DecidersError(f"These are {len(names)} deciders. Name at most {MOST}.")
    before: set[str] = set()
    twice = ""
    for name in names:
        twice = twice or (name if not likenesses(name).isdisjoint(before) else "")
        before |= likenesses(name)
    if twice:
        raise DecidersError(f"“{twice}” appears twice, or looks like another name. Keep one.")
    if blank := next((name for name in names if not likeness(name)), ""):
        raise DecidersError(f"“{blank}” is not a name. Write one.")
    rows = {row.name: row for row in deciders_of(assessment)}
    here = {row.id: row.name for row in Respondent.objects.filter(assessment_id=assessment.id, visitor__isnull=False)}
    for name in names:
        if name in persons:
            if here.get(persons[name]) != name:
                raise DecidersError(f"“{name}” has changed their name. Check who that is, then choose again.")
        elif name not in rows and (like := next((one for one in here.values() if alike(one, name)), "")):
            raise DecidersError(
                f"“{like}” answers here: choose them from the list. If you mean somebody else, write the name so that "
                "the two can be told apart."
            )
    stay = {name for name, row in rows.items() if name in names and _same(row, persons.get(name))}
    Decider.objects.filter(assessment_id=assessment.id).exclude(name__in=stay).delete()
    Decider.objects.bulk_create(
        Decider(assessment_id=assessment.id, name=name, respondent_id=persons.get(name))
        for name in names
        if name not in stay
    )


def _same(row: Decider, respondent_id: int | None) -> bool:
    return row.respondent_id == respondent_id if respondent_id or row.respondent_id else True


@dataclass(frozen=True, slots=True)
class Choosable:
    """Somebody of the assessment who can be named as a decider."""

    id: int
    name: str
    came_by: str
    """The label of the link they came by; empty where they came by none."""


def choosable(assessment: Assessment) -> list[Choosable]:
    """Everyone with a name who can still open the assessment, in two reads."""
    rows = Respondent.objects.filter(assessment_id=assessment.id, visitor__isnull=False).order_by("id")
    rows = rows.filter(holds("view", scope="assessment__scope"))
    grants = Grant.objects.filter(in_force(), scope_id=assessment.scope_id, link__isnull=False).order_by("-id")
    labels = dict(grants.values_list("visitor_id", "link__label"))
    return [Choosable(row.id, row.name, labels.get(row.visitor_id or 0, "")) for row in rows]


@transaction.atomic
def make_decider_link(
    *, assessment: Assessment, visitor: VisitorKey, name: str, role: Role, expires_at: datetime | None
) -> tuple[ShareLink, str]:
    """A link by which a decider who is not here comes in and speaks for themselves, and its token. DecidersError: there
    is no such decider, or they are here. One that was made for them before ends to be theirs."""
    lock(assessment)
    row = Decider.objects.filter(assessment_id=assessment.id, name=name).first()
    if row is None or row.respondent_id is not None:
        raise DecidersError("Choose one of the deciders who do not answer here.")
    who = know_visitor(key=visitor)
    scope_id = assessment.scope_id
    link, token = make_link(scope_id=scope_id, role=role, label=name, expires_at=expires_at, made_by=who)
    row.delete()  # what was reported for them, or said by an earlier link, is not what they say now
    Decider.objects.create(assessment_id=assessment.id, name=name, link=link)
    detail = {"link": link.id, "role": link.role, "decider": name}
    audit(scope_id=scope_id, visitor=who, action="link made", detail=detail)
    return link, token
