"""Django's name for this folder."""

from django.apps import AppConfig


class ManualConfig(AppConfig):
    name = "goldthread.manual"
    label = "manual"
