"""`/accounts/`: what an account is for, one's own, and the link that signs in once."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advisor.accounts.browsers import account_of, with_cookie
from advisor.accounts.forms import LONG
from advisor.accounts.invited import invited_with, opens_sign_up
from advisor.accounts.links import make_owner_account, sign_in_link, use_for_account, use_for_owner
from advisor.accounts.models import SignInLink, User
from advisor.accounts.second_factor import TOTP, enrolling, has
from advisor.pages.http.token_cookie import cookie_token, drop_token, redirect_with_token
from advisor.quotas.storage import needs_no_room
from advisor.security import note
from advisor.sharing.access import visitor_of
from advisor.sharing.persons import browsers_of, sign_out_browser, sign_out_elsewhere
from advisor.sharing.policy import open_to_all, own_only, private
from advisor.sharing.tokens import token_in
from advisor.sharing.workspaces import invitation_at

LINK_COOKIE = "advisor-link"


class OwnerForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        help_text="You sign in with it.",
        error_messages={"required": "Write your e-mail address.", "invalid": "Write it as name@example.org."},
    )
    password = forms.CharField(
        label="Password",
        help_text=LONG,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password.", "max_length": "Shorten it to 256 characters."},
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(
                "This address has an account. Sign in with it, then open the owner's link again."
            )
        return email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.cleaned_data.get("email", "")))
        return password


@own_only
@private
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What an account is for; to whoever is signed in, theirs."""
    user = account_of(request)
    context: dict[str, Any] = {
        "account": user,
        "by_proxy": bool(settings.USER_HEADER),
        "may_sign_up": settings.SIGN_UP.open or opens_sign_up(request),
        "domains": settings.SIGN_UP.domains,
        "mail": settings.MAIL,
        "invitation": invitation_at(invited_with(request)),
    }
    if user is not None:
        context |= {
            "others": len(browsers_of(user_id=user.pk)) - 1,
            "second_step": settings.SECOND_FACTOR != "off",
            "app": has(user, TOTP),
            "passkeys": Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count(),
        }
    return render(request, "accounts/account.html", context)


def _signed_in(request: HttpRequest) -> User:
    """Whose account it is; 404 for whoever is not signed in, or not by this server."""
    user = account_of(request)
    if user is None or settings.USER_HEADER:
        raise Http404
    return user


@own_only
@private
@require_safe
def browsers(request: HttpRequest) -> HttpResponse:
    """Every browser in which the account is signed in."""
    lines = browsers_of(user_id=_signed_in(request).pk, visitor=visitor_of(request))
    context = {"browsers": lines, "others": len(lines) - 1, "days": settings.SIGNED_IN_DAYS}
    return render(request, "accounts/browsers.html", context)


@own_only
@needs_no_room
@private
@require_POST
def end_browser(request: HttpRequest, browser_id: int) -> HttpResponseBase:
    """Signs the account out in one browser."""
    user = _signed_in(request)
    if not sign_out_browser(user_id=user.pk, browser_id=browser_id):
        raise Http404
    note(request, "signed out elsewhere", account=user.pk)
    return redirect("account-browsers")


@own_only
@needs_no_room
@private
@require_POST
def elsewhere(request: HttpRequest) -> HttpResponseBase:
    """Signs the account out in every other browser."""
    user = _signed_in(request)
    sign_out_elsewhere(user_id=user.pk, but=visitor_of(request))
    note(request, "signed out elsewhere", account=user.pk)
    return redirect("account")


@open_to_all("A token is its own permission: what is unknown, used, expired or revoked shows and changes nothing.")
@private
@require_safe
def link_entry(request: HttpRequest, token: str) -> HttpResponseBase:
    """Takes the token out of the address; nothing is used up by looking."""
    token = token_in(token)
    if sign_in_link(token) is None:
        raise Http404
    return redirect_with_token(token, name=LINK_COOKIE, to=reverse("account-by-link"))


@own_only
@needs_no_room
@private
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest) -> HttpResponseBase:
    """The owner of this server, or signing in once to set a new password."""
    link = sign_in_link(cookie_token(request, name=LINK_COOKIE))
    if link is None or settings.USER_HEADER:
        raise Http404
    mine = account_of(request) if link.user is None else None
    if mine is not None:
        return _owner_signed_in(request, link, mine)
    form = OwnerForm(request.POST if request.method == "POST" and link.user is None else None)
    if request.method != "POST" or (link.user is None and not form.is_valid()):
        context = {"form": form, "for_account": link.user}
        return render(request, "accounts/by_link.html", context, status=422 if form.errors else 200)
    new = link.user is None
    user = make_owner_account(link=link, **form.cleaned_data) if new else use_for_account(link=link)
    if user is None:
        raise Http404
    get_adapter(request).login(request, user)
    record_authentication(request, user, method="link", reauthenticated=True)
    after = "account" if user.has_usable_password() else "account_set_password"
    response = redirect("mfa_activate_totp" if enrolling(request) else after)
    drop_token(response, name=LINK_COOKIE, path=request.path)
    return with_cookie(request, response)


def _owner_signed_in(request: HttpRequest, link: SignInLink, mine: User) -> HttpResponseBase:
    """The account that is signed in becomes the owner, if it is still the one that was asked."""
    if request.POST.get("account") != str(mine.pk):
        return render(request, "accounts/by_link.html", {"form": None, "for_account": None, "account": mine})
    if not use_for_owner(link=link, user=mine):
        raise Http404
    note(request, "owner made", account=mine.pk)
    response = redirect("account")
    drop_token(response, name=LINK_COOKIE, path=request.path)
    return response
