"""Views of a check. Each: who may → selector or service → render."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.assessments.access import Opened
from advisor.assessments.answered_checks import BadCheckAnswerError, answer_check, key_of
from advisor.assessments.answers import StaleDetailsError
from advisor.assessments.models import CheckAnswer, Service
from advisor.checklist.text import tidied
from advisor.decisions.check_rows import RefusedCheckAnswer
from advisor.decisions.record_source import AssessmentSite, site_of, today
from advisor.pages.checks.page import check_page
from advisor.pages.http.access import assessment_view
from advisor.pages.http.form_token import form_token
from advisor.pages.http.turns import in_turns
from advisor.record.model.vocabulary import Vocabulary
from advisor.sharing.access import AccessDenied
from advisor.sharing.policy import POST

EMPTY = "Say why, in a few words: it goes into the record with the check."
PLATFORM = "platform"
SLUG = re.compile(r"[a-z0-9-]{1,60}")


@assessment_view("view")
@in_turns
def check(request: HttpRequest, opened: Opened, check: str) -> HttpResponse:
    """One check: where it was found, and what the team says of it."""
    return _page(request, opened, check)


@assessment_view("edit", POST)
@in_turns
def answer(request: HttpRequest, opened: Opened, check: str) -> HttpResponseBase:
    """Keeps why a check is known, or takes it back, under the rule of every shared field: 412 with both texts."""
    post = request.POST
    services = _services(opened, post.getlist("of"))
    site = site_of(opened)
    if not services or check not in Vocabulary(site.checklist).checks:
        raise AccessDenied("There is no such check on these services.")
    text = "" if "back" in post else tidied(post.get("because", "")).strip()
    key, was = key_of(check, [row.slug for row in services]), post.get("was", "")
    if not text and "back" not in post:
        return _page(request, opened, check, RefusedCheckAnswer(key, EMPTY, "", was=was), services, 422)
    try:
        answer_check(
            opened=opened,
            check=check,
            services=services,
            because=text,
            was=was,
            request_id=form_token(request),
        )
    except BadCheckAnswerError as error:
        return _page(request, opened, check, RefusedCheckAnswer(key, str(error), text, was=was), services, 422)
    except StaleDetailsError as error:
        theirs = error.current.because if isinstance(error.current, CheckAnswer) else ""
        return _page(request, opened, check, RefusedCheckAnswer(key, str(error), text, theirs), services, 412)
    return redirect(_back(site, check, post.get("go", ""), key))


def _services(opened: Opened, slugs: list[str]) -> list[Service]:
    """The services of these slugs; none where one of them is not there."""
    if not all(SLUG.fullmatch(slug) for slug in slugs):
        return []
    rows = list(Service.objects.filter(assessment_id=opened.assessment.id, slug__in=slugs).order_by("position", "id"))
    return rows if len(rows) == len(set(slugs)) else []


def _back(site: AssessmentSite, check: str, go: str, key: str) -> str:
    """Where the form stood."""
    if go == PLATFORM:
        return f"{site.platform}#checks"
    if any(one.slug == go for one in site.services):
        return f"{site.service(go)}#checks"
    return f"{site.check(check)[0]}#c-{key}"


def _page(
    request: HttpRequest,
    opened: Opened,
    check: str,
    failed: RefusedCheckAnswer | None = None,
    of: list[Service] | None = None,
    status: int = 200,
) -> HttpResponse:
    site = site_of(opened)
    context = {
        "opened": opened,
        "assessment": opened.assessment,
        "page": check_page(opened, site, check, today(), failed, of or ()),
        "failed": failed,
        "token": form_token(request) if not failed else "",
        "trail": [(reverse("platform-result", args=[opened.assessment.public_id]), "Result")],
    }
    return render(request, "checks/check.html", context, status=status)
