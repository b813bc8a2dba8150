"""Django's name for this folder."""

from django.apps import AppConfig
from django.core import checks

from goldthread.documents.checks import notify_is_set_up


class DocumentsConfig(AppConfig):
    name = "goldthread.documents"
    label = "documents"

    def ready(self) -> None:
        """Let Django refuse to start what could not send."""
        checks.register(notify_is_set_up)
