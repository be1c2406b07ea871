"""Who may open what. Knows nothing of what is shared: an assessment or a record holds a scope, never the reverse."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from advisor.sharing.roles import ROLES

MEMBER_ROLES = ("owner", "editor", "member", "viewer")


class Workspace(models.Model):
    """A group of people with accounts. What is shared with it is shared with each of them."""

    public_id = models.CharField(max_length=22, unique=True)
    name = models.CharField(max_length=300)
    made_at = models.DateTimeField(auto_now_add=True)


class Scope(models.Model):
    """What can be shared. It outlives what it guards, so that a frozen record can still ask it who may look."""

    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """Since when nobody may open it, whatever was granted: what it guards was removed, and may be put back."""
    workspace = models.ForeignKey(Workspace, on_delete=models.SET_NULL, null=True, blank=True, related_name="scopes")
    """Whose members have a grant on it, each by their membership."""


class Visitor(models.Model):
    """A browser. The key itself is only in its cookie; here is what it hashes to.

    Whoever signs in is one visitor from all their browsers: what they make is that one's, and each browser in which
    they signed in is a row that points at it and has nothing of its own."""

    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="browsers")
    """Who is signed in here; None: nobody is, and the browser is a visitor by itself."""
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="visitor"
    )
    """Whose account this visitor is; no browser has its key."""
    agent = models.CharField(max_length=60, blank=True)
    """Where somebody signed in: what browser it is on what system, such as "Firefox on Linux"."""
    seen_on = models.DateField(null=True, blank=True)
    """The last day on which a page was opened in a browser that is signed in."""
    ends_at = models.DateTimeField(null=True, blank=True)
    """When the browser is signed out if no page is opened in it until then; None for a guest."""


class ShareLink(models.Model):
    """An address that lets in whoever has it. The token is shown once; here is what it hashes to."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=7, choices=[(role, role) for role in ROLES])
    label = models.CharField(max_length=100, blank=True)
    made_by = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    stands_for = models.ForeignKey(Visitor, on_delete=models.CASCADE, null=True, blank=True, related_name="ways_back")
    """Whose own way back this is: whoever opens it is that person. None: it lets in somebody else."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(role__in=ROLES), name="link_role_known")]

    def in_force(self, now: datetime) -> bool:
        """Whether it still lets in."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class Membership(models.Model):
    """Somebody in a workspace. It gives a grant on each of the workspace's scopes, which ends with it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=6, choices=[(role, role) for role in MEMBER_ROLES])
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=MEMBER_ROLES), name="membership_role_known"),
            models.UniqueConstraint(fields=["workspace", "visitor"], name="membership_once"),
        ]


class Invitation(models.Model):
    """An address that makes one person a member of a workspace. Shown once; here is what it hashes to."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=6, choices=[(role, role) for role in MEMBER_ROLES])
    label = models.CharField(max_length=254, blank=True)
    """Whom it is for: a name, or the address it was sent to."""
    made_by = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When somebody used it, or it was taken back."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=MEMBER_ROLES), name="invitation_role_known"),
        ]


class Grant(models.Model):
    """The only source of access: this visitor has this role on this scope until it is revoked or has expired."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="grants")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=7, choices=[(role, role) for role in ROLES])
    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, null=True, blank=True, related_name="grants")
    """The link by which it came. Without a link and a membership: the visitor made what the scope guards."""
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="grants")
    """The membership in the scope's workspace that gives it, if one does."""
    stands_for = models.ForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The visitor who this one is on another device: came by that visitor's own private link."""
    made_at = models.DateTimeField(auto_now_add=True)
    seen_on = models.DateField(null=True, blank=True)
    """The last day on which a page was opened with it; none for what only followed a link, such as a preview."""
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="grant_role_known"),
            models.UniqueConstraint(
                fields=["visitor", "scope", "role"],
                condition=Q(revoked_at=None, link=None, membership=None),
                name="grant_once_in_force",
            ),
            models.UniqueConstraint(fields=["membership", "scope"], name="grant_once_a_membership"),
            models.UniqueConstraint(
                fields=["visitor", "link"], condition=Q(revoked_at=None), name="grant_once_a_link_in_force"
            ),
        ]
