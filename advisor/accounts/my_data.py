"""One's own data: everything that names somebody, as plain values, and taking it away.

In: a browser's key. Out: values for a file, or nothing left. Must not know: HTTP. What names a visitor or a respondent
is found in the tables themselves, so that no new table is ever forgotten. Works for guests as for accounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from advisor.accounts.addresses import confirmed_address
from advisor.accounts.models import User
from advisor.accounts.names import records_that_name, take_name_away
from advisor.accounts.second_factor import PASSKEY, TOTP
from advisor.assessments.actions.retention import delete_assessment
from advisor.assessments.actions.reveal import reveal_complete
from advisor.assessments.models import Assessment, CurrentAnswer, Respondent
from advisor.assessments.models.asked import NOBODY
from advisor.checklist.schema import format_of
from advisor.decisions.models import Decision, Record
from advisor.decisions.reminders import forget_reminders
from advisor.decisions.selectors import allowed
from advisor.decisions.services import erase_record
from advisor.record.formats.my_data_form import MyDataFile
from advisor.sharing.access import VisitorKey, granted, in_force
from advisor.sharing.models import Grant, Membership, Visitor
from advisor.sharing.persons import browsers_of, naming, pointing_here
from advisor.sharing.services import known
from advisor.sharing.workspaces import remove_member

FORMAT = format_of(MyDataFile)
WHY = "Whoever signed it off deleted their data, and nobody else could open it."
INNER = {"token_hash", "key_hash", "form_key", "request_id", "visitor", "respondent", "revision", "answers"}
"""Of no use to anybody outside, the same in every row, or, as the answers of a milestone, also what others said."""


def data_of(visitor: VisitorKey, *, today: date) -> dict[str, Any] | None:
    """Everything here that names this person; None where there is nothing."""
    who = known(visitor)
    if who is None:
        return None
    may = Assessment.objects.filter(granted(visitor, "view")).order_by("id")
    mine = Respondent.objects.filter(visitor=who).values_list("id", flat=True)
    return {
        "format": FORMAT,
        "on": today.isoformat(),
        "account": _account(who),
        "signed_in_with": [
            {"browser": one.agent, "since": one.since, "last_used_on": one.seen_on}
            for one in (browsers_of(user_id=who.user_id) if who.user_id else ())
        ],
        "workspaces": [
            {"name": one.workspace.name, "role": one.role, "since": one.made_at}
            for one in Membership.objects.filter(visitor=who).select_related("workspace")
        ],
        "may_open": [
            {"id": one.id, "address": reverse("assessment-hub", args=[one.public_id]), "title": one.title}
            for one in may
        ],
        "reminds_me_of": [{"address": one.address, "title": one.assessment.title} for one in _reminding(who)],
        "under_my_names": _named(naming(Respondent), list(mine), but=(CurrentAnswer, Decision)),
        "by_me": _named(pointing_here(), [who.id], but=(Visitor, Membership)),
    }


def _account(who: Visitor) -> dict[str, Any] | None:
    user = who.user
    if user is None:
        return None
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    passkeys, app = kinds.count(PASSKEY), TOTP in kinds
    return {
        "email": user.email,
        "since": user.made_at,
        "last_sign_in": user.last_login,
        "passkeys": passkeys,
        "authenticator_app": app,
    }


def _reminding(who: Visitor) -> list[Decision]:
    """Decisions that remind the account's address, where it is proved to be theirs."""
    user = who.user
    if user is None or not confirmed_address(user):
        return []
    rows = Decision.objects.exclude(reminders=[]).select_related("assessment").order_by("id")
    return [row for row in rows if user.email in map(str.lower, row.reminders)]


