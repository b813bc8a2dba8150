"""Tying the children concerned to their own records, which tell nothing of the allegation."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.access.looking import Look, look
from goldthread.accounts.capabilities import Capability
from goldthread.allegations.operations import receiving
from goldthread.allegations.views.opening import ACT, opened
from goldthread.ledger.fields import Date, Parsed, Retention, Sensitivity, Text, parse_fields
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.people.search import Query
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_P, _R = Sensitivity.PERSONAL, Retention.ALLEGATION
_FIELDS = {
    "name": Text("Name of the child", _P, _R, name="name"),
    "born": Date("Date of birth, or leave empty", _P, _R, called="the date of birth", name="born", past=True),
}
_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def children(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Look a child up by name, and choose the record. An ordinary look, which says nothing of why."""
    about = opened(request, subject_id)
    rows = [row for row in about.values.get("children", []) if row.get("name")]
    raw = posted(request).raw if request.method == "POST" else {}
    parsed = parse_fields(_FIELDS, raw, required=["name"], now=now()) if raw else Parsed()
    found = _look(request, parsed) if parsed.values.get("name") and not parsed.errors else None
    context = {
        "about": about,
        "told": [(row["name"], row.get("born", "")) for row in rows],
        "form": EntryForm(_FIELDS, raw, errors=parsed.errors, required=["name"], dense=True),
        "found": found.shown if found else None,
        "restricted": bool(found and found.restricted_may_match),
    }
    return render(request, "allegations/children.html.jinja", context, status=422 if parsed.errors else 200)


def _look(request: HttpRequest, parsed: Parsed) -> Look:
    by = guard.author(request, Capability.SEARCH_PEOPLE)
    query = Query(text=f"{parsed.values['name']} {parsed.values.get('born', '')}".strip())
    return look(by=by, at=now(), query=query, limit=_SHOWN)


@require_POST
@guard.on_record(ACT)
def link(request: HttpRequest, subject_id: UUID, child_id: UUID) -> HttpResponse:
    """This is the child."""
    about = opened(request, subject_id)
    child = guard.record(request, child_id, Capability.READ_RECORD)
    name = describe.plain_name(Person.objects.filter(pk=child.pk).first())
    receiving.link_child(
        by=guard.author(request, ACT),
        at=now(),
        subject=about.subject,
        child=child.pk,
        name=name,
        key=posted(request).key or uuid4().hex,
    )
    messages.success(request, f"Linked: {name}. The child’s own record tells nothing of it.")
    return redirect("allegations:allegation", subject_id)


urlpatterns = [
    path("allegations/<uuid:subject_id>/children/", children, name="children"),
    path("allegations/<uuid:subject_id>/children/<uuid:child_id>/", link, name="link_child"),
]
