"""What the virus scanner said of a file, kept beside it."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.files import scanning
from goldthread.ledger.models import Attachment, FileCheck

_AT_ONCE = 20  # files that one look at what waits goes through
log = logging.getLogger("goldthread.security")
State = FileCheck.State


def scan_what_waits(*, by: Author, at: datetime) -> int:
    """Look at files that no scanner has seen, oldest first; how many were looked at."""
    if not scanning.is_set():
        return 0
    waiting = FileCheck.objects.filter(state__in=[State.WAITING, State.UNSCANNED])
    looked = 0
    for file in waiting.order_by("attachment__added_at", "pk").values_list("pk", flat=True)[:_AT_ONCE]:
        content = Attachment.objects.filter(pk=file).values_list("content", flat=True).first()
        if content is None:
            continue  # its draft was thrown away meanwhile
        try:
            verdict = scanning.scan(bytes(content))
        except scanning.NoAnswer:
            break
        _note(file, verdict, by, at)
        looked += 1
    return looked


@transaction.atomic
def _note(file: UUID, verdict: scanning.Verdict, by: Author, at: datetime) -> None:
    state = State.INFECTED if verdict.found else State.SAFE
    FileCheck.objects.filter(pk=file).update(state=state, found=verdict.found, checked_at=at)
    audit.record(by=by, at=at, act=f"file.{state}", detail={"file": str(file)})
    if verdict.found:
        log.error("a virus was found in a file that was kept", extra={"event": "virus_found"})
