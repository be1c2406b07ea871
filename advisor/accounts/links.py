"""Links that sign somebody in once: the owner's, and one for whoever lost their password.

In: an account, or none. Out: a token, only from `make_sign_in_link`; later who it is for. Must not know: HTTP. A link
works once and for a day, the owner's until there is an owner; only the last one made for the same account does.
"""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from advisor.accounts.models import CacheEntry, SignInLink, User
from advisor.accounts.second_factor import PASSKEY, TOTP
from advisor.sharing.access import COOKIE_AGE
from advisor.sharing.models import Invitation, Visitor
from advisor.sharing.persons import signed_in_until
from advisor.sharing.tokens import TOKEN, new_token, token_hash

LASTS = timedelta(hours=24)
UNTIL_OWNED = timedelta(days=36_500)
"""The owner's link does not end by time: an owner ends it, or the next start, which prints another."""
REMEMBERED = timedelta(days=30)
"""How long a browser is told that it was signed out."""


@transaction.atomic
def make_sign_in_link(user: User | None) -> str:
    """A token that signs this account in once; without an account, one that makes the owner of this server."""
    token = new_token()
    SignInLink.objects.filter(user=user).delete()
    lasts = UNTIL_OWNED if user is None else LASTS
    SignInLink.objects.create(token_hash=token_hash(token), user=user, expires_at=timezone.now() + lasts)
    return token


def path_of(token: str) -> str:
    """Where a link is opened. Written out: `reverse` reads every view there is, half a second of a server's start."""
    return f"{settings.PREFIX}/accounts/link/{token}"


def has_owner() -> bool:
    """Whether somebody owns this server; an account that is switched off does not."""
    return User.objects.filter(is_owner=True, is_active=True).exists()


def owner_link() -> str | None:
    """A token that makes the owner, as long as there is none; whoever signed up before takes nothing from it."""
    return None if has_owner() else make_sign_in_link(None)


def sign_in_link(token: str) -> SignInLink | None:
    """The link, if it can still be used."""
    if not TOKEN.fullmatch(token):
        return None
    rows = SignInLink.objects.filter(used_at=None, expires_at__gt=timezone.now()).select_related("user")
    link = rows.filter(token_hash=token_hash(token)).exclude(user__is_active=False).first()
    # made before somebody else became the owner
    return None if link and link.user is None and has_owner() else link


def _use(link: SignInLink) -> bool:
    """Whether the link was not used before this moment: of two at once only one gets in."""
    return bool(SignInLink.objects.filter(id=link.id, used_at=None).update(used_at=timezone.now()))


def sweep_sign_ins(*, now: datetime) -> None:
    """Forgets what can be used no more: links that signed in, invitations, tries that were counted, and browsers: those
    whose cookie has run out, those signed out long ago, and, where everybody needs a second step, those of accounts
    without one. The others stay signed in for no longer than the setting says now."""
    SignInLink.objects.filter(expires_at__lt=now).delete()
    Invitation.objects.filter(expires_at__lt=now).delete()
    CacheEntry.objects.filter(expires__lt=now).delete()
    Visitor.objects.filter(person__isnull=False, made_at__lt=now - timedelta(seconds=COOKIE_AGE)).delete()
    Visitor.objects.filter(ends_at__lt=now - REMEMBERED).delete()
    if settings.SECOND_FACTOR == "required" and not settings.USER_HEADER:
        ways = Authenticator.objects.filter(type__in=(TOTP, PASSKEY)).values("user_id")
        Visitor.objects.filter(person__user__isnull=False).exclude(person__user__in=ways).delete()
    Visitor.objects.filter(ends_at__gt=signed_in_until(now)).update(ends_at=signed_in_until(now))


@transaction.atomic
def make_owner_account(*, link: SignInLink, email: str, password: str) -> User | None:
    """A new account that owns this server; None if the link was used meanwhile."""
    return User.objects.create_user(email, password, is_owner=True) if _use(link) else None


@transaction.atomic
def use_for_owner(*, link: SignInLink, user: User) -> bool:
    """Makes an account there was before the owner; False if the link was used meanwhile."""
    if link.user is not None or not _use(link):
        return False
    make_owner(user)
    return True


def make_owner(user: User) -> None:
    """The account owns this server from now on, and is on."""
    User.objects.filter(pk=user.pk).update(is_owner=True, is_active=True)


@transaction.atomic
def use_for_account(*, link: SignInLink) -> User | None:
    """The account that the link is for, without its old password; None if the link was used meanwhile."""
    if link.user is None or not _use(link):
        return None
    link.user.set_unusable_password()
    link.user.save(update_fields=["password"])
    return link.user
