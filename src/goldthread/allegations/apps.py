"""Django's name for this folder."""

from django.apps import AppConfig


class AllegationsConfig(AppConfig):
    name = "goldthread.allegations"
    label = "allegations"
