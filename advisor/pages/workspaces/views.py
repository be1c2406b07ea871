"""The workspaces of whoever is signed in: each with its members, its invitations and what is shared with it."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from advisor.accounts.browsers import account_of
from advisor.assessments.actions.reveal import reveal_complete
from advisor.assessments.models import Assessment
from advisor.checklist.text import tidied
from advisor.pages.http.fields import LineField
from advisor.pages.http.token_cookie import cookie_token, drop_token
from advisor.pages.workspaces.invitations import INVITATION_COOKIE, is_mailed, send, show
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.quotas.storage import needs_no_room
from advisor.sharing import workspaces as sharing
from advisor.sharing.access import visitor_of
from advisor.sharing.models import Membership, Workspace
from advisor.sharing.policy import own_only, private
from advisor.sharing.services import known
from advisor.sharing.tokens import new_token

DOES = {"viewer": "reads", "member": "answers", "editor": "changes and decides", "owner": "everything"}


class WorkspaceForm(forms.Form):
    name = LineField("Name of the workspace", needed="Write a name, such as “Platform group”.")


class InviteForm(forms.Form):
    label = LineField("Who do you invite?", needed="Write a name or an e-mail address, to tell invitations apart.")
    role = forms.ChoiceField(
        label="As what?",
        choices=[(role, f"{role.capitalize()}: {does}") for role, does in DOES.items()],
        initial="member",
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the roles listed."},
    )

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if len(label) > 254:
            raise forms.ValidationError("Shorten it to 254 characters.")
        return label


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def workspaces(request: HttpRequest) -> HttpResponseBase:
    """One's workspaces, and making one. Only accounts have any."""
    visitor, user = visitor_of(request), account_of(request)
    form = WorkspaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        person = known(visitor) if visitor and user else None
        if person is None:
            raise Http404
        if form.is_valid():
            made = sharing.make_workspace(person=person, name=form.cleaned_data["name"])
            return redirect("workspace", made.public_id)
    memberships = sharing.memberships_of(visitor)
    context = {"account": user, "form": form, "memberships": memberships, "may_link": settings.LINKS}
    return render(request, "workspaces/workspaces.html", context, status=422 if form.errors else 200)


@own_only
@private
@require_http_methods(["GET", "HEAD"])
def workspace(request: HttpRequest, workspace_id: str) -> HttpResponseBase:
    """Who is in, what is shared, and to owners the invitations."""
    return _page(request, sharing.open_workspace(visitor_of(request), workspace_id), InviteForm())


def _page(request: HttpRequest, opened: sharing.InWorkspace, form: InviteForm) -> HttpResponse:
    path = reverse("workspace", args=[opened.workspace.public_id])
    token = cookie_token(request, name=INVITATION_COOKIE) if opened.may_own else ""
    members = Membership.objects.filter(workspace=opened.workspace).select_related("visitor__user").order_by("id")
    context: dict[str, Any] = {
        "opened": opened,
        "workspace": opened.workspace,
        "members": members,
        "roles": list(DOES),
        "assessments": Assessment.objects.filter(scope__workspace=opened.workspace, scope__closed_at=None).order_by(
            "-opened_on", "-id"
        ),
        "invitations": sharing.invitations_of(opened.workspace) if opened.may_own else [],
        "form": form,
        "token": new_token(),
        "link": request.build_absolute_uri(reverse("invitation-entry", args=[token])) if token else "",
        "trail": [(reverse("workspaces"), "Workspaces")],
    }
    response = render(request, "workspaces/workspace.html", context, status=422 if form.errors else 200)
    if token:
        drop_token(response, name=INVITATION_COOKIE, path=path)
    return response


@own_only
@private
@require_POST
def invite(request: HttpRequest, workspace_id: str) -> HttpResponseBase:
    """A link for one person, shown once, and sent where mail is set up and an address was given."""
    opened = sharing.open_workspace(visitor_of(request), workspace_id, own=True)
    form = InviteForm(request.POST)
    if form.is_valid() and len(sharing.invitations_of(opened.workspace)) >= sharing.MOST_INVITATIONS:
        form.add_error("label", f"There are {sharing.MOST_INVITATIONS} invitations open. Withdraw some first.")
    if not form.is_valid():
        return _page(request, opened, form)
    spend(client_of(request), links=1, recipients=int(is_mailed(form.cleaned_data["label"])))
    given = request.POST.get("form", "")
    token = sharing.invite(to=opened.workspace, made_by=opened.membership.visitor, token=given, **form.cleaned_data)
    if token:
        send(request, to=form.cleaned_data["label"], workspace=opened.workspace, token=token)
    return show(token or given, path=reverse("workspace", args=[workspace_id]))


@own_only
@needs_no_room
@private
@require_POST
def take_back(request: HttpRequest, workspace_id: str, invitation_id: int) -> HttpResponseBase:
    opened = sharing.open_workspace(visitor_of(request), workspace_id, own=True)
    if not sharing.take_invitation_back(workspace=opened.workspace, invitation_id=invitation_id):
        raise Http404
    return redirect("workspace", workspace_id)


@own_only
@private
@require_POST
def role(request: HttpRequest, workspace_id: str, membership_id: int) -> HttpResponseBase:
    opened = sharing.open_workspace(visitor_of(request), workspace_id, own=True)
    shared = _shared_with(opened.workspace)
    given = tidied(request.POST.get("role", ""))
    sharing.change_role(workspace=opened.workspace, membership_id=membership_id, role=given)
    _reveal(shared)
    return redirect("workspace", workspace_id)


@own_only
@needs_no_room
@private
@require_POST
def remove(request: HttpRequest, workspace_id: str, membership_id: int) -> HttpResponseBase:
    """Ends somebody's membership at once; what they answered stays."""
    opened = sharing.open_workspace(visitor_of(request), workspace_id, own=True)
    return _ended(opened, membership_id)


@own_only
@needs_no_room
@private
@require_POST
def leave(request: HttpRequest, workspace_id: str) -> HttpResponseBase:
    opened = sharing.open_workspace(visitor_of(request), workspace_id)
    return _ended(opened, opened.membership.id)


def _ended(opened: sharing.InWorkspace, membership_id: int) -> HttpResponseBase:
    shared, address = _shared_with(opened.workspace), opened.workspace.public_id
    sharing.remove_member(workspace=opened.workspace, membership_id=membership_id)
    _reveal(shared)
    return redirect("workspaces") if membership_id == opened.membership.id else redirect("workspace", address)


def _shared_with(workspace: Workspace) -> list[Assessment]:
    return list(Assessment.objects.filter(scope__workspace_id=workspace.id))


def _reveal(assessments: list[Assessment]) -> None:
    """A service that waited only for somebody who is out is revealed."""
    for assessment in assessments:
        reveal_complete(assessment=assessment)
