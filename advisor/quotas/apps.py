"""The app that counts what somebody does, where there is a limit to it."""

from django.apps import AppConfig


class QuotasConfig(AppConfig):
    name = "advisor.quotas"
    label = "quotas"
