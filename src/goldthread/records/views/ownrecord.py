"""The referrer's own record: talks and decisions, timed, dated and signed, to print and keep (HERTS-3.13)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import locks
from goldthread.ledger.fields import Parsed, Raw, raw_of
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Sending
from goldthread.records import operations
from goldthread.records.entries import ReferrerNote
from goldthread.records.entries.referrer import KINDS
from goldthread.records.views.pages import Nobody
from goldthread.web import guard
from goldthread.web.acting import SigningPage, Whom


class _OwnRecordPage(SigningPage):
    """One request to see one's own record of a request, and to write a line of it."""

    template = "records/own_record.html.jinja"
    kind = ReferrerNote.kind
    when = "happened_at"
    hidden = ("request",)

    def __init__(self, request: HttpRequest, contact: Entry) -> None:
        """`contact` is theirs or their agency's."""
        super().__init__(request)
        self.contact = contact

    @property
    def children(self) -> Sequence[Whom]:
        """It stands in no child's record."""
        return [Nobody()]

    @property
    def required(self) -> tuple[str, ...]:
        """What it is, when, and what was said."""
        return ("about", "happened_at", "said")

    def prefill(self) -> Raw:
        """Now."""
        return raw_of(self.fields, {"happened_at": self.at.replace(second=0, microsecond=0).isoformat()})

    def context(self) -> dict[str, Any]:
        """Every line so far, the oldest first."""
        found = Entry.objects.filter(kind=ReferrerNote.kind, payload__request=str(self.contact.pk))
        lines = found.select_related("author_agency").order_by("occurred_at", "recorded_at", "pk")
        return {"contact": self.contact, "lines": [_line(one) for one in lines], "printed": say_when(self.at)}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign the line."""
        return operations.keep_apart(
            by=guard.author(self.request, Capability.SEND_REQUEST),
            at=self.at,
            kind=self.kind,
            values={**parsed.values, "request": str(self.contact.pk)},
            occurred_at=datetime.fromisoformat(parsed.values["happened_at"]),
            sending=sending,
        )

    def next_page(self) -> str:
        """The same page, with the line."""
        return self.request.path


def _line(entry: Entry) -> tuple[str, list[tuple[str, str]]]:
    rows = [row for row in locks.reads(entry) if row[0] not in {"What is it?", "The request"}]
    who = ", ".join(filter(None, (entry.author_name, entry.author_designation)))
    title = KINDS.get(str(entry.payload.get("about", "")), ReferrerNote.title)
    return title, [*rows, ("Signed", f"{who}, {say_when(entry.recorded_at)}")]


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.SEND_REQUEST)
def own_record(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The lines so far, and a form for the next."""
    return _OwnRecordPage(request, guard.own_request(request, entry_id)).respond()


urlpatterns = [path("requests/<uuid:entry_id>/own-record/", own_record, name="own_record")]
