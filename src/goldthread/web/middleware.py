"""What holds for every request and answer: an id, no copies kept by browsers, calm words for bad input."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from goldthread.ledger import audit
from goldthread.ledger.correlation import request_id
from goldthread.web import errors, watching

Answer = Callable[[HttpRequest], HttpResponse]
_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
    "X-Robots-Tag": "noindex, nofollow",
}
_LONGEST_ADDRESS = 2000
_UNREADABLE = re.compile("[\x00\ufffd\ud800-\udfff]")


def headers(get_response: Answer) -> Answer:
    """Middleware: an id for the audit trail; nothing kept by browsers or proxies, error pages included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = secrets.token_hex(8)
        token, since = request_id.set(name), watching.began()
        try:
            response = get_response(request)
            watching.note(request, response, since)
        finally:
            request_id.reset(token)
        for header, value in _HEADERS.items():
            response.headers.setdefault(header, value)
        response.headers["X-Request-Id"] = name
        if not response.has_header("Cache-Control"):  # static files say for themselves how long they last
            add_never_cache_headers(response)
        return response

    return middleware


class Traced:
    """Middleware: what cannot leave its trace in the audit is refused, whatever the view (R6)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only what goes wrong matters here."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """After the view's transaction was undone."""
        return errors.untraced(request) if isinstance(exception, audit.Unwritable) else None


def bad_input(get_response: Answer) -> Answer:
    """Middleware: refuses what no form or link of ours sends, before anything reads it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _too_large(request):
            return errors.show(request, errors.TOO_LARGE)
        if _unreadable(request):
            return errors.show(request, errors.UNREADABLE)
        return get_response(request)

    return middleware


def _too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.content_type == "multipart/form-data":
        most += settings.GOLDTHREAD_MAX_UPLOAD
    return not length.isdigit() or int(length) > most


def _unreadable(request: HttpRequest) -> bool:
    if len(request.get_full_path()) > _LONGEST_ADDRESS or _UNREADABLE.search(request.path):
        return True
    return any(_UNREADABLE.search(text) for name, texts in request.GET.lists() for text in (name, *texts))
