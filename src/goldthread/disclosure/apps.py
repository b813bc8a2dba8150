"""Django's name for this folder."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "goldthread.disclosure"
    label = "disclosure"
