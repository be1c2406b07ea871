"""The pages that belong to nobody: home, checklists, help, privacy."""

from django.urls import path

from advisor.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("checklists/", views.checklists, name="checklists"),
    path("checklists/check/", views.check, name="check"),
    path("checklists/<slug:slug>/", views.checklist, name="checklist"),
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
]
