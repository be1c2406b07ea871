"""`/my/`: what this browser made and what it was let into."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from advisor.assessments.arranging import put_back_assessment
from advisor.assessments.opening import held_by
from advisor.checklist.text import tidied
from advisor.pages.private import private
from advisor.sharing.access import visitor_of
from advisor.sharing.policy import own_only


@own_only
@private
@require_safe
def my(request: HttpRequest) -> HttpResponse:
    """Every assessment this browser can open, last opened first."""
    held = held_by(visitor_of(request))
    gone = request.GET.get("removed", "")
    context = {
        "held": [one for one in held if not one.removed],
        "removed": [one for one in held if one.removed],
        "just_gone": next((one for one in held if one.removed and one.public_id == gone), None),
    }
    return render(request, "assessments/my.html", context)


@own_only
@private
@require_POST
def put_back(request: HttpRequest) -> HttpResponseBase:
    """Opens an assessment again that this browser removed."""
    visitor = visitor_of(request)
    public_id = tidied(request.POST.get("assessment", ""))
    found = visitor and put_back_assessment(visitor=visitor, public_id=public_id)
    if not found:
        raise Http404
    return redirect("assessment-hub", found.public_id)
