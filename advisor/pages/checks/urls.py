"""Addresses below `/a/<id>/checks/`."""

from django.urls import path

from advisor.pages.checks import views

urlpatterns = [
    path("checks/<slug:check>/", views.check, name="assessment-check"),
    path("checks/<slug:check>/answer/", views.answer, name="assessment-check-answer"),
]
