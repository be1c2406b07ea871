"""Addresses below `/a/<id>/compare/`."""

from django.urls import path

from advisor.pages.compare import views

SERVICE = "compare/services/<slug:slug>/"

urlpatterns = [
    path("progress/", views.progress, name="assessment-progress"),
    path("compare/", views.compare, name="compare"),
    path("compare/reveal/", views.reveal_ready, name="services-reveal"),
    path(SERVICE, views.service, name="compare-service"),
    path(SERVICE + "reveal/", views.reveal_service, name="service-reveal"),
    path(SERVICE + "again/", views.again, name="service-again"),
    path(SERVICE + "settle/<str:key>/", views.settle_one, name="statement-settle"),
    path(SERVICE + "comment/<str:key>/", views.comment, name="statement-comment"),
    path("compare/teams/<slug:slug>/reveal/", views.reveal_team, name="team-reveal"),
]
