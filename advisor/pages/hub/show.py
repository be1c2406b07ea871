"""`/a/<id>/show/` and `/a/<id>/done/`: showing one's own answers to everyone, and being done with all of them."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from advisor.assessments.access import Opened
from advisor.assessments.actions.reveal import submit_all
from advisor.assessments.actions.show_answers import hide_answers, show_answers
from advisor.pages.http.access import assessment_view
from advisor.sharing.policy import POST


@assessment_view("respond", POST)
def show(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Shows one's own answers as they are now; with `what=hide` takes back what was shown."""
    if request.POST.get("what") == "hide":
        hide_answers(opened=opened)
    else:
        show_answers(opened=opened)
    back = "assessment-share" if request.POST.get("back") == "share" and opened.may_own else "assessment-hub"
    return redirect(f"{reverse(back, args=[opened.assessment.public_id])}#shown")


@assessment_view("respond", POST)
def done(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """One is done with every service one is asked about; the hub then says what comes next."""
    submit_all(opened=opened)
    return redirect("assessment-hub", opened.assessment.public_id)
