"""The pages that belong to nobody (home, checklists, help, privacy), `/quick/`, and two for whoever runs the server."""

from django.urls import include, path

from advisor.pages import health, views

urlpatterns = [
    path("", views.home, name="home"),
    path("checklists/", views.checklists, name="checklists"),
    path("checklists/check/", views.check, name="check"),
    path("checklists/<slug:slug>/", views.checklist, name="checklist"),
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("quick/", include("advisor.pages.quick.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
