"""Explaining to a family what happens: made from the record, changed and signed by the worker."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import procedure
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Raw, raw_of
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry, Episode
from goldthread.ledger.state import states
from goldthread.people.identity import identity
from goldthread.records.entries import Explained, ExplainedTranslation
from goldthread.records.entries.explained import PARTS
from goldthread.records.explaining import Explanation, explanation
from goldthread.records.views.pages import RecordPage, whose
from goldthread.web import guard
from goldthread.web.page import render
from goldthread.web.readability import Measure, measure


@require_safe
@guard.on_record(Capability.READ_RECORD)
def told(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What this family was told, the newest first, with its translations."""
    subject = guard.record(request, subject_id)
    found = Entry.objects.filter(kind=Explained.kind, parts__subject__in=identity([subject.pk]))
    versions = list(found.distinct().order_by("-recorded_at", "pk"))
    context = {
        "subject": subject,
        "name": whose(subject).name,
        "versions": [(one, say_when(one.recorded_at), _translations(one)) for one in versions],
        "may_write": guard.may(request, Capability.RECORD_WORK, subject.pk).allowed,
        "public": reverse("manual:family", args=[procedure.newest().authority]),
    }
    return render(request, "records/told.html.jinja", context)


def _translations(version: Entry) -> list[tuple[Entry, str]]:
    found = Entry.objects.filter(answers=version, kind=ExplainedTranslation.kind)
    return [(one, str(one.payload.get("language", ""))) for one in found.order_by("recorded_at", "pk")]


class _ExplainPage(RecordPage):
    """One request to explain to one child's family what happens."""

    template = "records/explain.html.jinja"
    kind = Explained.kind

    @cached_property
    def episodes(self) -> list[Episode]:
        """The involvements that are open, or else the last one."""
        found = Episode.objects.filter(subject__in=identity([self.subject.pk])).select_related("worker")
        newest = list(found.order_by("-opened_at", "pk"))
        return [one for one in newest if one.closed_at is None] or newest[:1]

    @cached_property
    def explanation(self) -> Explanation:
        """What can be told now."""
        return explanation(list(states(self.episodes).values()), procedure.newest(), self.at)

    @property
    def required(self) -> tuple[str, ...]:
        """What is happening, what comes next, and how to complain."""
        return ("now", "next", "complain")

    def prefill(self) -> Raw:
        """The pack's words with this child's dates; the worker whom they know."""
        worker = next((one.worker for one in self.episodes if one.worker), None)
        known = {name: text for name, text in self.explanation.parts.items() if text}
        if worker:
            known["who"] = f"{worker.name}, {worker.designation}" if worker.designation else worker.name
        return raw_of(self.fields, known)

    def context(self) -> dict[str, Any]:
        """How it reads as it stands, and of what a family is told only where that was decided."""
        draft = self._draft()
        raw = draft.raw if draft else self.prefill()
        return {"reads": _reads(raw), "held_back": self.explanation.held_back}

    def next_page(self) -> str:
        """What the family was told, from where it is handed over."""
        return reverse("records:told", args=[self.subject.pk])


def _reads(raw: Raw) -> list[tuple[str, Measure]]:
    """For which age each part is."""
    fields = entry_type(Explained.kind).fields
    texts = [(fields[name].label, "\n".join(raw.get(name, ()))) for name in PARTS]
    return [(label, measure(text)) for label, text in texts if text.strip()]


class _TranslatePage(RecordPage):
    """One request to write the page in another language."""

    template = "records/translate.html.jinja"
    kind = ExplainedTranslation.kind

    @property
    def required(self) -> tuple[str, ...]:
        """The language, who translated, and each part that the English has."""
        return ("language", "translated_by", *self.only[2:])

    @property
    def only(self) -> tuple[str, ...]:
        """No part that the English has not."""
        return ("language", "translated_by", *(name for name in PARTS if self.english.get(name)))

    @cached_property
    def english(self) -> dict[str, Any]:
        """What the page says, as corrected by now."""
        if self.answers is None:
            raise Http404
        return values_of(self.answers)[0]

    def context(self) -> dict[str, Any]:
        """The English beside it."""
        rows = [(field.label, text) for field, text in Explained.reads(self.english) if field.name in PARTS]
        return {"english": rows}

    def next_page(self) -> str:
        """What the family was told."""
        return reverse("records:told", args=[self.subject.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def explain(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The form, prefilled, then the signed page."""
    return _ExplainPage(request, guard.record(request, subject_id)).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def translate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The page in another language, beside the English."""
    found = guard.entry(request, entry_id)
    if found.kind != Explained.kind:
        raise Http404
    part = guard.visible_parts(request, found)[0]
    return _TranslatePage(request, part.subject, found).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/told/", told, name="told"),
    path("children/<uuid:subject_id>/told/explain/", explain, name="explain"),
    path("told/<uuid:entry_id>/translate/", translate, name="translate"),
]
