"""Addresses below `/quick/`."""

from django.urls import path

from advisor.pages.quick import results, views

urlpatterns = [
    path("", views.questions, name="quick"),
    path("questions/<slug:slug>/", views.questions, name="quick-step"),
    path("team/", views.questions, {"slug": "team"}, name="quick-team"),
    path("answers/<str:key>/", views.answer, name="quick-answer"),
    path("details/", views.save_details, {"block": "details"}, name="quick-details"),
    path("raw-owners/", views.save_details, {"block": "owners"}, name="quick-owners"),
    path("so-far/", views.panel, name="quick-so-far"),
    path("check/", views.check, name="quick-check"),
    path("result/", results.result, name="quick-result"),
    path("result/what-if/", results.what_if, name="quick-what-if"),
    path("result/framework/", results.framework, name="quick-framework"),
    path("result.pdf", results.pdf, name="quick-pdf"),
    path("result.md", results.download, {"ending": "md"}, name="quick-markdown"),
    path("result.json", results.download, {"ending": "json"}, name="quick-json"),
    path("result.yaml", results.download, {"ending": "yaml"}, name="quick-yaml"),
    path("start-over/", results.again, name="quick-start-over"),
]
