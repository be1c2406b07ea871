"""`/a/<id>/share/workspace/`: with which workspace an assessment is shared, if with any."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from advisor.assessments.access import Opened
from advisor.assessments.actions.reveal import reveal_complete
from advisor.assessments.audit import audit
from advisor.checklist.text import tidied
from advisor.pages.http.access import assessment_view
from advisor.sharing.access import AccessDenied
from advisor.sharing.policy import POST
from advisor.sharing.services import known
from advisor.sharing.workspaces import open_to, share_with


@assessment_view("own", POST)
def move(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Shares the assessment with another workspace of one's own, or takes it out of the one it is in."""
    given = tidied(request.POST.get("workspace", ""))
    workspace = next((one for one in open_to(opened.visitor) if one.public_id == given), None)
    if given and workspace is None:
        raise AccessDenied("You are not in that workspace.")
    assessment = opened.assessment
    if share_with(scope_id=assessment.scope_id, workspace=workspace):
        detail = {"workspace": workspace.name if workspace else ""}
        audit(scope_id=assessment.scope_id, visitor=known(opened.visitor), action="workspace changed", detail=detail)
        reveal_complete(assessment=assessment)
    return redirect(f"{reverse('assessment-share', args=[opened.assessment.public_id])}#workspace")
