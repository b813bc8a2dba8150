"""Django's name for this folder, so that it finds the commands here."""

from django.apps import AppConfig

from goldthread.config import egress


class ConfigConfig(AppConfig):
    name = "goldthread.config"
    label = "config"

    def ready(self) -> None:
        """Everything that runs this project calls only hosts on its list; tests, too."""
        egress.install()
