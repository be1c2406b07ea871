"""The app that draws records."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    name = "advisor.publish"
    label = "publish"
