"""Putting a whole record together, for one of those who may need it (HSSCP-9.13)."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.documents import opendata
from goldthread.ledger import procedure
from goldthread.ledger.fields import FieldError, Parsed
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Sending
from goldthread.people.identity import identity
from goldthread.records import wholerecord
from goldthread.records.entries import RecordSet
from goldthread.records.papers import WHOLE
from goldthread.records.views.pages import RecordPage
from goldthread.web import guard


class _RecordSetPage(RecordPage):
    """One request to put a record together."""

    template = "records/record_set.html.jinja"
    kind = RecordSet.kind
    signed: Entry | None = None

    @property
    def required(self) -> tuple[str, ...]:
        """What it is for, who asked, and on which ground."""
        return ("purpose", "recipient", "ground")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """The days are in order."""
        since, until = parsed.values.get("since"), parsed.values.get("until")
        wrong = since and until and since > until
        return [FieldError("until", "The last day must not be before the first")] if wrong else []

    def context(self) -> dict[str, Any]:
        """How much there is, and the list of abbreviations that goes with it."""
        found = wholerecord.entries_of(identity([self.subject.pk]), None, None)
        return {"count": len(found), "version": procedure.newest().writing.version}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, and go on to who gets it."""
        self.signed = super().save(parsed, sending, outside_reason)
        return self.signed

    def next_page(self) -> str:
        """Where each recipient's copy is looked at, printed, saved and sent."""
        if self.signed is None:
            return reverse("casefile:child", args=[self.subject.pk])
        return f"{reverse('casefile:papers', args=[self.signed.pk])}?{urlencode({'paper': WHOLE})}"


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def put_together(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """For whom, on which ground and how much; then their copy."""
    return _RecordSetPage(request, guard.record(request, subject_id)).respond()


@guard.public
@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    """The JSON Schema of what is saved as open data. It tells of nobody."""
    return JsonResponse(opendata.SCHEMA, json_dumps_params={"indent": 2})


urlpatterns = [
    path("children/<uuid:subject_id>/whole-record/", put_together, name="record_set"),
    path("schema/paper.json", schema, name="schema"),
]
