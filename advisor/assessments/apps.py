from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "advisor.assessments"
    label = "assessments"
