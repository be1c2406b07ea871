"""What signing in and out means for the browser: it becomes the account's, or nobody's, and its key changes.

In: Django's signals. Out: a key noted on the request, which `with_cookie` puts into the answer. Must not know: how
somebody proved who they are. Only here an account and a visitor meet.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from advisor.accounts.models import User
from advisor.assessments.making import keep_tried
from advisor.sharing.access import VisitorKey, forget_visitor, remember, visitor_of
from advisor.sharing.persons import guest_in, person_of, sign_in, sign_out, sign_out_elsewhere, signed_in_as, take_over

NOTED = "_advisor_visitor"


@transaction.atomic
def enter(browser: VisitorKey | None, user: User) -> VisitorKey:
    """Signs the browser in, with all that was made and joined in it without an account; its new key."""
    person = person_of(user_id=user.pk)
    guest = guest_in(browser)
    if guest is not None:
        keep_tried(guest=guest, person=person)
        take_over(person=person, guest=guest)
    return sign_in(person=person, browser=browser)


def on_sign_in(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    setattr(request, NOTED, enter(visitor_of(request), user))


def on_sign_out(sender: object, request: HttpRequest, **more: Any) -> None:
    sign_out(browser=visitor_of(request))
    setattr(request, NOTED, None)


def on_new_password(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    """Whoever knew the old password is out."""
    sign_out_elsewhere(user_id=user.pk, but=getattr(request, NOTED, None) or visitor_of(request))


def with_cookie(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with the key that this request led to, if it signed somebody in or out."""
    if hasattr(request, NOTED):
        key = getattr(request, NOTED)
        if key is None:
            forget_visitor(response)
        else:
            remember(response, key)
    return response


def account_of(request: HttpRequest) -> User | None:
    """Whose account is signed in to in this browser, by its cookie alone: no session is opened for it."""
    user_id = signed_in_as(visitor_of(request))
    return None if user_id is None else User.objects.filter(id=user_id, is_active=True).first()
