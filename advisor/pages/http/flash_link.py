"""Showing a link once: it travels from the page that made it to the page that shows it in a short-lived cookie.

In: a token. Out: a cookie, and the token again on the next page of that address. Must not know: what the link opens.
So the token is in no address, no log and no row, and loading the page again neither shows it nor makes a second one.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString

from advisor.assessments.models import Assessment
from advisor.cookies import cookie_value, drop, keep
from advisor.pages.http.qr import qr_code
from advisor.pages.http.role_words import ROLE_WORDS
from advisor.sharing.access import VisitorKey, remember
from advisor.sharing.links import make_private_link
from advisor.sharing.models import ShareLink
from advisor.sharing.persons import signed_in_as
from advisor.sharing.roles import Role

COOKIE = "advisor-once"
SALT = "advisor.pages.http.flash_link"
SECONDS = 600


@dataclass(frozen=True, slots=True)
class FlashLink:
    """A link that is shown this once."""

    address: str
    label: str
    role: Role
    private: bool
    """It leads its maker back, and lets in nobody else."""

    @property
    def verb(self) -> str:
        return ROLE_WORDS[self.role].verb

    @property
    def does(self) -> str:
        """What somebody who came by it can do."""
        return ROLE_WORDS[self.role].does

    @property
    def code(self) -> SafeString:
        return qr_code(self.address)


def show_next(response: HttpResponseBase, link: ShareLink, token: str, *, path: str) -> None:
    """Has the page at `path` show the link when it is opened next."""
    value = signing.dumps([path, token, link.label, link.role, link.stands_for_id is not None], salt=SALT)
    keep(response, COOKIE, value, max_age=SECONDS, path=path)


def shown_here(request: HttpRequest) -> FlashLink | None:
    """The link to be shown on this page, if there is one."""
    try:
        path, token, label, role, private = signing.loads(_cookie(request), salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    if path != request.path:
        return None
    return FlashLink(request.build_absolute_uri(reverse("share-entry", args=[token])), label, role, private)


def to_hub(assessment: Assessment, visitor: VisitorKey, *, fresh: bool) -> HttpResponseBase:
    """On to the hub, which shows a guest this once the private link of what was just made; an account needs none."""
    path = reverse("assessment-hub", args=[assessment.public_id])
    response = redirect(path)
    if fresh and signed_in_as(visitor) is None:
        link, secret = make_private_link(scope_id=assessment.scope_id, visitor=visitor)
        show_next(response, link, secret, path=path)
    remember(response, visitor)
    return response


def forget(request: HttpRequest, response: HttpResponseBase) -> None:
    """It was shown: the browser gives it up."""
    if _cookie(request):
        drop(response, COOKIE, path=request.path)


def _cookie(request: HttpRequest) -> str:
    return cookie_value(request, COOKIE, path=request.path)
