"""Addresses below `/a/<id>/` for making an assessment what it is. Questions and results have rooms of their own."""

from django.urls import path

from advisor.pages import joining, people, share
from advisor.pages.history import upgrading
from advisor.pages.history import views as history
from advisor.pages.hub import benchmarks, importing, notices, owners, rows, showing, views
from advisor.pages.workspaces import moving

urlpatterns = [
    path("", views.hub, name="assessment-hub"),
    path("edit/", views.edit, name="assessment-edit"),
    path("remove/", views.remove, name="assessment-remove"),
    path("done/", showing.done, name="assessment-done"),
    path("mail/", notices.notices, name="assessment-mail"),
    path("show/", showing.show, name="answers-show"),
    path("share/", share.share, name="assessment-share"),
    path("share/private/", share.private_link, name="share-private"),
    path("share/workspace/", moving.move, name="share-workspace"),
    path("share/<int:link_id>/revoke/", share.revoke, name="share-revoke"),
    path("share/members/<int:member_id>/remove/", share.remove_member, name="share-remove-member"),
    path("join/", joining.join, name="assessment-join"),
    path("join/private/", joining.way_back, name="join-private"),
    path("history/", history.history, name="assessment-history"),
    path("history/milestones/", history.milestone, name="assessment-milestone"),
    path("history/upgrade/", upgrading.upgrade, name="assessment-upgrade"),
    path("history/difference/", history.difference, name="assessment-difference"),
    path("people/", people.people, name="assessment-people"),
    path("people/<int:respondent_id>/", people.person, name="assessment-person"),
    path("add/services/", rows.add, name="services-add"),
    path("import/", importing.upload, name="services-import"),
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
