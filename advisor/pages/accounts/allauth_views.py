"""allauth's views as pages of this product: each with its policy, private, and with the cookie it led to.

In: a view of allauth's. Out: a view of ours at an address of `/accounts/`. Must not know: how it proves who it is.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from advisor.accounts.browsers import finish_enrolling, on_sign_out, with_cookie
from advisor.accounts.second_factor import PASSKEY, TOTP, enrolling, has, make_recovery_codes, may_remove
from advisor.disk import can_save
from advisor.pages.http.errors import error_page, not_saved
from advisor.pages.http.qr import qr_code
from advisor.quotas.storage import needs_no_room
from advisor.security import refuse
from advisor.sharing.access import visitor_of
from advisor.sharing.persons import signed_in_as
from advisor.sharing.policy import own_only, private

NEEDED = "This server asks everybody for a second step, and this is your only one. Add another passkey or an app first."
NO_WAY = (
    "You signed in a while ago, and this account has no password, passkey or mail to confirm that it's you. Ask "
    "whoever runs this server for a sign-in link. Nothing was changed."
)
TOO_MANY = "too_many_login_attempts"
View = Callable[..., HttpResponseBase]


def page(view: View, *, with_mail: bool = False, second: bool = False, enrols: bool = False) -> View:
    """The view; `with_mail`: only where mail is set up; `second`: only where there is a second step; `enrols`: also for
    whoever has to set that up before they are signed in. None is there where a proxy says who somebody is."""

    @own_only
    @needs_no_room
    @private
    @require_http_methods(["GET", "HEAD", "POST"])  # allauth takes a PUT for a POST
    @wraps(view)
    def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if settings.USER_HEADER or (with_mail and not settings.MAIL) or (second and settings.SECOND_FACTOR == "off"):
            raise Http404
        if request.method == "POST" and not can_save():
            # attempts are counted in the database: where they cannot be, allauth says that there were too many
            return not_saved(request)
        _forget_if_out(request)
        if enrolling(request) and not enrols:
            return redirect("mfa_activate_totp")
        try:
            response = view(request, *args, **kwargs)
        except ReauthenticationRequired:
            return _ask_again(request)
        if isinstance(response, TemplateResponse):
            _add_errors(request, response)
        return with_cookie(request, response)

    return opened


def _ask_again(request: HttpRequest) -> HttpResponseBase:
    """Asks who it is and then leads back here. allauth would keep what was sent in the session, a new password too."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    return redirect_to_login(request.path, methods[0]["url"]) if methods else error_page(request, 403, reason=NO_WAY)


def _forget_if_out(request: HttpRequest) -> None:
    """A browser that was signed out from elsewhere kept its session: nobody may change the account with it."""
    user = request.user
    if user.is_authenticated and not enrolling(request) and signed_in_as(visitor_of(request)) != user.pk:
        request.session.flush()
        request.user = AnonymousUser()


def _add_errors(request: HttpRequest, response: TemplateResponse) -> None:
    """The status of a form that needs another look, as on every page of ours."""
    context = response.context_data or {}
    form = context.get("verify_form") or context.get("form")
    context["form"] = form
    response.context_data = context
    if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
        stopped = any(form.has_error(field, TOO_MANY) for field in (NON_FIELD_ERRORS, "code"))
        response.status_code = 429 if stopped else 422


def leaving(view: View) -> View:
    """Signing out, also where the session ended before, such as by a new password that was never chosen."""

    @wraps(view)
    def out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated and signed_in_as(visitor_of(request)):
            on_sign_out(out, request)
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'  # pages that "back" would show again
        return response

    return out


def setting_up(view: View) -> View:
    """Adding a way to sign in, after which whoever had to is signed in. An app brings codes for the day without it."""

    @wraps(view)
    def added(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        had = has(request.user, TOTP) if request.user.is_authenticated else True
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            address = response.context_data.get("totp_url")
            response.context_data |= {"enrolling": enrolling(request), "code": qr_code(address) if address else ""}
        elif request.method == "POST" and response.status_code == 302 and has(request.user, TOTP, PASSKEY):
            finish_enrolling(request)
            if not had and has(request.user, TOTP) and make_recovery_codes(request.user):
                return redirect("mfa_view_recovery_codes")
        return response

    return added


def removing(view: View) -> View:
    """Removing a passkey, unless it is the second step that everybody needs."""

    @wraps(view)
    def removed(request: HttpRequest, pk: int, **kwargs: object) -> HttpResponseBase:
        factor = Authenticator.objects.filter(pk=pk, user_id=request.user.pk).first()
        if request.method == "POST" and factor is not None and not may_remove(factor):
            return error_page(request, 409, reason=NEEDED)
        return view(request, pk=pk, **kwargs)

    return removed


def passkey(view: View) -> View:
    """Signing in with a passkey, which says so when it did not work."""

    @wraps(view)
    def tried(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 302 and not request.user.is_authenticated:
            refuse(request, "sign-in failed", by="passkey")
            return redirect(f"{reverse('account_login')}?passkey=failed")
        return response

    return tried
