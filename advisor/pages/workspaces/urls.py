"""`/workspaces/`: one's workspaces, who is in them, and what is shared with them."""

from django.urls import path

from advisor.pages.workspaces import invitations, views

urlpatterns = [
    path("", views.workspaces, name="workspaces"),
    path("join/", invitations.join, name="workspace-join"),
    path("<slug:workspace_id>/", views.workspace, name="workspace"),
    path("<slug:workspace_id>/invite/", views.invite, name="workspace-invite"),
    path("<slug:workspace_id>/invitations/<int:invitation_id>/end/", views.take_back, name="workspace-take-back"),
    path("<slug:workspace_id>/members/<int:membership_id>/role/", views.role, name="workspace-role"),
    path("<slug:workspace_id>/members/<int:membership_id>/remove/", views.remove, name="workspace-remove"),
    path("<slug:workspace_id>/leave/", views.leave, name="workspace-leave"),
]
