"""`/a/<id>/show/`: who alone can answer shows their answers to everyone in the assessment, or stops."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from advisor.assessments.actions.show_answers import hide_answers, show_answers
from advisor.pages.http.cache_control import private
from advisor.pages.hub.views import opened_by
from advisor.sharing.policy import by_role


@by_role("respond")
@private
@require_POST
def show(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Shows one's own answers as they are now; with `what=hide` takes back what was shown."""
    opened = opened_by(request, public_id, "respond")
    if request.POST.get("what") == "hide":
        hide_answers(opened=opened)
    else:
        show_answers(opened=opened)
    back = "assessment-share" if request.POST.get("back") == "share" and opened.may_own else "assessment-hub"
    return redirect(f"{reverse(back, args=[public_id])}#shown")
