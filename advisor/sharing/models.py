"""Who may open what. Knows nothing of what is shared: an assessment or a record holds a scope, never the reverse."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from advisor.sharing.roles import ROLES


class Scope(models.Model):
    """What can be shared. It outlives what it guards, so that a frozen record can still ask it who may look."""

    made_at = models.DateTimeField(auto_now_add=True)


class Visitor(models.Model):
    """A browser. The key itself is only in its cookie; here is what it hashes to."""

    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)


class Grant(models.Model):
    """The only source of access: this visitor has this role on this scope until it is revoked."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="grants")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=7, choices=[(role, role) for role in ROLES])
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="grant_role_known"),
            models.UniqueConstraint(
                fields=["visitor", "scope", "role"], condition=Q(revoked_at=None), name="grant_once_in_force"
            ),
        ]
