"""Makes an outage pack now, where GOLDTHREAD_OUTAGE_TO says. The worker makes one every half hour."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand

from goldthread.config import env, outage, outage_packs


class Command(BaseCommand):
    """The command."""

    help = __doc__

    def handle(self, *_: object, **__: object) -> None:
        """Make it, and say where it lies."""
        where = Path(env.required(outage_packs.WHERE, "it names the folder of the packs"))
        folder = outage.make(where, at=datetime.now(UTC))
        self.stdout.write(f"{folder}: {len(list(folder.iterdir()))} teams")
