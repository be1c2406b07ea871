"""`/a/<id>/mail/`: being told by mail about an assessment; `/unsubscribe/…`: ending that from a mail.

Each view: who may → selector or service → render.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from advisor.accounts.browsers import account_of
from advisor.accounts.notices import end_subscription, mail_address, named_by, subscribe, subscription_of
from advisor.assessments.access import Opened
from advisor.decisions.occasions import KINDS
from advisor.pages.http.access import assessment_view
from advisor.quotas.storage import needs_no_room
from advisor.record.model.vocabulary import some
from advisor.sharing.policy import FORM, open_to_all, private


def text_for_chat(request: HttpRequest, opened: Opened, waits_for: tuple[str, ...]) -> str:
    """A sentence to copy for those who are waited for, with an address that opens only for who has joined; empty for
    whoever does not invite people, and where nobody is waited for."""
    if not (opened.may_own and waits_for):
        return ""
    address = request.build_absolute_uri(reverse("assessment-hub", args=[opened.assessment.public_id]))
    return f"{opened.assessment.title} waits for the answers of {some(list(waits_for))}: {address}"


@assessment_view("view", FORM)
def notices(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Of what somebody is told by mail; where they cannot be, why not."""
    to = mail_address(opened.visitor) if settings.MAIL else ""
    if request.method == "POST" and to:
        address = request.build_absolute_uri(reverse("assessment-hub", args=[opened.assessment.public_id]))
        subscribe(opened=opened, wants=request.POST.getlist("wants"), address=address)
        return redirect("assessment-mail", opened.assessment.public_id)
    row = subscription_of(opened)
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "mail": settings.MAIL,
        "to": to,
        "account": account_of(request),
        "row": row,
        "kinds": [(kind, words, row is None or kind in row.wants) for kind, words in KINDS.items()],
    }
    return render(request, "assessments/mail.html", context, status=422 if request.method == "POST" else 200)


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed token is the permission
@open_to_all("A token is its own permission: what is unknown, used, expired or revoked shows and changes nothing.")
@private
@needs_no_room
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking ends nothing, since programs follow the links of mails; the button does, or the mail program's own."""
    id_ = named_by(token)
    if id_ is None:
        raise Http404
    if request.method == "POST":
        end_subscription(id_=id_)
    response = render(request, "assessments/unsubscribe.html", {"ended": request.method == "POST"})
    response["Referrer-Policy"] = "no-referrer"
    return response
