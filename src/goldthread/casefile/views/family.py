"""The family of a person and who holds parental responsibility, as of any day."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import familyfile, parentalfile
from goldthread.ledger import procedure
from goldthread.ledger.fields import Date, Parsed, Retention, Sensitivity, parse_fields
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Subject
from goldthread.people import connected, describe, responsibility
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clauses import readings
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render

_ASKED = {
    "on": Date("As it was on", Sensitivity.OPEN, Retention.ROUTING, called="the day", past=True, name="on")
}


@require_safe
@guard.on_record(Capability.READ_RECORD)
def family(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The genogram and its words, the household, where each lived, everyone connected two steps out."""
    subject = guard.record(request, subject_id)
    asked, on = _asked(request)
    found = connected.around(subject.pk, steps=familyfile.STEPS)
    seen = policy.visible(guard.user_of(request), found.steps, at=now())
    today = london_date(now())
    context = {
        **_frame(request, subject, asked, on),
        "family": familyfile.family_file(found, seen, on, today),
    }
    return render(request, "casefile/family.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def parental(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Who holds parental responsibility that day, on what ground, and who said so."""
    subject = guard.record(request, subject_id)
    asked, on = _asked(request)
    found = responsibility.answers(subject.pk, on=on)
    people = [one.subject_id for one in found if one.subject_id]
    seen = policy.visible(guard.user_of(request), people, at=now())
    told = [
        one for one in found if one.subject_id is None or one.subject_id in seen.subjects | seen.restricted
    ]
    shown = parentalfile.responsible(told, seen.subjects)
    used = {why.reading for one in shown for why in one.reasons if why.reading}
    context = {
        **_frame(request, subject, asked, on),
        "responsible": shown,
        "readings": readings(sorted(used), procedure.newest()),
    }
    return render(request, "casefile/parental.html.jinja", context)


def _asked(request: HttpRequest) -> tuple[Parsed, date]:
    """The day asked about; today where none was, or where it cannot be read."""
    parsed = parse_fields(_ASKED, dict(request.GET.lists()), now=now())
    on = date.fromisoformat(parsed.values["on"]) if "on" in parsed.values else london_date(now())
    return parsed, on


def _frame(request: HttpRequest, subject: Subject, asked: Parsed, on: date) -> Mapping[str, Any]:
    person, today = Person.objects.filter(pk=subject.pk).first(), london_date(now())
    return {
        "subject": subject,
        "name": describe.display_name(person),
        "born": describe.born_and_age(person, today),
        "on": say_date(on),
        "is_today": on == today,
        "form": EntryForm(_ASKED, dict(request.GET.lists()), errors=asked.errors, dense=True, mark="none"),
        "may_write": guard.may(request, Capability.RECORD_WORK, subject.pk).allowed,
    }


urlpatterns = [
    path("children/<uuid:subject_id>/family/", family, name="family"),
    path("children/<uuid:subject_id>/parental-responsibility/", parental, name="parental"),
]
