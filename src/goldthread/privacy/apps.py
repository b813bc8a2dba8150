"""Django's name for this folder."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "goldthread.privacy"
    label = "privacy"
