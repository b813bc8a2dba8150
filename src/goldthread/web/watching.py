"""What is noted of every request: a line of the log, and counts for whoever watches. No names.

OWASP ASVS 5.0: 16.2.1, 16.3.2.
"""

import logging
import time

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from goldthread.accounts.models import User

log = logging.getLogger("goldthread.requests")
REQUESTS = Counter("goldthread_requests", "Requests answered.", ["method", "status"])
SECONDS = Histogram(
    "goldthread_request_seconds", "How long an answer took.", buckets=(0.05, 0.1, 0.3, 1, 3, 10, 30)
)
SLOW = 3.0  # seconds
_REFUSED = frozenset({401, 403})
_METHODS = frozenset({"GET", "HEAD", "POST"})


def began() -> float:
    """The instant from which a request is timed."""
    return time.perf_counter()


def note(request: HttpRequest, response: HttpResponse, since: float) -> None:
    """Count it, and write its line. The address is told as its pattern: what fills its places stays out."""
    seconds = time.perf_counter() - since
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(method, str(response.status_code)).inc()
    SECONDS.observe(seconds)
    match = request.resolver_match
    user = getattr(
        request, "_cached_user", None
    )  # only if it was asked for: this asks nothing of the database
    facts = {
        "method": method,
        "route": f"/{match.route}" if match else "(none)",
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
        "actor": user.pk if isinstance(user, User) else None,
    }
    if response.status_code in _REFUSED:
        log.warning("refused", extra={"event": "refused", **facts})
    elif seconds > SLOW:
        log.warning("slow", extra={"event": "slow", **facts})
    else:
        log.info("answered", extra={"event": "answered", **facts})
