"""Workspaces: who is in them, invitations, and what is shared with all of them.

In: the key of a browser in which somebody is signed in, values. Out: rows, or AccessDenied. Must not know: what is
shared, HTTP. A member has a grant on each scope of the workspace, written when they come and gone when they leave, so
that access is asked for in one place and costs one read however many are in.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from advisor.checklist.errors import AdvisorError
from advisor.sharing.access import AccessDenied, VisitorKey, whose
from advisor.sharing.links import end_ways_back
from advisor.sharing.models import MEMBER_ROLES, Grant, Invitation, Membership, Scope, Visitor, Workspace
from advisor.sharing.roles import Role
from advisor.sharing.tokens import TOKEN, new_token, token_hash

GIVES: dict[str, Role] = {"owner": "own", "editor": "edit", "member": "respond", "viewer": "view"}
INVITED_FOR = timedelta(days=14)
MOST_INVITATIONS = 100
NOT_THERE = "You are not in that workspace."


class LastOwnerError(AdvisorError):
    """A workspace keeps somebody who can invite and remove."""

    def __init__(self) -> None:
        super().__init__("A workspace needs an owner. Make another member an owner first.")


@dataclass(frozen=True, slots=True)
class InWorkspace:
    """A workspace as one of its members sees it."""

    workspace: Workspace
    membership: Membership

    @property
    def may_own(self) -> bool:
        return self.membership.role == "owner"


def memberships_of(visitor: VisitorKey | None) -> list[Membership]:
    """The workspaces of whoever is signed in here, by name, in one read."""
    if visitor is None:
        return []
    rows = Membership.objects.filter(visitor_id=whose(visitor)).select_related("workspace")
    return list(rows.order_by("workspace__name", "id"))


def open_to(visitor: VisitorKey | None) -> list[Workspace]:
    """The workspaces with which whoever is signed in here may share something."""
    return [one.workspace for one in memberships_of(visitor) if one.role in ("owner", "editor")]


def open_workspace(visitor: VisitorKey | None, public_id: str, *, own: bool = False) -> InWorkspace:
    """The workspace at this address, in one read. AccessDenied: not for whoever asks."""
    membership = None
    if visitor is not None:
        rows = Membership.objects.filter(visitor_id=whose(visitor), workspace__public_id=public_id)
        membership = rows.select_related("workspace").first()
    if membership is None:
        raise AccessDenied(NOT_THERE)
    if own and membership.role != "owner":
        raise AccessDenied("Only an owner of the workspace may do that.", stranger=False)
    return InWorkspace(membership.workspace, membership)


@transaction.atomic
def make_workspace(*, person: Visitor, name: str) -> Workspace:
    """A new workspace that its maker owns."""
    row = Workspace.objects.create(public_id=secrets.token_urlsafe(16), name=name)
    Membership.objects.create(workspace=row, visitor=person, role="owner")
    return row


def _lock(workspace: Workspace) -> Workspace:
    """The workspace, kept from changing meanwhile. AccessDenied: its last member has left. Needs a transaction."""
    row = Workspace.objects.select_for_update(no_key=True).filter(id=workspace.id).first()
    if row is None:
        raise AccessDenied(NOT_THERE)
    return row


def _grant(memberships: Iterable[Membership], scopes: Iterable[int]) -> None:
    """What memberships give on scopes."""
    ids = list(scopes)
    Grant.objects.bulk_create(
        Grant(scope_id=scope_id, visitor_id=one.visitor_id, role=GIVES[one.role], membership=one)
        for one in memberships
        for scope_id in ids
    )


@transaction.atomic
def share_with(*, scope_id: int, workspace: Workspace | None) -> bool:
    """Makes a scope the workspace's, or nobody's but its own; False where it was so already."""
    if workspace is not None:
        # whoever joins or leaves at this moment waits, or they would miss or keep what is shared here
        _lock(workspace)
    scope = Scope.objects.select_for_update(no_key=True).get(id=scope_id)
    if scope.workspace_id == (workspace.id if workspace else None):
        return False
    Scope.objects.filter(id=scope_id).update(workspace=workspace)
    lost = Grant.objects.filter(scope_id=scope_id, membership__isnull=False)
    _withdraw(lost, [scope_id])
    if workspace is not None:
        _grant(Membership.objects.filter(workspace=workspace), [scope_id])
    return True


def _withdraw(grants: "QuerySet[Grant]", scopes: Iterable[int]) -> None:
    """Takes grants back, and the private links by which their holders would still get in."""
    who = set(grants.values_list("visitor_id", flat=True))
    grants.delete()
    now = timezone.now()
    for scope_id in scopes:
        end_ways_back(scope_id=scope_id, visitor_ids=who, now=now)


@transaction.atomic
def invite(*, to: Workspace, role: str, label: str, made_by: Visitor, token: str = "") -> str:
    """A token that makes one person a member, once, within 14 days; with `token` that one, and nothing where it was
    made before: the same form came twice."""
    token = token if TOKEN.fullmatch(token) else new_token()
    _lock(to)
    if Invitation.objects.filter(token_hash=token_hash(token)).exists():
        return ""
    Invitation.objects.create(
        workspace=to,
        token_hash=token_hash(token),
        role=role,
        label=label,
        made_by=made_by,
        expires_at=timezone.now() + INVITED_FOR,
    )
    return token


def invitations_of(workspace: Workspace) -> list[Invitation]:
    """Those that can still be used, the newest first."""
    rows = Invitation.objects.filter(workspace=workspace, ended_at=None, expires_at__gt=timezone.now())
    return list(rows.order_by("-id")[:MOST_INVITATIONS])


def invitation_at(token: str) -> Invitation | None:
    """The invitation of this token, if it can still be used and its maker may still invite."""
    if not TOKEN.fullmatch(token):
        return None
    rows = Invitation.objects.filter(token_hash=token_hash(token), ended_at=None, expires_at__gt=timezone.now())
    by_owner = rows.filter(workspace__memberships__visitor_id=F("made_by_id"), workspace__memberships__role="owner")
    return by_owner.select_related("workspace", "made_by__user").first()


@transaction.atomic
def accept(*, token: str, person: Visitor) -> Workspace | None:
    """Makes the person a member; None if the invitation is worth nothing any more. Who is in already stays as they are,
    and leaves the invitation for whom it was meant."""
    invitation = invitation_at(token)
    if invitation is None:
        return None
    workspace = _lock(invitation.workspace)
    if Membership.objects.filter(workspace=workspace, visitor=person).exists():
        return workspace
    if not Invitation.objects.filter(id=invitation.id, ended_at=None).update(ended_at=timezone.now()):
        return None
    made = Membership.objects.create(workspace=workspace, visitor=person, role=invitation.role)
    # what somebody takes out of the workspace at this moment is waited for, and then not opened
    _grant([made], list(workspace.scopes.select_for_update(no_key=True).values_list("id", flat=True)))
    return workspace


def take_invitation_back(*, workspace: Workspace, invitation_id: int) -> bool:
    """Ends an invitation of this very workspace."""
    rows = Invitation.objects.filter(id=invitation_id, workspace=workspace, ended_at=None)
    return bool(rows.update(ended_at=timezone.now()))


def _member(workspace: Workspace, membership_id: int) -> Membership:
    """A member, with the workspace kept from changing meanwhile. Needs a transaction."""
    _lock(workspace)
    membership = Membership.objects.filter(id=membership_id, workspace=workspace).first()
    if membership is None:
        raise AccessDenied(NOT_THERE)
    return membership


def _check_owned_without(member: Membership) -> None:
    others = Membership.objects.filter(workspace_id=member.workspace_id, role="owner").exclude(id=member.id)
    if member.role == "owner" and not others.exists():
        raise LastOwnerError


@transaction.atomic
def change_role(*, workspace: Workspace, membership_id: int, role: str) -> None:
    """Gives a member another role, on all that is the workspace's, at once."""
    member = _member(workspace, membership_id)
    if role != "owner":
        _check_owned_without(member)
    if role not in MEMBER_ROLES:
        raise AccessDenied("There is no such role.", stranger=False)
    Membership.objects.filter(id=member.id).update(role=role)
    Grant.objects.filter(membership=member).update(role=GIVES[role])
    now = timezone.now()
    for scope_id in workspace.scopes.values_list("id", flat=True):
        end_ways_back(scope_id=scope_id, visitor_ids=[member.visitor_id], now=now)


@transaction.atomic
def remove_member(*, workspace: Workspace, membership_id: int) -> None:
    """Ends a membership with all it gave, at once; the last member takes the workspace along."""
    member = _member(workspace, membership_id)
    alone = not Membership.objects.filter(workspace=workspace).exclude(id=member.id).exists()
    if not alone:
        _check_owned_without(member)
    _withdraw(Grant.objects.filter(membership=member), list(workspace.scopes.values_list("id", flat=True)))
    if alone:
        workspace.delete()
    else:
        member.delete()