def _named(
    tables: Sequence[tuple[type[models.Model], str]], ids: Sequence[int], *, but: Sequence[type[models.Model]]
) -> dict[str, list[dict[str, Any]]]:
    """By table: its rows that name one of these."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for model, field in tables:
        if model in but or model._meta.auto_created:
            continue
        names = [one.attname for one in model._meta.concrete_fields if one.name not in INNER]
        rows = model._base_manager.filter(**{f"{field}__in": ids}).order_by("pk").values(*names)
        if rows:
            by_kind.setdefault(model.__name__, []).extend(rows)
    return by_kind


@dataclass(frozen=True, slots=True)
class Leaving:
    """What becomes of what somebody made, if they go now."""

    deleted_assessments: Sequence[Assessment]
    """Nobody else can open them: they are deleted."""
    remaining_assessments: Sequence[Assessment]
    """Others are in: they stay with them."""
    without_owner: Sequence[Assessment]
    """Of these, the ones that nobody could share or remove any more."""
    workspaces_to_hand_over: Sequence[str]
    """Workspaces with members that need another owner first."""
    naming: Sequence[Record] = ()
    """Signed-off records that stay, and name them for good."""


def leaving(visitor: VisitorKey) -> Leaving:
    """What `delete_data` would do, to be said before."""
    who = known(visitor)
    if who is None:
        return Leaving((), (), (), ())
    held = Assessment.objects.filter(granted(visitor, "view")).order_by("id")
    owned = granted(visitor, "own")
    alone = [
        one.workspace.name
        for one in Membership.objects.filter(visitor=who, role="owner").select_related("workspace")
        if one.workspace.memberships.exclude(id=one.id).exists()
        and not one.workspace.memberships.filter(role="owner").exclude(id=one.id).exists()
    ]
    return Leaving(
        deleted_assessments=tuple(Assessment.objects.filter(_alone(visitor, who)).order_by("id")),
        remaining_assessments=tuple(held.filter(_others(who))),
        without_owner=tuple(held.filter(owned).filter(_others(who)).exclude(_others(who, "own"))),
        workspaces_to_hand_over=alone,
        naming=records_that_name(who, but=_erased(visitor, who)),
    )


def _alone(visitor: VisitorKey, who: Visitor) -> Q:
    """The condition "it is theirs, and nobody else can open it"; what was removed only another owner could put back."""
    removed = Q(scope__closed_at__isnull=False) & granted(visitor, "own", closed=True)
    return granted(visitor, "own") & ~_others(who) | removed & ~_others(who, "own", closed=True)


def _erased(visitor: VisitorKey, who: Visitor) -> list[Record]:
    """Records that go with them: nobody else can open them, also of those who were in an assessment removed since."""
    records = Record.objects.filter(allowed(visitor, "own")).exclude(_others(who))
    return list(records.exclude(_others(who, scope="origin", closed=True)))


def _others(who: Visitor, role: str = "", scope: str = "scope", *, closed: bool = False) -> Q:
    """The condition "somebody else holds a role on it"; with `closed` also on what was removed."""
    grants = Grant.objects.filter(in_force(closed=closed), scope_id=OuterRef(f"{scope}_id"))
    grants = grants.exclude(visitor=who).exclude(stands_for=who)
    return Q(Exists(grants.filter(role=role) if role else grants))


@transaction.atomic
def delete_data(visitor: VisitorKey) -> None:
    """Takes everything away that is this person's alone, and their name from what others go on with.

    LastOwnerError where a workspace with members would be left without an owner."""
    who = known(visitor)
    if who is None:
        return
    # found before the memberships go, by which some of it may be theirs
    gone = list(Assessment.objects.filter(_alone(visitor, who)))
    erased = _erased(visitor, who)
    for member in Membership.objects.filter(visitor=who).select_related("workspace"):
        remove_member(workspace=member.workspace, membership_id=member.id)
    for record in erased:
        erase_record(record=record, visitor=visitor, who=NOBODY, why=WHY)
    for assessment in gone:
        delete_assessment(assessment)
    for decision in _reminding(who):
        forget_reminders(decision, who.user.email)  # type: ignore[union-attr]
    left = take_name_away(who)
    if who.user_id is not None:
        User.objects.filter(id=who.user_id).delete()
    who.delete()
    for assessment in left:
        reveal_complete(assessment=assessment)
