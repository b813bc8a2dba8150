"""Django's name for this folder, so that it finds the commands here."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "goldthread.config"
    label = "config"
