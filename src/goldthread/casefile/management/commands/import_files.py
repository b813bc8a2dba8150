"""`goldthread import`: bring people and past involvement over from another system's CSV files."""

import getpass
import json
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from goldthread.access.models import Level, Protection
from goldthread.people.importing import bringing, reading
from goldthread.people.importing.entries import SHEETS
from goldthread.web.clock import now

REFUSED, BAD_INPUT = 1, 2


class Command(BaseCommand):
    """Exit status 0 when every row was taken, 1 when some were refused, 2 for files that cannot be read."""

    help = "Bring people and past involvement over from CSV files. Doing it again brings nothing over twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, and whether to keep anything."""
        parser.add_argument("files", type=Path, nargs="+", help=f"a folder, or files: {', '.join(SHEETS)}")
        parser.add_argument(
            "--system", default="Earlier system", help="the name of the system they come from"
        )
        parser.add_argument("--dry-run", action="store_true", help="do everything but keep nothing")
        parser.add_argument("--report", type=Path, help="write every finding to this CSV file")
        parser.add_argument("--json", action="store_true", help="print the report for a program")

    def handle(self, *, files: list[Path], system: str, dry_run: bool, **options: Any) -> None:
        """Bring them over, and report."""
        try:
            sheets = _sheets(files)
            begun = time.perf_counter()
            by = bringing.importer(system, getpass.getuser())
            report = bringing.bring(by=by, at=now(), files=sheets, closed=_closed, dry=dry_run)
        except (reading.BadFile, OSError) as problem:
            self.stderr.write(f"goldthread: {problem}")
            sys.exit(BAD_INPUT)
        report.seconds = round(time.perf_counter() - begun, 2)
        if options["report"]:
            report.write(options["report"])
        text = json.dumps(report.json()) if options["json"] else "\n".join(report.lines())
        self.stdout.write(text)
        if report.refused:
            sys.exit(REFUSED)


def _sheets(places: list[Path]) -> list[Path]:
    """The files that were named, and those of ours in the folders that were."""
    found = [
        each for place in places for each in (sorted(place.glob("*.csv")) if place.is_dir() else [place])
    ]
    if not found:
        raise reading.BadFile(f"{places[0]}: there is no CSV file. There can be: {', '.join(SHEETS)}")
    for each in found:
        if each.name not in SHEETS:
            raise reading.BadFile(f"{each}: a file must be called one of {', '.join(SHEETS)}. Rename it")
        if not each.is_file():
            raise reading.BadFile(f"{each}: there is no such file")
    return found


def _closed(people: Collection[UUID]) -> frozenset[UUID]:
    """Which of these records may not be named to whoever reads the report."""
    shut = Protection.objects.filter(subject__in=people).exclude(level__in=[Level.OPEN, Level.SENSITIVE])
    return frozenset(shut.values_list("subject_id", flat=True))
