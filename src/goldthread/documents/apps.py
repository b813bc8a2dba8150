"""Django's name for this folder."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules

from goldthread.documents.checks import notify_is_set_up


class DocumentsConfig(AppConfig):
    name = "goldthread.documents"
    label = "documents"

    def ready(self) -> None:
        """Let Django refuse to start what could not send; find the papers that the journeys make."""
        checks.register(notify_is_set_up)
        autodiscover_modules("papers")
