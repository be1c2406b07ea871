"""What happens to accounts, noted in the security log: allauth's and Django's signals, each as a line.

In: signals. Out: lines. Must not know: what an account may open.
"""

import logging
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from advisor.security import mail_code, note


def _way(request: HttpRequest, user: Any) -> str:
    """How somebody proved who they are, such as `password,mfa`."""
    return ",".join(str(one.get("method")) for one in get_authentication_records(request, user))


def signed_in(sender: object, request: HttpRequest, user: Any, **more: Any) -> None:
    note(request, "signed in", account=user.pk, by=_way(request, user))


def signed_out(sender: object, request: HttpRequest, user: Any, **more: Any) -> None:
    note(request, "signed out", account=getattr(user, "pk", None))


def failed(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:
    email = str(credentials.get("email") or credentials.get("username") or "")
    note(request, "sign-in failed", level=logging.WARNING, by="password", mail=mail_code(email))


def code_refused(sender: object, request: HttpRequest, user: Any, **more: Any) -> None:
    note(request, "sign-in failed", level=logging.WARNING, by="code", account=user.pk)


def second_factor_failed(sender: object, request: HttpRequest, user: Any, **more: Any) -> None:
    note(request, "second factor failed", level=logging.WARNING, account=user.pk)


def password_changed(sender: object, request: HttpRequest, user: Any, **more: Any) -> None:
    note(request, "password changed", account=user.pk)


def factor_added(sender: object, request: HttpRequest, user: Any, authenticator: Any, **more: Any) -> None:
    note(request, "way to sign in added", account=user.pk, kind=authenticator.type)


def factor_removed(sender: object, request: HttpRequest, user: Any, authenticator: Any, **more: Any) -> None:
    note(request, "way to sign in removed", account=user.pk, kind=authenticator.type)


def connect() -> None:
    """Called once, when the app is ready."""
    from allauth.account.signals import login_code_rejected, password_set
    from allauth.account.signals import password_changed as changed
    from allauth.mfa.signals import (
        authentication_failed,
        authenticator_added,
        authenticator_removed,
        authenticator_reset,
    )
    from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

    user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)
    user_login_failed.connect(failed)
    login_code_rejected.connect(code_refused)
    authentication_failed.connect(second_factor_failed)
    changed.connect(password_changed)
    password_set.connect(password_changed)
    authenticator_added.connect(factor_added)
    authenticator_reset.connect(factor_added)
    authenticator_removed.connect(factor_removed)
