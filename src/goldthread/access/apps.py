"""Django's name for this folder."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "goldthread.access"
    label = "access"
