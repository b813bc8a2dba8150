"""Django's name for this folder."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "goldthread.assessment"
    label = "assessment"
