"""Addresses below `/a/<public_id>/` at which a service's statements and a team's scorecard are answered, and
those below `/quick/` for a service without an assessment."""

from django.urls import path

from advisor.assessments.questionnaire.routes import ALL
from advisor.pages.questionnaire import quick, views

SERVICE, TEAM = "services/<slug:slug>/", "teams/<slug:slug>/"

saves = [
    path(SERVICE + "answers/<str:key>/", views.service_answer, name="service-answer"),
    path(TEAM + "answers/<str:key>/", views.team_answer, name="team-answer"),
]
"""Where most requests go; addresses are tried in order, so these come before all others."""

urlpatterns = [
    path(SERVICE, views.resume, name="service-resume"),
    path(SERVICE + "all/", views.service, {"section": ALL}, name="service-all"),
    path(SERVICE + "check/", views.check, name="service-check"),
    path(SERVICE + "done/", views.done, name="service-done"),
    path(SERVICE + "so-far/", views.service_so_far, name="service-so-far"),
    path(SERVICE + "<slug:section>/", views.service, name="assessment-service"),
    path(TEAM, views.team, name="team-scorecard"),
    path(TEAM + "raw-owners/", views.team_details, name="team-details"),
    path(TEAM + "so-far/", views.team_so_far, name="team-so-far"),
]

of_quick = [
    path("", quick.questions, name="quick"),
    path("questions/<slug:slug>/", quick.questions, name="quick-step"),
    path("team/", quick.questions, {"slug": "team"}, name="quick-team"),
    path("answers/<str:key>/", quick.answer, name="quick-answer"),
    path("details/", quick.save_details, {"block": "details"}, name="quick-details"),
    path("raw-owners/", quick.save_details, {"block": "owners"}, name="quick-owners"),
    path("so-far/", quick.panel, name="quick-so-far"),
    path("check/", quick.check, name="quick-check"),
    path("start-over/", quick.again, name="quick-start-over"),
]
