"""The chronology: every entry by itself, curated by workers, narrowed by kind, days and people, printed."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import curating, operations, presenters, queries
from goldthread.casefile.entries import Curation
from goldthread.casefile.presenters import TimelineItem
from goldthread.casefile.views.child import who
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Parsed, Raw, parse_fields, raw_of
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import describe
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.siblings import Whose

_PAGE = 100
_PRINTED = 1_000  # entries on one print: more is no chronology that anybody reads


@require_safe
@guard.on_record(Capability.READ_RECORD)
def chronology(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The entries asked for, the newest first, by month."""
    subject = guard.record(request, subject_id)
    reading = _Reading(request, subject)
    page = Paginator(reading.found, _PAGE).get_page(request.GET.get("page"))
    may_write = guard.may(request, Capability.RECORD_WORK, subject.pk).allowed
    entries = queries.shown(page.object_list)
    items = reading.items(entries, acts_on=subject if may_write else None)
    context = {
        **who(subject),
        "form": reading.form,
        "asked": reading.asked,
        "may_write": may_write,
        "months": presenters.by_month(entries, items),
        "results": page,
        "address": reading.address(page=""),
        "print_address": reading.address(path="print/"),
        "kinds": reading.kinds(),
        "left_out": curating.left_out(reading.people, reading.asked),
    }
    return render(request, "casefile/chronology.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def printed(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The same on one sheet, the oldest first."""
    subject = guard.record(request, subject_id)
    reading = _Reading(request, subject)
    ids = list(reading.found[: _PRINTED + 1])
    items = reading.items(queries.shown(ids[:_PRINTED]))
    context = {
        **who(subject),
        "entries": list(reversed(items)),
        "cut": len(ids) > _PRINTED,
        "most": _PRINTED,
        "back": reading.address(path="../"),
    }
    return render(request, "casefile/chronology_print.html.jinja", context)


class _Reading:
    """One request for a child's chronology."""

    def __init__(self, request: HttpRequest, subject: Subject) -> None:
        self.people = identity([subject.pk])
        self.counts = queries.kinds_of(self.people)
        self.fields = curating.questions(_others(request, self.people))
        self.sent = dict(request.GET.lists())
        self.parsed = parse_fields(self.fields, self.sent, now=now())
        kind = request.GET.get("kind", "")
        self.asked = curating.asked(self.parsed, kind if kind in self.counts else "")
        self.found = curating.chosen(self.people, self.asked)

    @property
    def form(self) -> EntryForm:
        """What can be asked, with what was."""
        raw = {**raw_of(self.fields, {"show": self.asked.show}), **self.sent}
        return EntryForm(self.fields, raw, errors=self.parsed.errors, dense=True, mark="none")

    def address(self, *, path: str = "", **other: str) -> str:
        """The address of the same with something else asked."""
        asked = {name: texts[-1] for name, texts in self.sent.items() if name.split("-")[0] in self.fields}
        kind = {"kind": self.asked.kind} if self.asked.kind else {}
        return f"{path}?{urlencode({**asked, **kind, **other})}"

    def kinds(self) -> list[tuple[str, str, bool, int]]:
        """Everything, then each kind of entry with how many there are."""
        each = [
            (entry_type(kind).title, self.address(kind=kind), kind == self.asked.kind, count)
            for kind, count in self.counts.items()
        ]
        every = ("Every kind", self.address(kind=""), not self.asked.kind, sum(self.counts.values()))
        return [every, *sorted(each)]

    def items(self, entries: Sequence[Entry], acts_on: Subject | None = None) -> list[TimelineItem]:
        """The entries as they are shown, each with what workers said of it, and where to say it."""
        said = curating.curated([entry.pk for entry in entries], self.people)
        items = presenters.timeline(entries, self.people)
        return [
            curating.noted(
                item,
                said.get(entry.pk),
                reverse("casefile:curate", args=[acts_on.pk, entry.pk]) if acts_on else "",
            )
            for entry, item in zip(entries, items, strict=True)
        ]


def _others(request: HttpRequest, people: frozenset[UUID]) -> Mapping[str, str]:
    """Who else is in the entries and open to the reader, by name."""
    seen = policy.visible(guard.user_of(request), curating.others_in(people), at=now()).subjects
    names = {str(key): describe.display_name(one) for key, one in Person.objects.in_bulk(seen).items()}
    return dict(sorted(names.items(), key=lambda pair: (pair[1], pair[0])))


class _CuratingPage(SigningPage):
    """One request to say how an entry should stand in a child's chronology."""

    template = "casefile/curate.html.jinja"
    kind = Curation.kind

    def __init__(self, request: HttpRequest, subject: Subject, entry: Entry) -> None:
        """`entry` is one of the child's, both open to the reader."""
        super().__init__(request)
        self.whose = Whose(subject, describe.display_name(Person.objects.filter(pk=subject.pk).first()))
        self.entry = entry

    @property
    def children(self) -> Sequence[Whose]:
        """The one child."""
        return [self.whose]

    @property
    def required(self) -> tuple[str, ...]:
        """How it stands."""
        return ("importance",)

    def prefill(self) -> Raw:
        """The newest word, or else what it most often is."""
        said = curating.curated([self.entry.pk], [self.whose.id]).get(self.entry.pk)
        values = {"importance": said.importance, "impact": said.impact} if said else {}
        return raw_of(self.fields, values or {"importance": "significant"})

    def context(self) -> dict[str, Any]:
        """Which entry it is."""
        item = presenters.timeline(queries.shown([self.entry.pk]), identity([self.whose.id]))
        return {"subject": self.whose.subject, "name": self.whose.name, "entries": item}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        return operations.curate(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            subject=self.whose.subject,
            entry=self.entry,
            values=parsed.values,
            sending=sending,
        )

    def next_page(self) -> str:
        """The chronology."""
        return reverse("casefile:chronology", args=[self.whose.id])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def curate(request: HttpRequest, subject_id: UUID, entry_id: UUID) -> HttpResponse:
    """The form, then the signed curation."""
    subject, entry = guard.record(request, subject_id), guard.entry(request, entry_id)
    if not entry.parts.filter(subject__in=identity([subject.pk])).exists():
        raise Http404
    return _CuratingPage(request, subject, entry).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/chronology/", chronology, name="chronology"),
    path("children/<uuid:subject_id>/chronology/print/", printed, name="chronology_print"),
    path("children/<uuid:subject_id>/chronology/<uuid:entry_id>/", curate, name="curate"),
]
