"""Addresses below `/files/`."""

from django.urls import path

from advisor.publish import views

urlpatterns = [
    path("<str:token>/", views.waiting, name="file-waiting"),
    path("<str:token>/<str:name>", views.file, name="file"),
]
