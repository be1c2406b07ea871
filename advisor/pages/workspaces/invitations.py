"""Invitations: shown once to whoever made one, sent by mail, opened, and accepted by whoever is signed in."""

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from advisor.accounts.browsers import account_of
from advisor.accounts.invited import COOKIE, invited_with, opens_sign_up
from advisor.mail import MailError
from advisor.mail import send as send_mail
from advisor.pages.http.token_cookie import drop_token, redirect_with_token
from advisor.sharing.models import Workspace
from advisor.sharing.persons import person_of
from advisor.sharing.policy import open_to_all, own_only, private
from advisor.sharing.tokens import token_in
from advisor.sharing.workspaces import accept, invitation_at

INVITATION_COOKIE = "advisor-invited"
LOG = logging.getLogger(__name__)
WORDS = """You are invited to the workspace “{name}” of the Architecture Decision Advisor, where a team decides together
what its services are built on. Open this link within 14 days; it works once:

{address}
"""


def show(token: str, *, path: str) -> HttpResponse:
    """On to the workspace's page, which shows the invitation this once."""
    return redirect_with_token(token, name=INVITATION_COOKIE, to=path)


def is_mailed(to: str) -> bool:
    """Whether an invitation for this person is mailed, too: mail is set up, and they are called by an address."""
    try:
        validate_email(to)
    except ValidationError:
        return False
    return bool(settings.MAIL)


def send(request: HttpRequest, *, to: str, workspace: Workspace, token: str) -> None:
    """Mails the invitation where that is possible; it is shown in any case, so mail that is down hurts nobody."""
    if not is_mailed(to):
        return
    address = request.build_absolute_uri(reverse("invitation-entry", args=[token]))
    try:
        send_mail(subject="An invitation", body=WORDS.format(name=workspace.name, address=address), to=to)
    except MailError as error:
        LOG.warning("An invitation could not be mailed: %s", error)


@open_to_all("A token is its own permission: what is unknown, used, expired or revoked shows and changes nothing.")
@private
@require_safe
def entry(request: HttpRequest, token: str) -> HttpResponseBase:
    """Takes the token out of the address; nothing is used up by looking."""
    token = token_in(token)
    if invitation_at(token) is None:
        raise Http404
    return redirect_with_token(token, name=COOKIE, to=reverse("workspace-join"), path="/")


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponseBase:
    """Says what one is invited to; whoever is signed in can accept."""
    token, user = invited_with(request), account_of(request)
    invitation = invitation_at(token)
    if invitation is None:
        raise Http404
    if request.method == "POST":
        workspace = accept(token=token, person=person_of(user_id=user.pk)) if user else None
        if workspace is None:
            raise Http404
        response = redirect("workspace", workspace.public_id)
        drop_token(response, name=COOKIE, path="/")
        return response
    context = {
        "invitation": invitation,
        "account": user,
        "may_sign_up": settings.SIGN_UP.open or opens_sign_up(request),
    }
    return render(request, "workspaces/join.html", context)
