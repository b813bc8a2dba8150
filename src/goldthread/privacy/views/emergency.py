"""Opening a restricted record in an emergency: why, in words, and then it is open; and closing it again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.access import operations as access
from goldthread.access import policy
from goldthread.access.models import BreakGlass
from goldthread.accounts.capabilities import Capability
from goldthread.ledger.fields import LongText, Retention, Sensitivity, parse_fields
from goldthread.ledger.london import say_time
from goldthread.ledger.models import Subject
from goldthread.privacy.operations import open_in_emergency
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.going_on import is_ours
from goldthread.web.page import render
from goldthread.web.posted import posted

REASON = {
    "reason": LongText(
        "Why do you need to open this record now?",
        Sensitivity.PERSONAL,
        Retention.ROUTING,
        hint="What has happened, and why it cannot wait for somebody whom the record names.",
        required=True,
        max_length=1000,
        rows=4,
    )
}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.READ_RECORD, fresh=True)
def emergency(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Ask why, then open it for at most three hours. It shows nothing of the record.

    404 for a record that is not opened this way: a sealed one answers as one that does not exist.
    """
    subject = Subject.objects.filter(pk=subject_id).first()
    answer = guard.may(request, Capability.READ_RECORD, subject_id) if subject else None
    if subject is None or answer is None or answer.outcome is policy.Outcome.HIDDEN:
        raise Http404
    if answer != policy.RESTRICTED:
        return redirect(_next(request, subject_id))
    sent = posted(request)
    parsed = parse_fields(REASON, sent.raw)
    asked = request.method == "POST"
    if asked and parsed.ok:
        by = guard.author(request, Capability.READ_RECORD)
        made = open_in_emergency(by=by, at=now(), subject=subject, reason=parsed.values["reason"])
        messages.success(request, f"The record is open to you until {say_time(made.until)}. This is noted.")
        return redirect(_next(request, subject_id))
    form = EntryForm(REASON, sent.raw, errors=parsed.errors if asked else ())
    context = {"form": form, "next": _next(request, subject_id)}
    return render(request, "privacy/emergency.html.jinja", context, status=422 if asked else 200)


@require_POST
@guard.signed_in
def end(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """Close one's own again before its time. Pressed twice, it is closed once."""
    glass = BreakGlass.objects.filter(pk=glass_id, user=guard.user_of(request)).first()
    if glass is None:
        raise Http404
    if BreakGlass.objects.in_force(now()).filter(pk=glass.pk).exists():
        access.end_glass(by=guard.author_as(request, glass.role), at=now(), glass=glass)
    messages.success(request, "The record is closed to you again.")
    return redirect("casefile:home")


def _next(request: HttpRequest, subject_id: UUID) -> str:
    """Where the person was going: an address of this service, or the record's first page."""
    address = request.POST.get("_next") or request.GET.get("next", "")
    if is_ours(address):
        return address
    return reverse("casefile:child", args=[subject_id])


urlpatterns = [
    path("records/<uuid:subject_id>/emergency/", emergency, name="emergency"),
    path("emergencies/<uuid:glass_id>/end/", end, name="end"),
]
