"""The records that are read as one here, by whose word, and reading them apart again."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.access.policy import sealed
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import recordsfile
from goldthread.ledger.fields import (
    Field,
    FieldError,
    LongText,
    Parsed,
    Retention,
    Sensitivity,
    Text,
    parse_fields,
)
from goldthread.ledger.models import Subject
from goldthread.people import merging, operations
from goldthread.people.asking import Query, wanted
from goldthread.people.identity import identity
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

NO_RECORD = "No record has this reference. Check each letter"
_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
_OTHER: dict[str, Field] = {
    "reference": Text(
        "Reference of another record of the same person",
        _P,
        Retention.ROUTING,
        hint="Such as K7R-4M2-HX9: it stands on the record’s page, and beside each person found",
        required=True,
        max_length=40,
        name="reference",
    )
}
_WHY: dict[str, Field] = {
    "reason": LongText("Why are they two people?", _P, _R, required=True, rows=3, name="reason")
}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.READ_RECORD)
def records_of(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Which records are read together as this person, who said so, and where another is put beside them."""
    subject = guard.record(request, subject_id)
    may_merge = guard.user_of(request).may(Capability.MERGE_RECORDS, at=now())
    form = EntryForm(_OTHER, dense=True, mark="none") if may_merge else None
    if request.method == "POST" and may_merge:
        sent = posted(request)
        parsed = parse_fields(_OTHER, sent.raw)
        other = _other(subject, parsed)
        if other is not None:
            return redirect("casefile:pair", subject.pk, other.pk)
        form = EntryForm(_OTHER, sent.raw, errors=parsed.errors, dense=True, mark="none")
    people = identity([subject.pk])
    known = recordsfile.records(people)
    context = {
        "subject": subject,
        "name": known[subject.pk].name,
        "records": sorted(known.values(), key=lambda one: one.reference),
        "links": recordsfile.links(people, known),
        "may_undo": guard.user_of(request).may(Capability.OVERSEE_RECORDS, at=now()),
        "form": form,
    }
    return render(
        request, "casefile/records_of.html.jinja", context, status=422 if form and form.errors else 200
    )


def _other(subject: Subject, parsed: Parsed) -> Subject | None:
    """The record of that reference; where there is none to compare with, that is added to the errors."""
    found = by_reference(parsed)
    if found == subject:
        parsed.errors.append(FieldError("reference", "This is the reference of this very record"))
        return None
    return found


def by_reference(parsed: Parsed) -> Subject | None:
    """The record whose reference was typed. Whether the reader may see it is for its own page to say.

    A sealed record is no record here: its own page would tell that there is one.
    """
    if not parsed.ok:
        return None
    asked = wanted(Query(text=str(parsed.values["reference"])), on=now().date())
    known = Subject.objects.exclude(pk__in=sealed())
    found = known.filter(reference=asked.reference).first() if asked.reference else None
    if found is None:
        parsed.errors.append(FieldError("reference", NO_RECORD))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.OVERSEE_RECORDS)
def undo(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Read two records apart again, with the reason. Everything is as though they had never been one."""
    link = guard.entry(request, entry_id)
    ends = [part.subject_id for part in link.parts.all()]
    one = next((one for one in merging.links(ends) if one.entry == link), None)
    if one is None:
        raise PermissionDenied("These records are not read as one by this entry, or no longer.")
    if request.method != "POST":
        return _undo_page(request, one, EntryForm(_WHY, dense=True))
    sent = posted(request)
    parsed = parse_fields(_WHY, sent.raw)
    if not parsed.ok:
        return _undo_page(
            request, one, EntryForm(_WHY, sent.raw, errors=parsed.errors, key=sent.key, dense=True)
        )
    by, reason = guard.author(request, Capability.OVERSEE_RECORDS), str(parsed.values["reason"])
    operations.undo_merge(by=by, at=now(), link=link, reason=reason, key=sent.key or uuid4().hex)
    messages.success(request, "The two are read apart again.")
    return redirect("casefile:records_of", one.one)


def _undo_page(request: HttpRequest, link: merging.Link, form: EntryForm) -> HttpResponse:
    known = recordsfile.records([link.one, link.other])
    context = {"one": known[link.one], "other": known[link.other], "by": link.said_by, "form": form}
    return render(request, "casefile/undo_merge.html.jinja", context, status=422 if form.errors else 200)


urlpatterns = [
    path("children/<uuid:subject_id>/records/", records_of, name="records_of"),
    path("records/links/<uuid:entry_id>/undo/", undo, name="undo_merge"),
]
