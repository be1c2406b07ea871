"""Where allauth asks this product: who may sign up, where to go next, and what a passkey is for.

In: a request of `/accounts/…`. Out: answers for allauth. Must not know: what an account may open.
"""

import logging
import time
from collections.abc import Sequence
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.ratelimit import RateLimitUsage
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from advisor.accounts.attempts import attempt
from advisor.accounts.invited import opens_sign_up
from advisor.accounts.mailed_codes import MailedCode
from advisor.accounts.second_factor import enrolling, is_asked, may_remove
from advisor.security import mail_code, note

CLOCKS_DIFFER = 60.0
"""Seconds by which the clocks of several machines may differ."""
NAME = "Architecture Decision Advisor"


def count_attempt(request: HttpRequest, email: str) -> RateLimitUsage:
    """The try to sign in that was counted; too many are refused, with a line in the log."""
    counted = attempt(request, email)
    if counted is None:
        note(request, "locked out", level=logging.WARNING, mail=mail_code(email))
        raise get_adapter().validation_error("too_many_login_attempts")
    return counted


class Adapter(DefaultAccountAdapter):
    """Sign-up as this server's settings have it. Messages are said on the pages themselves."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "Too many attempts. Wait a minute, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP.open or opens_sign_up(request)

    def clean_email(self, email: str) -> str:
        """An address in one case, so that it is one account; of the domains that may sign up, if there are any.

        allauth asks here for every form with an address: who has an account already is let in from any domain."""
        email = email.lower()
        domains = settings.SIGN_UP.domains
        choosing = self.request is not None and self.request.path.endswith(("/signup/", "/email/"))
        if domains and choosing and email.rpartition("@")[2] not in domains and not opens_sign_up(self.request):
            raise forms.ValidationError(f"Accounts here need an address of {' or '.join(domains)}.")
        return email

    def send_account_already_exists_mail(self, email: str) -> None:
        """allauth's leads to a page for a new password, which there is none of here: a code signs in."""
        self.send_mail("account/email/account_already_exists", email, {})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the try as `attempts` says; allauth takes it back where the password was right."""
        self._login_failed_rl_usage = count_attempt(request, credentials.get("email", ""))

    def generate_login_code(self) -> str:
        return MailedCode.of(super().generate_login_code())

    def generate_email_verification_code(self) -> str:
        return MailedCode.of(super().generate_email_verification_code())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        code = context.get("code")
        plain = {"code": code.plain} if isinstance(code, MailedCode) else {}
        super().send_mail(template_prefix, email, {**context, **plain})

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """One notice is mailed: to the address that an account had until now."""
        if template_prefix == "account/email/email_changed" and email and settings.MAIL:
            self.send_mail(template_prefix, email, context or {})

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Those whose pages are there: see `page` in `pages/accounts/allauth_views.py`."""
        off = {"reauthenticate_by_code"} if not settings.MAIL else set()
        if settings.SECOND_FACTOR == "off":
            off.add("mfa_reauthenticate")
        return [one for one in super().get_reauthentication_methods(user) if one["id"] not in off]

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever has just signed up or in need not do it again."""
        records, now = get_authentication_records(self.request, self.request.user), time.time()
        for one in records:
            if one["at"] > now + CLOCKS_DIFFER:  # the clock was put back since: nobody knows when that was
                one["at"] = 0
                self.request.session.modified = True
        made_at = self.request.user.made_at.timestamp()
        last = max([made_at if made_at <= now + CLOCKS_DIFFER else 0, *(one["at"] for one in records)])
        fresh = now - last < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and bool(super().is_reauthentication_required(app=app, **more))

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().post_login(request, user, **more)
        return redirect("mfa_activate_totp") if enrolling(request) else response

    def format_email_subject(self, subject: str) -> str:
        return subject


class Passkeys(DefaultMFAAdapter):
    """A passkey is a way to sign in by itself; who is asked for a second step, and what may be removed, says
    `second_factor`."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is wrong or out of date. Enter the one the app shows now.",
        "cannot_delete_authenticator": "This server asks everybody for a second step. Add a passkey first.",
    }

    def is_mfa_enabled(self, user: Any, types: Sequence[str] | None = None) -> bool:
        if types is not None and len(types) > 1:  # allauth asks about all kinds where it asks for a second step
            return is_asked(user)
        return bool(super().is_mfa_enabled(user, types))

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return may_remove(authenticator)

    def build_totp_svg(self, url: str) -> str:
        """The page has a code of its own, as for links."""
        return ""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": NAME}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  allauth's name
        return "Passkey"
