"""allauth's forms in this product's words. In: allauth's fields. Out: the same, said plainly."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.http import HttpRequest

from advisor.accounts.adapter import count_attempt
from advisor.accounts.addresses import change_address, is_taken
from advisor.accounts.mailed_codes import fits

LONG = "At least 10 characters, and not one that others use. A password manager is the easiest way."
WORDS = {
    "login": ("E-mail address", ""),
    "email": ("E-mail address", "You sign in with it. Others in your workspaces see it."),
    "password": ("Password", ""),
    "oldpassword": ("Your current password", ""),
    "password1": ("Password", LONG),
    "password2": ("The new password again", ""),
    "code": ("Code", "Letters and digits, as in the mail."),
    "name": ("Name of this passkey", "Such as the device it is on."),
}


class Plain(forms.BaseForm):
    """Labels above the fields, and no words inside them that vanish on typing."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            if name in WORDS:
                field.label, field.help_text = WORDS[name]
                field.error_messages["required"] = f"{field.label}: this is needed."
            field.widget.attrs.pop("placeholder", None)


class SignIn(Plain, allauth.LoginForm):
    def clean(self) -> Any:
        """A code that is mailed is counted as a password is that is typed."""
        if not self.errors and "password" not in self.fields:
            count_attempt(self.request, self.cleaned_data["login"])
        return super().clean()


class SignUp(Plain, allauth.SignupForm):
    pass


class Mailed(Plain):
    """allauth compares with the code itself; the session has what it hashes to."""

    expected_code: str

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        self.expected_code = code if fits(code, self.expected_code) else ""
        return str(super().clean_code())  # type: ignore[misc]  # allauth's form, which comes after this class


class Code(Mailed, allauth.ConfirmLoginCodeForm):
    pass


class CodeAgain(Mailed, allauth.ConfirmReauthenticationCodeForm):
    pass


class AddressCode(Mailed, allauth.ConfirmEmailVerificationCodeForm):
    pass


class NewPassword(Plain, allauth.SetPasswordForm):
    pass


class OtherPassword(Plain, allauth.ChangePasswordForm):
    pass


class OtherAddress(Plain, allauth.AddEmailForm):
    """Another address. With mail it holds once the code from there was typed, and nobody learns here who has which."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        code = "We'll mail a code there. The change counts once you type it." if settings.MAIL else ""
        self.fields["email"].label, self.fields["email"].help_text = "New e-mail address", code

    def clean_email(self) -> str:
        email = str(super().clean_email())
        if not settings.MAIL and is_taken(email, by_other_than=self.user):
            raise forms.ValidationError("Another account has this address. Write a different one.")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        email = self.cleaned_data["email"]
        if not settings.MAIL:
            change_address(self.user, email)
        elif is_taken(email, by_other_than=self.user):
            # as for an address that is free, but no code fits: who has it gets a mail that says so
            EmailVerificationProcess.initiate(request=request, user=None, email=email)
        else:
            return super().save(request)
        return EmailAddress(user=self.user, email=email)


class Again(Plain, allauth.ReauthenticateForm):
    pass


class OfDevice(Plain):
    """What no device answers is refused, whichever part of it is missing or cannot be read."""

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (ValueError, LookupError, TypeError, AttributeError):
            self.add_error(None, "Your device's answer could not be read. Try again.")


class OfApp(Plain):
    """A code from an authenticator app, or one that is kept for the day without it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"].help_text = ""


class SecondStep(OfApp, AuthenticateForm):
    pass


class SecondStepAgain(OfApp, ReauthenticateForm):
    pass


class AddSecondStep(OfApp, ActivateTOTPForm):
    pass


class PasskeyAsSecondStep(OfDevice, AuthenticateWebAuthnForm):
    pass


class AddPasskey(OfDevice, AddWebAuthnForm):
    pass


class PasskeySignIn(OfDevice, LoginWebAuthnForm):
    pass


class PasskeyAgain(OfDevice, ReauthenticateWebAuthnForm):
    pass
