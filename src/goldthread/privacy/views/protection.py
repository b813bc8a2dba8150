"""Who may open a record: shown and changed, by a manager to whom it is open, or by the privacy officer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.access import operations as access
from goldthread.access import policy
from goldthread.access.models import Level
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger.author import Author
from goldthread.ledger.fields import (
    Choice,
    Email,
    FieldError,
    LongText,
    Parsed,
    Retention,
    Sensitivity,
    Text,
    parse_fields,
)
from goldthread.ledger.models import Subject
from goldthread.people.describe import display_name
from goldthread.people.models import Person
from goldthread.privacy.standing import ACTS, who_may_open
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_O, _P, _R = Sensitivity.OPEN, Sensitivity.PERSONAL, Retention.ROUTING
CHANGE = {
    "act": Choice("What do you want to change?", _O, _R, choices=ACTS, required=True),
    "level": Choice(
        "How closed is the record?",
        _O,
        _R,
        choices=dict(Level.choices),
        required=True,
        asked_when=("act", "level"),
    ),
    "email": Email(
        "E-mail address of whom it is about",
        _P,
        _R,
        hint="Of somebody who signs in to this service.",
        required=True,
        asked_when=("act", tuple(sorted(ACTS.keys() - {"level"}))),
    ),
    "reason": LongText("Why?", _P, _R, required=True, max_length=1000, rows=3),
}
FIND = {
    "reference": Text(
        "Reference of the record",
        _O,
        _R,
        hint="Such as 7KQ-2MD-X4P. You see who may open the record, and nothing that stands in it.",
        required=True,
        max_length=20,
    )
}
_ON_A_PERSON: dict[str, Callable[..., None]] = {
    "name": access.name_person,
    "unname": access.unname_person,
    "exclude": access.keep_out,
    "include": access.let_in,
}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.PROTECT_RECORDS, fresh=True)
def of_child(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """For a manager to whom the record is open."""
    subject = guard.record(request, subject_id)
    name = display_name(Person.objects.filter(pk=subject.pk).first())
    return _page(request, subject, {"name": name, "child": True})


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.REVIEW_ACCESS, fresh=True)
def of_reference(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """For the privacy officer, who sees no name: not of a sealed domain, nor where they are kept out."""
    subject = Subject.objects.filter(pk=subject_id).first()
    if subject is None or not may_look_after(guard.user_of(request), subject):
        raise Http404
    guard.shown(request, [subject.pk], act="read.protection")
    return _page(request, subject, {"name": f"record {subject.reference}", "child": False})


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.REVIEW_ACCESS, fresh=True)
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a record by its reference."""
    sent = posted(request)
    parsed = parse_fields(FIND, sent.raw)
    errors = list(parsed.errors) if request.method == "POST" else []
    if request.method == "POST" and parsed.ok:
        subject = Subject.objects.filter(reference=parsed.values["reference"].strip().upper()).first()
        if subject is not None and may_look_after(guard.user_of(request), subject):
            return redirect("privacy:protection", subject.pk)
        errors.append(FieldError("reference", "There is no record of that reference that you may look after"))
    form = EntryForm(FIND, sent.raw, errors=errors, dense=True, mark="none")
    return render(request, "privacy/find.html.jinja", {"form": form}, status=422 if errors else 200)


def may_look_after(user: User, subject: Subject) -> bool:
    """Whether a privacy officer looks after it: not of a sealed domain, nor where they are kept out."""
    if subject.pk in policy.excluded_from(user, at=now()):
        return False
    shut = policy.sealed().exclude(opens_to="")
    return not shut.filter(subject=subject.pk).exists()


def _page(request: HttpRequest, subject: Subject, frame: dict[str, Any]) -> HttpResponse:
    """The page, or what follows from what was sent."""
    sent = posted(request)
    parsed = parse_fields(CHANGE, sent.raw)
    errors = list(parsed.errors) if request.method == "POST" else []
    if request.method == "POST" and parsed.ok:
        errors = _change(guard.author(request, Capability.PROTECT_RECORDS), subject, parsed)
        if not errors:
            messages.success(request, "Changed. It works from now on.")
            return redirect(request.path)
    context = {
        **frame,
        "subject": subject,
        "stands": who_may_open(subject, at=now()),
        "form": EntryForm(CHANGE, sent.raw, errors=errors, dense=True),
    }
    return render(request, "privacy/protection.html.jinja", context, status=422 if errors else 200)


def _change(by: Author, subject: Subject, parsed: Parsed) -> list[FieldError]:
    """Do it; what is wrong, if anything."""
    said = parsed.values
    try:
        if said["act"] == "level":
            level = Level(said["level"])
            access.set_level(by=by, at=now(), subject=subject, level=level, reason=said["reason"])
            return []
        user = User.objects.filter(email__iexact=said["email"]).first()
        if user is None:
            return [FieldError("email", "Nobody signs in with this address. Check it")]
        _ON_A_PERSON[said["act"]](by=by, at=now(), subject=subject, user=user, reason=said["reason"])
    except access.NotYours as rule:
        return [FieldError("act", str(rule))]
    return []


urlpatterns = [
    path("children/<uuid:subject_id>/who-may-open/", of_child, name="who_may_open"),
    path("access/records/", find, name="find"),
    path("access/records/<uuid:subject_id>/", of_reference, name="protection"),
]
