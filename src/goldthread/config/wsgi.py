"""What the web server runs."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_AT_ONCE = 2**16  # bytes


def heard_out(application: Application) -> Application:
    """Answer only when all that was sent has been read, so that whoever sends a file sees the answer.

    A disk that is full, a form without its token, a file that is too large: each is answered before the end
    of what is sent, and a browser that cannot send on shows a broken connection in place of our page.
    """

    def answer(environ: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
        said = application(environ, respond)
        left: int = 2 * settings.GOLDTHREAD_MAX_UPLOAD  # whoever sends more than that means no good
        while left > 0 and (read := len(environ["wsgi.input"].read(_AT_ONCE))):
            left -= read
        return said

    return answer


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
application = heard_out(get_wsgi_application())
