"""Where allauth asks this product: who may sign up, where to go next, and what a passkey is for.

In: a request of `/accounts/…`. Out: answers for allauth. Must not know: what an account may open.
"""

import time
from collections.abc import Sequence
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django import forms
from django.conf import settings
from django.http import HttpRequest

from advisor.accounts.invited import opens_sign_up

NAME = "Architecture Decision Advisor"


class Adapter(DefaultAccountAdapter):
    """Sign-up as this server's settings have it. Messages are said on the pages themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP.open or opens_sign_up(request)

    def clean_email(self, email: str) -> str:
        """An address in one case, so that it is one account; of the domains that may sign up, if there are any.

        allauth asks here for every form with an address: who has an account already is let in from any domain."""
        email = email.lower()
        domains = settings.SIGN_UP.domains
        signing_up = self.request is not None and self.request.path.endswith("/signup/")
        if domains and signing_up and email.rpartition("@")[2] not in domains and not opens_sign_up(self.request):
            raise forms.ValidationError(f"Accounts here need an address of {' or '.join(domains)}.")
        return email

    def send_account_already_exists_mail(self, email: str) -> None:
        """allauth's leads to a page for a new password, which there is none of here: a code signs in."""
        self.send_mail("account/email/account_already_exists", email, {})

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever has just signed up or in need not do it again."""
        records = get_authentication_records(self.request, self.request.user)
        last = max([self.request.user.made_at.timestamp(), *(one["at"] for one in records)])
        fresh = time.time() - last < app_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and bool(super().is_reauthentication_required(app=app, **more))

    def format_email_subject(self, subject: str) -> str:
        return subject


class Passkeys(DefaultMFAAdapter):
    """A passkey is a way to sign in by itself, and not a second step after another one: who has lost it gets in by
    mail or password."""

    def is_mfa_enabled(self, user: Any, types: Sequence[str] | None = None) -> bool:
        second_step = types is not None and len(types) > 1
        return not second_step and bool(super().is_mfa_enabled(user, types))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": NAME}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  allauth's name
        return "Passkey"
