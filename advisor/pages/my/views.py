"""`/my/`: what waits for this browser's person, what they made, and what they were let into."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from advisor.accounts.browsers import account_of
from advisor.assessments.actions.arrange import put_back_assessment
from advisor.assessments.reads.my_assessments import MyAssessment, my_assessments
from advisor.checklist.text import tidied
from advisor.decisions.positions import proposals_to
from advisor.decisions.proposals import due_decisions
from advisor.decisions.selectors import records_visible_to
from advisor.pages.http.role_words import ROLE_WORDS
from advisor.sharing.access import VisitorKey, visitor_of
from advisor.sharing.policy import own_only, private


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment as the page lists it."""

    assessment: MyAssessment

    @property
    def may(self) -> str:
        return ROLE_WORDS[self.assessment.role].verb


MOST = 50
"""So many assessments stand on a page, and so many of them wait in a list."""


@own_only
@private
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """Every assessment this browser can open, last opened first; above them what waits for an answer. Further pages
    list assessments alone."""
    visitor = visitor_of(request)
    account_of(request)  # a page that waits for nobody is a page opened, too
    assessments = my_assessments(visitor)
    page = Paginator([AssessmentRow(one) for one in assessments if not one.removed], MOST).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "own_rows": [line for line in page if line.assessment.made],
        "joined_rows": [line for line in page if not line.assessment.made],
        **({} if page.has_previous() else _besides(request, visitor, assessments)),
    }
    return render(request, "assessments/my.html", context)


def _besides(request: HttpRequest, visitor: VisitorKey | None, assessments: list[MyAssessment]) -> dict[str, Any]:
    """What the first page has besides the list."""
    gone = request.GET.get("removed", "")
    to_decide, waiting = proposals_to(visitor), [one for one in assessments if one.waiting and not one.quick]
    return {
        "due_decisions": due_decisions(visitor, timezone.localdate()),
        "records": records_visible_to(visitor),
        "to_decide": to_decide,
        "waiting": waiting[:MOST],
        "waiting_more": len(waiting[MOST:]),
        "count": len(to_decide) + len(waiting),
        "removed": [one for one in assessments if one.removed],
        "last_removed": next((one for one in assessments if one.removed and one.public_id == gone), None),
    }


@own_only
@private
@require_POST
def put_back(request: HttpRequest) -> HttpResponseBase:
    """Opens an assessment again that this browser removed."""
    visitor = visitor_of(request)
    public_id = tidied(request.POST.get("assessment", ""))
    assessment = visitor and put_back_assessment(visitor=visitor, public_id=public_id)
    if not assessment:
        raise Http404
    return redirect("assessment-hub", assessment.public_id)
