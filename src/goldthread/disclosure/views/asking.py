"""A request comes in, by letter, e-mail or telephone: an officer enters it on one page (HERTS-8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.disclosure import recognising
from goldthread.disclosure.entries.request import RECEIVED, STEP, InformationRequest
from goldthread.disclosure.operations import requests
from goldthread.disclosure.recognising import ABOUT, KNOWN, Found
from goldthread.ledger import procedure, recordable
from goldthread.ledger.fields import Choice, Field, FieldError, Parsed, Raw, YesNo, raw_of
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.operations import Sending
from goldthread.people.creating import AlreadyThere
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.clauses import why
from goldthread.web.posted import Posted

LOOK_UP = "look-up"
_SHORT = 4  # choices that are still shown all at once
_FIRST = (
    "channel",
    "happened_at",
    "enquirer",
    "organisation",
    "enquirer_email",
    "enquirer_phone",
    "their_reference",
)
_METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class _Nobody:
    """Whom it is about is settled on the page itself."""

    id: UUID = UUID(int=0)
    name: str = ""


class AskPage(SigningPage):
    """One request to enter a request for information."""

    template = "disclosure/ask.html.jinja"
    kind = InformationRequest.kind
    when = "happened_at"
    hidden = (f"{ABOUT}.subject",)

    def __init__(self, request: HttpRequest, subject: UUID | None = None) -> None:
        """`subject`: whom it is about, entered from their page. Answers 404 without such a step."""
        super().__init__(request)
        self.subject = subject
        if STEP not in procedure.newest().steps:
            raise Http404
        self.role = recordable.role_for(
            procedure.procedure().on(london_date(self.at)), guard.user_of(request).roles(at=self.at), RECEIVED
        )
        if not self.role:
            raise PermissionDenied("The procedure does not give it to you to take such a request.")
        self.found: Mapping[str, Found] = {}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """What a request says; how the child stands is known to the record."""
        fields = {name: field for name, field in InformationRequest.fields.items() if name != "child_open"}
        return {name: _listed(field) for name, field in fields.items()}

    @property
    def children(self) -> Sequence[_Nobody]:
        """Nobody yet."""
        return (_Nobody(),)

    @property
    def required(self) -> tuple[str, ...]:
        """As little as it takes to send it the right way."""
        needed = ("happened_at", "requester", "information_wanted", ABOUT)
        return tuple(name for name in needed if name in self.fields)

    def prefill(self) -> Raw:
        """Now; about the person from whose page it is entered."""
        known: dict[str, Any] = {"happened_at": self.at.replace(second=0, microsecond=0).isoformat()}
        person = Person.objects.filter(pk=self.subject).first() if self.subject else None
        if person is None:
            return raw_of(self.fields, known)
        row = {"given_names": person.given, "family_name": person.family}
        row |= {"born": person.born.isoformat()} if person.born else {}
        raw = raw_of(self.fields, {**known, ABOUT: [{name: said for name, said in row.items() if said}]})
        return {**raw, f"{ABOUT}-0-{KNOWN}": [str(self.subject)]}

    def show(
        self, raw: Raw, draft: Draft | None, *, errors: Sequence[FieldError] = (), **how: Any
    ) -> HttpResponse:
        """The page, with whom each row may be."""
        by = guard.author_as(self.request, self.role)
        found = self.found or recognising.found_in(raw, by=by, at=self.at)
        self.found = recognising.with_errors(found, errors)
        return super().show(raw, draft, errors=errors, **how)

    def _read(self, sent: Posted, draft: Draft) -> HttpResponse:
        if sent.action == LOOK_UP:
            return self.show(sent.raw, draft, key=sent.key)
        if sent.regrouped is None:
            by = guard.author_as(self.request, self.role)
            self.found = recognising.found_in(sent.raw, by=by, at=self.at)
        return super()._read(sent, draft)

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Nobody alike on record is passed over in silence."""
        return recognising.unsettled(self.found.values())

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Receive it."""
        rows = list(self.found.values())
        return requests.receive(
            by=guard.author_as(self.request, self.role),
            at=self.at,
            values=parsed.values,
            known={place: one.subject for place, one in enumerate(rows) if one.subject is not None},
            newcomers=[one.newcomer for one in rows if one.subject is None],
            sending=sending,
        )

    def _sign(self, sent: Posted, parsed: Parsed, raw: Raw, draft: Draft) -> HttpResponse:
        try:
            return super()._sign(sent, parsed, raw, draft)
        except AlreadyThere as refusal:
            self.found = {}
            return self.show(raw, draft, errors=[FieldError("", str(refusal))], key=sent.key, status=409)

    def _go_on(self, entry: Entry) -> HttpResponse:
        self.signed = entry
        return super()._go_on(entry)

    def done(self, entry: Entry) -> str:
        """Its reference, for whoever asks."""
        return f"Signed. The reference is {entry.reference}."

    def next_page(self) -> str:
        """The request's own page."""
        return reverse("disclosure:request", args=[self.signed.pk])

    def context(self) -> dict[str, Any]:
        """The sections of the page, and what the procedure says of such requests."""
        pack = procedure.newest()
        step = pack.steps[STEP]
        facts = [name for name in step.facts if name in self.fields and name not in _FIRST]
        said = [each for each in pack.guidance.values() if STEP in each.show_on]
        return {
            "first": [name for name in _FIRST if name in self.fields],
            "asks": [
                *[name for name in facts if name in {"requester", "request_purpose", "information_wanted"}]
            ],
            "words": ["questions", "background"],
            "shown": [
                name for name in facts if name not in {"requester", "request_purpose", "information_wanted"}
            ],
            "found": self.found,
            "step": step,
            "why": why(step),
            "guidance": [(each.says, why(each)) for each in said],
            "back": reverse("casefile:child", args=[self.subject])
            if self.subject
            else reverse("disclosure:desk"),
        }


def _listed(field: Field) -> Field:
    """A choice among many as a list: the page is long enough."""
    if isinstance(field, Choice) and not isinstance(field, YesNo) and len(field.choices) > _SHORT:
        return replace(field, listed=True)
    return field


@require_http_methods(_METHODS)
@guard.capable(Capability.ANSWER_REQUESTS)
def new(request: HttpRequest) -> HttpResponse:
    """A request about whomever it names."""
    return AskPage(request).respond()


@require_http_methods(_METHODS)
@guard.on_record(Capability.RECORD_WORK)
def of_child(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """A request about somebody, from their own page."""
    return AskPage(request, guard.record(request, subject_id).pk).respond()


urlpatterns = [
    path("information/new/", new, name="new"),
    path("children/<uuid:subject_id>/asked/", of_child, name="ask"),
]
