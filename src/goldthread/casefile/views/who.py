"""Who somebody is: each fact with who said so and when, what contradicts it, as known on any day."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import tiesfile, whofile
from goldthread.ledger.fields import Date, Retention, Sensitivity, parse_fields
from goldthread.ledger.london import london_date, say_date
from goldthread.people import describe
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render

_ASKED = {
    "on": Date(
        "What was known on", Sensitivity.OPEN, Retention.ROUTING, called="the day", past=True, name="on"
    )
}


@require_safe
@guard.on_record(Capability.READ_RECORD)
def who(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Everything stated of one person, by question; on a past day, as it was known then."""
    subject, at = guard.record(request, subject_id), now()
    sent = dict(request.GET.lists())
    parsed = parse_fields(_ASKED, sent, now=at)
    on = date.fromisoformat(parsed.values["on"]) if "on" in parsed.values else london_date(at)
    person = Person.objects.filter(pk=subject.pk).first()
    context = {
        "subject": subject,
        "name": describe.display_name(person),
        "born": describe.born_and_age(person, london_date(at)),
        "child": _childhood(person, london_date(at)),
        "on": say_date(on),
        "is_today": on == london_date(at),
        "slots": whofile.known(identity([subject.pk]), on),
        "form": EntryForm(_ASKED, sent, errors=parsed.errors, dense=True, mark="none"),
        "ties": tiesfile.ties(identity([subject.pk]), guard.user_of(request), at),
        "may_state": guard.may(request, Capability.RECORD_WORK, subject.pk).allowed,
    }
    return render(request, "casefile/who.html.jinja", context)


def _childhood(person: Person | None, on: date) -> str:
    """Whether they are a child, and until when (HSSCP-3.1)."""
    until = describe.child_until(person)
    if until is None:
        known = {True: "A child: not yet 18", False: "An adult", None: "Not known whether a child"}
        return known[describe.is_child(person, on)]
    return f"A child until {say_date(until)}" if on < until else f"An adult since {say_date(until)}"
