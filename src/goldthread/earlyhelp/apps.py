"""Django's name for this folder."""

from django.apps import AppConfig


class EarlyHelpConfig(AppConfig):
    name = "goldthread.earlyhelp"
    label = "earlyhelp"
