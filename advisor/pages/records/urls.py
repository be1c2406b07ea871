"""Addresses of what was signed off: `/r/<id>/`, and its files beside it."""

from django.urls import path

from advisor.pages.records import owning, views

urlpatterns = [
    path("<slug:public_id>/", views.record, name="record"),
    path("<slug:public_id>/verify/", views.check, name="record-verify"),
    path("<slug:public_id>/anew/", owning.anew, name="record-anew"),
    path("<slug:public_id>/deprecate/", owning.deprecate, name="record-deprecate"),
    path("<slug:public_id>/erase/", owning.erase, name="record-erase"),
    path("<slug:public_id>/pdf/", views.waiting, name="record-waiting"),
    path("<slug:public_id>.pdf", views.pdf, name="record-pdf"),
    path("<slug:public_id>.md", views.text, {"ending": "md"}, name="record-markdown"),
    path("<slug:public_id>.json", views.text, {"ending": "json"}, name="record-json"),
    path("<slug:public_id>.yaml", views.text, {"ending": "yaml"}, name="record-yaml"),
]
