"""Raises the database's own wall around each request of a test, and lowers it again for the test itself."""

from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

_SAY = """
select set_config('goldthread.purpose', %s, false), set_config('goldthread.opened', '', false),
    set_config('goldthread.holder', '', false)
"""


RAISED = ""  # the purpose for which the wall is lowered in a request: none


def raised(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware for tests: as in the web server, nothing is opened before a request says so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        _say(RAISED)
        try:
            return get_response(request)
        finally:
            _say("work")

    return middleware


def _say(duty: str) -> None:
    with suppress(DatabaseError), connection.cursor() as cursor:  # away or failed: nothing is shown anyway
        cursor.execute(_SAY, [duty])
