"""Addresses of the checklists, the check of a file, and the schemas."""

from django.urls import path

from advisor.pages.checklists import views

urlpatterns = [
    path("checklists/", views.checklists, name="checklists"),
    path("checklists/check/", views.check, name="check"),
    path("checklists/<slug:slug>/", views.checklist, name="checklist"),
    path("checklists/<slug:slug>/<slug:name>.yaml", views.checklist_file, name="checklist-file"),
    path("schemas/<slug:name>.json", views.json_schema, name="schema"),
]
