"""What is known of a file while it comes in, by what the virus scanner says of it."""

import logging

from goldthread.ledger.files import scanning
from goldthread.ledger.files.refusing import VIRUS, NotAccepted
from goldthread.ledger.models import FileCheck

log = logging.getLogger("goldthread.security")
State = FileCheck.State


def state_of(content: bytes) -> FileCheck.State:
    """What is known of a file that is being sent. Raises NotAccepted where the scanner found something.

    A scanner that does not answer holds nobody up: the file is kept, and opens once it was looked at.
    """
    if not scanning.is_set():
        return State.UNSCANNED
    try:
        verdict = scanning.scan(content)
    except scanning.NoAnswer:
        log.warning("the virus scanner does not answer", extra={"event": "scanner_silent"})
        return State.WAITING
    if verdict.found:
        log.warning("a file with a virus was refused", extra={"event": "virus_refused"})
        raise NotAccepted(VIRUS)
    return State.SAFE
