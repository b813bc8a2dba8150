"""The one way in which a file leaves through the browser: to be saved, never opened in the page.

OWASP ASVS 5.0: 3.2.1 (no content in the wrong context), 5.4.1 and 5.4.2 (its name), 5.4.3 (scanned first).
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from goldthread.ledger.files import scanning
from goldthread.ledger.models import Attachment, FileCheck

# Were a browser to open it all the same, nothing in it runs, loads, or knows whose page it came from.
_SHUT = "; ".join(
    [
        "sandbox",
        *(
            f"{what} 'none'"
            for what in ("default-src", "base-uri", "form-action", "frame-ancestors", "object-src")
        ),
    ]
)
_STATE = FileCheck.State
INFECTED = "A virus was found in this file, so it does not open. Ask whoever sent it what it said."
WAITING = "This file is being scanned for viruses. Try again in a minute."


def attachment(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """Bytes under a name, for the browser to save."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    response.headers["Content-Security-Policy"] = _SHUT
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def kept(file: Attachment, *, own: bool = False) -> HttpResponse:
    """A file of the record or of a draft. `own`: whoever asks sent it, and may look at it before a scan.

    Raises PermissionDenied for one with a virus and, where there is a scanner, for one not yet scanned.
    """
    state = state_of(file)
    if state == _STATE.INFECTED:
        raise PermissionDenied(INFECTED)
    if not own and scanning.is_set() and state in {_STATE.WAITING, _STATE.UNSCANNED}:
        raise PermissionDenied(WAITING)
    return attachment(bytes(file.content), file.name, file.content_type)


def state_of(file: Attachment) -> str:
    """What a scanner said of it; empty for what the service made itself."""
    found = FileCheck.objects.filter(pk=file.pk).first()
    return found.state if found else ""
