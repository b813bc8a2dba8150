"""The LADO's acts: the discussion, the meeting, each investigation, notes, who was told, and the end."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.allegations import reportpages
from goldthread.allegations.entries.report import AllegationReport, SeniorPersonTold
from goldthread.allegations.entries.work import (
    DISCUSSION,
    INVESTIGATION,
    MEETING,
    AllegationEnded,
    AllegationMeeting,
    AllegationNote,
    InitialDiscussion,
    Invitation,
    Strand,
)
from goldthread.allegations.operations import receiving
from goldthread.allegations.recipients import is_the_adult
from goldthread.allegations.views.opening import ACT, OutcomePage, WritePage
from goldthread.ledger.fields import Field, FieldError, Parsed, Raw, raw_of
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Sending
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.stepping import OUTCOME


class DiscussionPage(OutcomePage):
    """The Initial Discussion: the advice given, and whether the criteria are met (GLOS-7.5, 7.7, 7.8)."""

    kind, step_id = InitialDiscussion.kind, DISCUSSION

    def prefill(self) -> Raw:
        """What the report says already: what it could amount to, and contact with children."""
        known = {name: self.about.values.get(name) for name in (*self.fields, "in_contact")}
        said = {name: value for name, value in known.items() if value and name in self.fields}
        return {**super().prefill(), **raw_of(self.fields, said)}


class InvitationPage(OutcomePage):
    """The multi-agency meeting is fixed, and the reporter invited (GLOS-7.9)."""

    kind, step_id = Invitation.kind, MEETING
    hidden = (OUTCOME,)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """What fixes a meeting; what it finds is asked once it is held."""
        own = ("meeting_on", "meeting_time", "meeting_where", "people", "happened_at", OUTCOME)
        fields = super().fields
        return {name: fields[name] for name in own}

    @property
    def required(self) -> tuple[str, ...]:
        """When it is."""
        return (*super().required, "meeting_on")

    def prefill(self) -> Raw:
        """Whoever reported it is invited."""
        said = self.about.values
        columns = (("name", "reporter_name"), ("role", "reporter_role"), ("agency", "reporter_agency"))
        row = {column: said[field] for column, field in columns if said.get(field)}
        return {**super().prefill(), **raw_of(self.fields, {"people": [row]} if row else {})}

    def next_page(self) -> str:
        """To send the invitation."""
        sent = Entry.objects.filter(kind=self.kind, parts__subject=self.about.subject)
        newest = sent.order_by("-recorded_at", "-occurred_at", "pk").first()
        return reverse("allegations:send", args=[self.about.subject.pk, newest.pk]) if newest else self.back


class MeetingPage(OutcomePage):
    """A multi-agency meeting that was held: which investigations follow (GLOS-7.9, 7.10, 7.13)."""

    kind, step_id = AllegationMeeting.kind, MEETING

    def prefill(self) -> Raw:
        """Those who were invited; a further meeting once there was one."""
        last = self.about.newest(AllegationMeeting.kind, Invitation.kind)
        rows = self.about.said[last.pk].get("people", []) if last else []
        people = [{name: said for name, said in row.items() if name != "came"} for row in rows]
        outcome = "held_again" if self.about.newest(AllegationMeeting.kind) else "held"
        chosen = [outcome] if outcome in self.outcomes else []
        return {
            **super().prefill(),
            **raw_of(self.fields, {"people": people} if people else {}),
            OUTCOME: chosen,
        }


class StrandPage(OutcomePage):
    """How one of the investigations stands. One begun before the LADO was asked is refused (GLOS-7.5)."""

    kind, step_id = Strand.kind, INVESTIGATION

    @property
    def required(self) -> tuple[str, ...]:
        """Which, and how it stands."""
        return (*super().required, "state")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """What never began neither goes on nor ends."""
        strand, state = parsed.values.get(OUTCOME), parsed.values.get("state")
        told = (self.about.said[one.pk] for one in self.about.entries if one.kind == self.kind)
        begun = any(said.get(OUTCOME) == strand and said.get("state") == "began" for said in told)
        errors = super().check(parsed)
        if state in {"goes_on", "ended"} and not begun:
            errors.append(FieldError("state", "Record first when this investigation began"))
        return errors


class TellingPage(WritePage):
    """Who was told as the most senior person not implicated; somebody implicated is refused (GLOS-7.3)."""

    kind, when = SeniorPersonTold.kind, "told_at"
    title = "Most senior person told"

    @property
    def required(self) -> Collection[str]:
        """Who, and whether it implicates them."""
        return ("told_name", "senior_person_implicated")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Never the adult."""
        return told_the_adult(self.about.values, parsed)

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it; papers may go to them from now on."""
        return receiving.tell(
            by=guard.author(self.request, ACT),
            at=self.at,
            subject=self.about.subject,
            report=self.about.report,
            values=parsed.values,
            sending=Sending(sending.key, sending.draft, sending.holder, outside_reason=outside_reason),
        )


def told_the_adult(values: Mapping[str, object], parsed: Parsed) -> list[FieldError]:
    """What is wrong with telling the very adult whom it is about."""
    if not is_the_adult(values, str(parsed.values.get("told_name", ""))):
        return []
    return [
        FieldError(
            "told_name", "This is whom the allegation is about. Name somebody whom it does not implicate"
        )
    ]


class NotePage(WritePage):
    """A call, a failed call or anything else."""

    kind, when, title = AllegationNote.kind, "happened_at", "Note"

    @property
    def required(self) -> Collection[str]:
        """What it was, and what was said."""
        return ("how", "what")


class EndPage(WritePage):
    """How it ended, or that it is taken up again."""

    kind, title = AllegationEnded.kind, "How it ended"
    says = (
        "This procedure does not list outcomes, and does not say who is referred to whom. Write it in "
        "your own words. You can take it up again at any time."
    )

    @property
    def required(self) -> Collection[str]:
        """Whether, and how."""
        return ("ended", "outcome")


@dataclass(frozen=True)
class NewAdult:
    """Somebody who has no record yet."""

    id: UUID = UUID(int=0)
    name: str = "New"


class TakePage(SigningPage):
    """An allegation that reached the LADO by word of mouth, written down by the LADO."""

    template = "allegations/take.html.jinja"
    kind = AllegationReport.kind

    @property
    def only(self) -> Sequence[str]:
        """Everything, on one page."""
        return (
            "received_at",
            "channel",
            *(name for one in reportpages.pages().values() for name in one.asks),
        )

    @property
    def required(self) -> Collection[str]:
        """What there must be to act on it; what the caller did not say stays empty."""
        return ("received_at", "channel", "family_name", "employer", "in_contact", "reporter_name")

    @property
    def children(self) -> Sequence[NewAdult]:
        """The adult, who has no record yet."""
        return [NewAdult()]

    def prefill(self) -> Raw:
        """Now, by telephone."""
        now = self.at.replace(second=0, microsecond=0).isoformat()
        return raw_of(self.fields, {"received_at": now, "channel": "telephone"})

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Never the adult."""
        return told_the_adult(parsed.values, parsed)

    def context(self) -> dict[str, Any]:
        """The questions in parts."""
        first = ("How it came", ("received_at", "channel"))
        pages = reportpages.pages().values()
        titles = {"you": "Who reports it?"}
        return {"sections": [first, *((titles.get(one.id, one.title), one.asks) for one in pages)]}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Open the sealed record."""
        return receiving.receive(
            by=guard.author(self.request, ACT),
            at=self.at,
            values=parsed.values,
            sending=Sending(sending.key, sending.draft, sending.holder, outside_reason=outside_reason),
        )

    def next_page(self) -> str:
        """The list."""
        return reverse("allegations:desk")


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(ACT)
def take(request: HttpRequest) -> HttpResponse:
    """Write an allegation down."""
    return TakePage(request).respond()


_PAGES: Mapping[str, type[OutcomePage] | type[WritePage]] = {
    "discussion": DiscussionPage,
    "invitation": InvitationPage,
    "meeting": MeetingPage,
    "investigation": StrandPage,
    "told": TellingPage,
    "note": NotePage,
    "end": EndPage,
}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(ACT)
def act(request: HttpRequest, subject_id: UUID, name: str) -> HttpResponse:
    """One of the acts."""
    return _PAGES[name](request, subject_id).respond()


urlpatterns = [
    path("allegations/take/", take, name="take"),
    *(path(f"allegations/<uuid:subject_id>/{name}/", act, {"name": name}, name=name) for name in _PAGES),
]
