"""Addresses below `/a/<public_id>/` at which a decision is made. They come before those of the questions."""

from django.urls import path

from advisor.pages.decide import confirming, linking, signing, views

urlpatterns = [
    path("decide/", views.decide, name="decide"),
    path("decide/edit/", views.edit, name="decide-edit"),
    path("decide/propose/", views.propose, name="decide-propose"),
    path("decide/say/", views.say, name="decide-say"),
    path("decide/link/", linking.make_link, name="decide-link"),
    path("decide/reminders/", views.reminders, name="decide-reminders"),
    path("decide/dates.ics", views.dates, name="decide-dates"),
    path("decide/confirm/", confirming.confirm, name="decide-confirm"),
    path("decide/sign-off/", signing.sign_off, name="decide-sign-off"),
]
