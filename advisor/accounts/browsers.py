"""What signing in and out means for the browser: it becomes the account's, or nobody's, and its key changes.

In: Django's signals. Out: a key noted on the request, which `with_cookie` puts into the answer. Must not know: how
somebody proved who they are. Only here an account and a visitor meet.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from advisor.accounts.agents import browser_name
from advisor.accounts.attempts import know
from advisor.accounts.models import SignInLink, User
from advisor.accounts.second_factor import ENROLLING, begin_enrolling
from advisor.assessments.actions.create import keep_tried
from advisor.sharing.access import VisitorKey, forget_visitor, remember, signed_in_still, visitor_of
from advisor.sharing.models import Visitor
from advisor.sharing.persons import (
    ANOTHER_PERSON,
    guest_in,
    has_account,
    person_of,
    sign_in,
    sign_out,
    sign_out_elsewhere,
    stay_signed_in,
    take_over,
)

VISITOR_ATTRIBUTE = "_advisor_visitor"


@transaction.atomic
def enter(browser: VisitorKey | None, user: User, *, agent: str = "") -> VisitorKey:
    """Signs the browser in, with all that was made and joined in it without an account; its new key."""
    person = person_of(user_id=user.pk)
    guest = guest_in(browser)
    if guest is not None:
        keep_tried(guest=guest, person=person)
        take_over(person=person, guest=guest)
    return sign_in(person=person, browser=browser, agent=browser_name(agent))


def on_sign_in(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    if not begin_enrolling(request, user):
        let_in(request, user)


def finish_enrolling(request: HttpRequest) -> bool:
    """Signs in whoever has just set up the second step that was missing; whether it was."""
    if not request.session.pop(ENROLLING, False):
        return False
    let_in(request, request.user)  # type: ignore[arg-type]  # the session has proved who it is
    return True


def let_in(request: HttpRequest, user: User) -> None:
    """Notes the key by which this browser is the account's from now on."""
    request.META[ANOTHER_PERSON] = has_account(visitor_of(request))
    setattr(request, VISITOR_ATTRIBUTE, enter(visitor_of(request), user, agent=request.headers.get("User-Agent", "")))


def on_sign_out(sender: object, request: HttpRequest, **more: Any) -> None:
    sign_out(browser=visitor_of(request))
    setattr(request, VISITOR_ATTRIBUTE, None)


def on_new_password(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    """Whoever knew the old password is out."""
    sign_out_elsewhere(user_id=user.pk, but=getattr(request, VISITOR_ATTRIBUTE, None) or visitor_of(request))


@transaction.atomic
def end_sessions(user: User) -> int:
    """Signs the account out everywhere; in how many browsers it was signed in."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    SignInLink.objects.filter(user=user).delete()
    return sign_out_elsewhere(user_id=user.pk)


def with_cookie(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with the key that this request led to, if it signed somebody in or out."""
    if hasattr(request, VISITOR_ATTRIBUTE):
        key = getattr(request, VISITOR_ATTRIBUTE)
        if key is None:
            forget_visitor(response)
        else:
            remember(response, key)
            know(response, request.user.email)  # type: ignore[union-attr]  # who was just signed in
    return response


def account_of(request: HttpRequest) -> User | None:
    """Whose account is signed in to in this browser, by its cookie alone: no session is opened for it. Notes once a day
    that the browser is in use."""
    visitor = visitor_of(request)
    if visitor is None:
        return None
    rows = Visitor.objects.filter(signed_in_still(), key_hash=visitor.key_hash, person__user__is_active=True)
    browser = rows.select_related("person__user").first()
    if browser is None or browser.person is None:
        return None
    stay_signed_in(visitor, seen_on=browser.seen_on)
    return browser.person.user
