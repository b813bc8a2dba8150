"""`goldthread seal verify [--json]`: is the audit trail, and every entry, as it was sealed?"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from goldthread.ledger.unsealing import Fault, Verdict, verify

DAMAGED = 4


class Command(BaseCommand):
    """Exit status 0 when everything is as it was sealed, 4 when something is not."""

    help = "Check the seal on the audit trail and on the entries."

    def add_arguments(self, parser: CommandParser) -> None:
        """`verify` is all that can be asked; sealing itself is the worker's."""
        parser.add_argument("act", choices=["verify"])
        parser.add_argument("--json", action="store_true", help="one JSON document")
        parser.add_argument("--witness", type=Path, help="the witness's book, where it is kept elsewhere")

    def handle(self, *, json: bool, witness: Path | None, **options: Any) -> None:
        """Check, say what was found, and which row is the first that is broken."""
        book = witness or Path(settings.GOLDTHREAD_WITNESS)
        begun = time.perf_counter()
        verdict = verify(book)
        seconds = time.perf_counter() - begun
        self.stdout.write(_as_json(verdict, seconds) if json else _in_words(verdict, seconds, book))
        if verdict.broken:
            sys.exit(DAMAGED)


def _as_json(verdict: Verdict, seconds: float) -> str:
    told = {
        "intact": not verdict.broken,
        "seals": verdict.seals,
        "rows": verdict.rows,
        "waiting": verdict.waiting,
        "witnessed": verdict.witnessed,
        "broken": verdict.broken,
        "seconds": round(seconds, 3),
        "first_broken": asdict(verdict.first) if verdict.first else None,
        "faults": [asdict(fault) for fault in verdict.faults],
    }
    return json.dumps(told)


def _in_words(verdict: Verdict, seconds: float, book: Path) -> str:
    checked = f"{verdict.rows:,} rows under {verdict.seals:,} seals checked in {seconds:.1f} s"
    lines = [f"{checked}; {verdict.waiting:,} rows too new to be sealed."]
    if verdict.seals and not verdict.witnessed:
        lines.append(f"No witness at {book}: a trail cut short at its end would not be noticed.")
    lines += [f"{_where(fault)}{fault.what}" for fault in verdict.faults]
    if verdict.first:
        lines.append(f"First broken: {_where(verdict.first)}{verdict.first.what}.")
    else:
        lines.append("Everything is as it was sealed.")
    return "\n".join(lines)


def _where(fault: Fault) -> str:
    row = f"row {fault.row}" if fault.row is not None else ""
    place = ", ".join(filter(None, [f"seal {fault.seal}" if fault.seal is not None else "", row]))
    return f"{place}: " if place else ""
