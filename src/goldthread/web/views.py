"""Pages of the service itself: is it well, which version is it, staying signed in, and its statements."""

from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import goldthread
from goldthread.accounts.capabilities import Capability
from goldthread.ledger.fields import LongText, Retention, Sensitivity, parse_fields
from goldthread.web import errors, guard, sessions
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

REASON = {
    "reason": LongText(
        "Why do you need to open this record?",
        Sensitivity.OPEN,
        Retention.ROUTING,
        hint="Your reason is kept with the trace of who opened the record.",
        required=True,
        max_length=500,
        rows=3,
    )
}


@guard.public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Whether this process answers. It asks nothing of anyone else."""
    return JsonResponse({"status": "ok"})


@guard.public
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Whether people can be served: 503 while the database is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database away"}, status=503)
    return JsonResponse({"status": "ok"})


@guard.public
@require_safe
def version(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What is running, for whoever looks after it."""
    return JsonResponse({"version": goldthread.__version__, "authority": settings.GOLDTHREAD_AUTHORITY})


@guard.public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/accessibility.html.jinja", {"phones": errors.phones()})


@guard.public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, and why."""
    return render(request, "web/privacy.html.jinja", {"phones": errors.phones()})


@guard.signed_in
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Stay signed in: the request itself is the activity. Without JavaScript it is a page that says so."""
    if request.headers.get("Accept", "").startswith("text/html"):
        return render(request, "web/stay.html.jinja")
    return JsonResponse({"left": sessions.seconds_left(request, now())})


@guard.capable(Capability.READ_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Ask why a sensitive record is opened, then go on to it. It shows nothing of the record."""
    sent = posted(request)
    parsed = parse_fields(REASON, sent.raw)
    if request.method == "POST" and parsed.ok:
        guard.give_reason(request, subject_id, parsed.values["reason"])
        return redirect(_next(request))
    form = EntryForm(REASON, sent.raw, errors=parsed.errors if request.method == "POST" else ())
    return render(request, "web/reason.html.jinja", {"form": form, "next": _next(request)})


def _next(request: HttpRequest) -> str:
    """Where the person was going: an address of this service, or the first page."""
    address = request.POST.get("_next") or request.GET.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else "/"
