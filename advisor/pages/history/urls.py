"""Addresses below `/a/<id>/history/`."""

from django.urls import path

from advisor.pages.history import upgrade, views

urlpatterns = [
    path("history/", views.history, name="assessment-history"),
    path("history/milestones/", views.milestone, name="assessment-milestone"),
    path("history/upgrade/", upgrade.upgrade, name="assessment-upgrade"),
    path("history/difference/", views.difference, name="assessment-difference"),
]
