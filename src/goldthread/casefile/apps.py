"""Django's name for this folder."""

from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "goldthread.casefile"
    label = "casefile"
