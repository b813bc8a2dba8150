"""Django's name for this folder."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "goldthread.protection"
    label = "protection"
