"""Addresses below `/a/<id>/share/`."""

from django.urls import path

from advisor.pages.share import views, workspace

urlpatterns = [
    path("share/", views.share, name="assessment-share"),
    path("share/private/", views.private_link, name="share-private"),
    path("share/workspace/", workspace.move, name="share-workspace"),
    path("share/<int:link_id>/revoke/", views.revoke, name="share-revoke"),
    path("share/members/<int:member_id>/remove/", views.remove_member, name="share-remove-member"),
]
