"""Addresses below `/a/<public_id>/` at which a service's statements and a team's scorecard are answered."""

from django.urls import path

from advisor.pages.questionnaire import views
from advisor.pages.questionnaire.routes import ALL

SERVICE, TEAM = "services/<slug:slug>/", "teams/<slug:slug>/"

saves = [
    path(SERVICE + "answers/<str:key>/", views.service_answer, name="service-answer"),
    path(TEAM + "answers/<str:key>/", views.team_answer, name="team-answer"),
]
"""Where most requests go; addresses are tried in order, so these come before all others."""

urlpatterns = [
    path(SERVICE + "all/", views.service, {"section": ALL}, name="service-all"),
    path(SERVICE + "check/", views.check, name="service-check"),
    path(SERVICE + "done/", views.done, name="service-done"),
    path(SERVICE + "so-far/", views.service_so_far, name="service-so-far"),
    path(SERVICE + "<slug:section>/", views.service, name="assessment-service"),
    path(TEAM, views.team, name="team-scorecard"),
    path(TEAM + "raw-owners/", views.team_details, name="team-details"),
    path(TEAM + "so-far/", views.team_so_far, name="team-so-far"),
]
