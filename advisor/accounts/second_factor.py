"""The second step of signing in: who is asked for one, and who has to set one up before they are signed in.

In: an account, a request of `/accounts/…`. Out: yes or no. Must not know: codes, forms. A passkey signs in by itself,
with a finger or a PIN, and is two factors in one: whoever uses it is asked for nothing more.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.http import HttpRequest

ENROLLING = "advisor_enrolling"
TOTP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN


def has(user: Any, *types: str) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=types).exists())


def is_asked(user: Any) -> bool:
    """Whether a second step follows a password or a mailed code: for whoever turned it on; where everybody needs one,
    for whoever has a passkey, too."""
    if settings.SECOND_FACTOR == "off":
        return False
    return has(user, TOTP, PASSKEY) if settings.SECOND_FACTOR == "required" else has(user, TOTP)


def begin_enrolling(request: HttpRequest, user: Any) -> bool:
    """Whether signing in waits until a second step is set up; noted in the session, which proves who it is."""
    waits = settings.SECOND_FACTOR == "required" and not has(user, TOTP, PASSKEY)
    if waits:
        request.session[ENROLLING] = True
    return waits


def enrolling(request: HttpRequest) -> bool:
    return bool(request.session.get(ENROLLING)) and request.user.is_authenticated


def make_recovery_codes(user: Any) -> bool:
    """Makes the first codes of an account; whether there were none."""
    if has(user, Authenticator.Type.RECOVERY_CODES):
        return False
    RecoveryCodes.activate(user)
    return True


def may_remove(authenticator: Authenticator) -> bool:
    """Where everybody needs a second step, the last one stays."""
    if settings.SECOND_FACTOR != "required" or authenticator.type not in (TOTP, PASSKEY):
        return True
    rest = Authenticator.objects.filter(user=authenticator.user, type__in=(TOTP, PASSKEY))
    return bool(rest.exclude(pk=authenticator.pk).exists())
