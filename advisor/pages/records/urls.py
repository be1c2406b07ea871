"""Addresses of what was signed off: `/r/<id>/`, and its files beside it; of the example, below `/demo/`."""

from django.urls import path

from advisor.pages.http.record_files import text_paths
from advisor.pages.records import example, links, owner, views

urlpatterns = [
    path("<slug:public_id>/", views.record, name="record"),
    path("<slug:public_id>/verify/", views.check, name="record-verify"),
    path("<slug:public_id>/anew/", owner.anew, name="record-anew"),
    path("<slug:public_id>/deprecate/", owner.deprecate, name="record-deprecate"),
    path("<slug:public_id>/erase/", owner.erase, name="record-erase"),
    path("<slug:public_id>/share/", links.share, name="record-share"),
    path("<slug:public_id>/share/<int:link_id>/revoke/", links.revoke, name="record-share-revoke"),
    path(
        "<slug:public_id>/share/members/<int:member_id>/remove/",
        links.remove_member,
        name="record-share-remove-member",
    ),
    path("<slug:public_id>/pdf/", views.waiting, name="record-waiting"),
    path("<slug:public_id>.pdf", views.pdf, name="record-pdf"),
    *text_paths("<slug:public_id>", views.text, "record"),
]

record_of_example = [
    path("record/", example.record, name="demo-record"),
    path("record.pdf", example.pdf, name="demo-record-pdf"),
    *text_paths("record", example.text, "demo-record"),
]
