"""Addresses below `/a/<id>/people/`."""

from django.urls import path

from advisor.pages.people import views

urlpatterns = [
    path("people/", views.people, name="assessment-people"),
    path("people/<int:respondent_id>/", views.person, name="assessment-person"),
]
