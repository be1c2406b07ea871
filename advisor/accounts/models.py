"""Accounts, and the links that sign somebody in once. Knows nothing of what an account may open: see `sharing`."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Users(BaseUserManager["User"]):
    """Finds and makes accounts by their e-mail address, in whichever case it is typed."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        user = self.model(email=email.lower(), **more)
        user.set_password(password)  # without one: no password ever fits
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Whoever wants to find their things from any device. An address is all that is asked for."""

    email = models.EmailField("E-mail address", unique=True)
    is_active = models.BooleanField(default=True)
    is_owner = models.BooleanField(default=False)
    """Runs this server: invites people where sign-up is closed, and switches accounts off and on."""
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class SignInLink(models.Model):
    """An address that signs somebody in once. The token is shown once; here is what it hashes to."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True)
    """Whom it signs in; None: whoever opens it becomes the owner of the server."""
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class CacheEntry(models.Model):
    """Django's cache as rows, so that all processes count the same attempts to sign in."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_cache"
