"""Addresses below `/a/<id>/` for making an assessment what it is. Questions and results have rooms of their own."""

from django.urls import path

from advisor.pages.hub import benchmarks, notices, owners, rows, show, table_import, views

urlpatterns = [
    path("", views.hub, name="assessment-hub"),
    path("edit/", views.edit, name="assessment-edit"),
    path("remove/", views.remove, name="assessment-remove"),
    path("done/", show.done, name="assessment-done"),
    path("mail/", notices.notices, name="assessment-mail"),
    path("show/", show.show, name="answers-show"),
    path("add/services/", rows.add, name="services-add"),
    path("import/", table_import.upload, name="services-import"),
    path("add/team/", rows.add_a_team, name="team-add"),
    path("arrange/owners/", owners.owners, name="services-owners"),
    path("arrange/owners/undo/", owners.undo, name="services-owners-undo"),
    path("arrange/services/", rows.arrange, {"kind": "service"}, name="services-arrange"),
    path("arrange/teams/", rows.arrange, {"kind": "team"}, name="teams-arrange"),
    path("edit/services/<slug:slug>/", rows.edit, {"kind": "service"}, name="service-edit"),
    path("edit/services/<slug:slug>/duplicate/", rows.duplicate, name="service-duplicate"),
    path("edit/services/<slug:slug>/benchmarks/", benchmarks.benchmarks, name="service-benchmarks"),
    path("edit/services/<slug:slug>/benchmarks/remove/", benchmarks.remove, name="service-benchmark-remove"),
    path("edit/services/<slug:slug>/remove/", rows.take_away, {"kind": "service"}, name="service-remove"),
    path("edit/services/<slug:slug>/put-back/", rows.bring_back, {"kind": "service"}, name="service-put-back"),
    path("edit/teams/<slug:slug>/", rows.edit, {"kind": "team"}, name="team-edit"),
    path("edit/teams/<slug:slug>/remove/", rows.take_away, {"kind": "team"}, name="team-remove"),
    path("edit/teams/<slug:slug>/put-back/", rows.bring_back, {"kind": "team"}, name="team-put-back"),
]
