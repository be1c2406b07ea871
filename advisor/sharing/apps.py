from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "advisor.sharing"
    label = "sharing"
