"""Addresses below `/a/<id>/join/`."""

from django.urls import path

from advisor.pages.joining import views

urlpatterns = [
    path("join/", views.join, name="assessment-join"),
    path("join/private/", views.way_back, name="join-private"),
]
