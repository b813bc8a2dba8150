"""The page of one conference that is booked, and the reports that come in for it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure, sharing
from goldthread.ledger.corrected import values_of
from goldthread.ledger.fields import Parsed, Raw
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.protection import conferencefile
from goldthread.protection.entries.conference import INVITE, ConferenceBooking, ConferenceReport
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.clock import now
from goldthread.web.duties import duty_line
from goldthread.web.page import render
from goldthread.web.stepping import Case, cases_in


def booking_of(request: HttpRequest, entry: Entry) -> tuple[Entry, list[Case]]:
    """A booking, with the cases that its reader may see. Answers 404 for any other entry."""
    cases = cases_in(guard.visible_parts(request, entry))
    if entry.kind != ConferenceBooking.kind or not cases:
        raise Http404
    return entry, cases


def one_is_closed(request: HttpRequest, booking: Entry) -> bool:
    """Whether it is also about a child whose record is closed to the reader, who may know so."""
    children = [part.subject_id for part in conferencefile.parts_of(booking)]
    return policy.visible(guard.user_of(request), children, at=now()).restricted_may_match


class ReportPage(SigningPage):
    """A report that came in, and that its sender was told so."""

    template = "protection/conference_report.html.jinja"
    kind = ConferenceReport.kind
    when = "received_on"

    def __init__(self, request: HttpRequest, booking: Entry, cases: Sequence[Case]) -> None:
        """For one booking."""
        super().__init__(request)
        self.booking, self.cases = booking, cases

    @property
    def children(self) -> Sequence[Case]:
        """Those of the conference."""
        return self.cases

    @property
    def required(self) -> tuple[str, ...]:
        """All but who wrote it and whether the parents saw it."""
        return ("agency", "received_on", "view", "acknowledged")

    def prefill(self) -> Raw:
        """Today, and the agency that was asked."""
        today = self.fields["received_on"].write(london_date(self.at).isoformat(), "received_on")
        return {**today, "agency": [self.request.GET.get("agency", "")]}

    def context(self) -> dict[str, Any]:
        """Which conference."""
        summary = ConferenceBooking.summary(self.booking.payload)
        return {"summary": summary, "names": [case.name for case in self.cases], "back": self.next_page()}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it. It is a contribution that was asked for, where the booking asked for any."""
        asked = {"asked": True} if self.booking.payload.get("asks") else {}
        by = guard.author(self.request, Capability.RECORD_WORK)
        if room := conferencefile.open_room(self.booking):
            view = conferencefile.view_of(parsed.values).items()
            texts = {name: [str(said)] for name, said in view}
            sharing.add_row(by=by, at=self.at, draft=room, group="views", texts=texts)
        return ledger.sign(
            by=by,
            at=self.at,
            kind=self.kind,
            values={**parsed.values, **asked},
            parts=[Part(case.subject) for case in self.cases],
            key=sending.key,
            links=Links(answers=self.booking),
            outside_reason=outside_reason,
            draft=sending.draft,
            holder=sending.holder,
        )

    def next_page(self) -> str:
        """The conference."""
        return reverse("protection:conference", args=[self.booking.pk])


@require_safe
@guard.on_record(Capability.READ_RECORD)
def conference(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What is booked, who is asked, which reports are in, and the way into the room."""
    booking, cases = booking_of(request, guard.entry(request, entry_id))
    said, _ = values_of(booking)
    written = procedure.newest().steps[said["step"]]
    came = conferencefile.reports(booking)
    here = {str(entry.payload.get("agency", "")).casefold() for entry in came}
    at = now()
    rows = [
        {
            **row,
            "asked": INVITE.get(row.get("invite", ""), "Not decided"),
            "came": {str(row.get(key, "")).casefold() for key in ("agency", "name")} & here - {""},
        }
        for row in said.get("invited", ())
    ]
    clocks = [
        duty_line(duty, at, about=case.name if len(cases) > 1 else "")
        for case in cases
        for duty in case.duties(at)
        if duty.rule.step == said["step"] and duty.due is not None and not duty.met
    ]
    user = guard.user_of(request)
    context = {
        "booking": booking,
        "said": said,
        "step": written,
        "cases": cases,
        "read": ConferenceBooking.reads({k: v for k, v in said.items() if k not in {"invited", "step"}}),
        "rows": rows,
        "reports": [(entry, entry.payload, say_date(london_date(entry.recorded_at))) for entry in came],
        "clocks": clocks,
        "closed": one_is_closed(request, booking),
        "newer": conferencefile.newer(booking),
        "held": conferencefile.held(booking),
        "in_room": str(user.pk) in {said.get("chair"), said.get("minutes")},
        "back": reverse("casefile:child", args=[cases[0].id]),
    }
    return render(request, "protection/conference.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def report(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Record a report that came in."""
    return ReportPage(request, *booking_of(request, guard.entry(request, entry_id))).respond()


urlpatterns = [
    path("conferences/<uuid:entry_id>/", conference, name="conference"),
    path("conferences/<uuid:entry_id>/report/", report, name="conference_report"),
]
