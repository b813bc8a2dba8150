"""Django's name for this folder."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "goldthread.retention"
    label = "retention"
