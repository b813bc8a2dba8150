"""For whoever looks after the service: does it run, can it serve, which version is it, and its counts."""

import hmac
import time
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

import goldthread
from goldthread.config import metrics
from goldthread.config.diagnosis import migrations_waiting
from goldthread.web import guard

FRESH = 5  # seconds for which an answer of the database is good: anybody may ask, and as often as they like
_TRY = (
    """insert into ledger_auditrow (at, role, act, request, detail) values (now(), '', 'readyz', '', '{}')"""
)


@guard.public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Whether this process answers. It asks nothing of anyone else."""
    return JsonResponse({"status": "ok"})


@guard.public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Whether people can be served, part by part: 503 while one of them is away."""
    parts = _parts(int(time.monotonic()) // FRESH)
    ready = set(parts.values()) == {"ok"}
    return JsonResponse(
        {"status": "ok" if ready else "not ready", "parts": parts}, status=200 if ready else 503
    )


@guard.public
@require_safe
def version(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The version, and the commit where it is known; nothing of what lies beneath (ASVS 13.4.6)."""
    told = {"version": goldthread.__version__, "authority": settings.GOLDTHREAD_AUTHORITY}
    commit = {"commit": settings.GOLDTHREAD_COMMIT} if settings.GOLDTHREAD_COMMIT else {}
    return JsonResponse(told | commit)


@guard.public
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Counts for Prometheus: to this machine itself, or to whoever bears the token (ASVS 13.4.5)."""
    if not _may_watch(request):
        raise Http404
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_LATEST)


def _may_watch(request: HttpRequest) -> bool:
    token = settings.GOLDTHREAD_METRICS_TOKEN
    if token:
        return hmac.compare_digest(
            request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()
        )
    if settings.GOLDTHREAD_BEHIND_PROXY:  # then everybody comes from this machine
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=1)
def _parts(_now: int) -> dict[str, str]:
    return {name: _asked(look) for name, look in PARTS.items()}


def _asked(look: Callable[[], bool]) -> str:
    try:
        return "ok" if look() else "not ready"
    except DatabaseError:
        return "away"


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return True


def _migrations() -> bool:
    return migrations_waiting() == 0


def _queue() -> bool:
    """Whether work can be put in the queue. Whether it moves is for the doctor: pages do not wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('procrastinate_jobs', 'INSERT')")
        row = cursor.fetchone()
    return bool(row and row[0])


def _audit() -> bool:
    """Whether the trail takes a row: one is written, and taken back before anybody sees it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_TRY)
        transaction.set_rollback(True)
    return True


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "queue": _queue,
    "audit": _audit,
}
