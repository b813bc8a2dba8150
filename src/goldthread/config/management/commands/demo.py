"""`goldthread manage demo`: fill an empty demonstration with invented people and contacts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from goldthread.accounts.models import User
from goldthread.config.demo import (
    allegation,
    anywhere,
    cast,
    earlyhelp,
    information,
    protection,
    retention,
    story,
)


class Command(BaseCommand):
    """Refuses outside a demonstration, and where anyone is there already."""

    help = "Load the demonstration: invented people, and contacts in every state."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything in one transaction."""
        if not settings.GOLDTHREAD_DEMO:
            raise CommandError("This is not a demonstration (GOLDTHREAD_DEMO).")
        if User.objects.exists():
            raise CommandError(
                "There are people here already; the demonstration is loaded into an empty service."
            )
        with transaction.atomic():
            if settings.GOLDTHREAD_AUTHORITY == cast.AUTHORITY:
                people = cast.engage(at=timezone.now())
                story.play(people, at=timezone.now())
                information.play(people, at=timezone.now())
            else:
                people = anywhere.engage(at=timezone.now())
                anywhere.play(people, at=timezone.now())
                protection.play(people, at=timezone.now())
                earlyhelp.play(people, at=timezone.now())
                allegation.play(people, at=timezone.now())
            retention.play(people, at=timezone.now())
