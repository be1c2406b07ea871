"""Addresses below `/a/<public_id>/` at which a decision is made. They come before those of the questions."""

from django.urls import path

from advisor.pages.decide import confirmation, decider_link, sign_off, views

urlpatterns = [
    path("decide/", views.decide, name="decide"),
    path("decide/edit/", views.edit, name="decide-edit"),
    path("decide/propose/", views.propose, name="decide-propose"),
    path("decide/say/", views.say, name="decide-say"),
    path("decide/link/", decider_link.make_link, name="decide-link"),
    path("decide/reminders/", views.reminders, name="decide-reminders"),
    path("decide/dates.ics", views.dates, name="decide-dates"),
    path("decide/confirm/", confirmation.confirm, name="decide-confirm"),
    path("decide/sign-off/", sign_off.sign_off, name="decide-sign-off"),
]
