"""`goldthread rebuild [--check]`: make the derived tables again, or only report where they differ."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goldthread.ledger.rebuild import rebuild

DAMAGED = 4


class Command(BaseCommand):
    """Exit status 0 when nothing differs, 4 when something does."""

    help = "Recompute every derived table from the entries."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` changes nothing."""
        parser.add_argument("--check", action="store_true", help="report differences and change nothing")

    def handle(self, *, check: bool, **options: Any) -> None:
        """Rebuild, and print one line for each difference."""
        differences = rebuild(keep=not check)
        for line in differences:
            self.stdout.write(line)
        self.stdout.write(f"{len(differences)} differences" if differences else "The record is intact.")
        if differences and check:
            sys.exit(DAMAGED)
