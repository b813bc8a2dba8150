"""Django's name for this folder."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    name = "goldthread.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Make every kind of entry known, as Django does for models: by the file name `entries`."""
        autodiscover_modules("entries")
