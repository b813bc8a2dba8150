"""The outbox: letters and e-mails on their way, and those that got stuck."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.documents import queries
from goldthread.documents.models import Delivery, State
from goldthread.documents.operations import NotStuck, redeliver
from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render

SHOWN = 100
_TONES = {State.SENT: "done", State.FAILED: "late", State.IN_DOUBT: "today"}
_ADVICE = {
    State.FAILED: "The recipient did not get this message. Check the address, and tell them in another way.",
    State.IN_DOUBT: "Contact was lost while it was handed over. Ask the recipient whether it arrived.",
}


@dataclass(frozen=True)
class Line:
    """One message in a list: its subject line, and nothing that names anyone."""

    subject: str
    href: str
    at: datetime
    state: str
    tone: str


@require_safe
@guard.capable(Capability.SEE_OUTBOX)
def outbox(request: HttpRequest) -> HttpResponse:
    """Those that wait for a person, then the newest."""
    context = {
        "stays_here": settings.GOLDTHREAD_MAIL == "outbox",
        "stuck": _lines(queries.stuck()),
        "newest": _lines(queries.newest(limit=SHOWN)),
    }
    return render(request, "casefile/outbox.html.jinja", context)


@require_safe
@guard.on_record(Capability.SEE_OUTBOX)
def message(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One message, word for word, and how far it has got."""
    entry = guard.entry(request, entry_id)
    delivery = _delivery(entry)
    context = {
        "entry": entry,
        "rows": _rows(entry, delivery),
        "state": _words(delivery),
        "tone": _tone(delivery),
        "advice": _ADVICE.get(State(delivery.state), ""),
    }
    return render(request, "casefile/message.html.jinja", context)


@require_POST
@guard.on_record(Capability.SEE_OUTBOX)
def again(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Send a stuck message again. Pressed twice, it is sent once."""
    entry = guard.entry(request, entry_id)
    _delivery(entry)
    with suppress(NotStuck):  # then it is on its way already; the page says how far
        redeliver(by=guard.author(request, Capability.SEE_OUTBOX), at=now(), entry=entry)
    return HttpResponseRedirect(_href(entry))


def _delivery(entry: Entry) -> Delivery:
    found = queries.delivery_of(entry)
    if found is None:
        raise Http404
    return found


def _rows(entry: Entry, delivery: Delivery) -> list[tuple[str, str]]:
    """What the message says, and the stations of its way so far."""
    stations = {
        "Written": entry.recorded_at,
        "Queued again": delivery.queued_at if delivery.queued_at > entry.recorded_at else None,
        "Last tried": delivery.attempted_at,
        _words(delivery): delivery.settled_at,
    }
    said = [(field.label, text) for field, text in entry_type(entry.kind).reads(entry.payload)]
    return said + [(words, say_when(at)) for words, at in stations.items() if at]


def _lines(deliveries: list[Delivery]) -> list[Line]:
    return [
        Line(each.entry.payload["subject"], _href(each.entry), each.queued_at, _words(each), _tone(each))
        for each in deliveries
    ]


def _href(entry: Entry) -> str:
    return reverse("casefile:message", args=[entry.pk])


def _words(delivery: Delivery) -> str:
    return State(delivery.state).label


def _tone(delivery: Delivery) -> str:
    return _TONES.get(State(delivery.state), "info")


urlpatterns = [
    path("outbox/", outbox, name="outbox"),
    path("outbox/<uuid:entry_id>/", message, name="message"),
    path("outbox/<uuid:entry_id>/again/", again, name="message_again"),
]
