"""Pages of the service itself: staying signed in, why a record is opened, and its statements."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.ledger.fields import LongText, Retention, Sensitivity, parse_fields
from goldthread.web import errors, guard, sessions
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.going_on import is_ours
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
        return HttpResponseRedirect(_next(request))
    form = EntryForm(REASON, sent.raw, errors=parsed.errors if request.method == "POST" else ())
    return render(request, "web/reason.html.jinja", {"form": form, "next": _next(request)})


def _next(request: HttpRequest) -> str:
    """Where the person was going: an address of this service, or the first page."""
    address = request.POST.get("_next") or request.GET.get("next", "")
    return address if is_ours(address) else "/"
