"""Django's name for this folder."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "goldthread.records"
    label = "records"
