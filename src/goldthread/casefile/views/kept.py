"""What must not be known to whom: shown for one person's record, marked, and lifted again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.access import operations
from goldthread.access.entries import WHAT, KeptFrom, KeptLifted
from goldthread.accounts.capabilities import Capability
from goldthread.casefile.keptfile import Standing, one_of, standing
from goldthread.casefile.recipients import Candidate, candidates
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Field, FieldError, Parsed, parse_fields
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted
from goldthread.web.siblings import Whose

_OF_A_PERSON = {key: WHAT[key] for key in ("reach", "words", "everything")}


class _KeepPage(SigningPage):
    """One request to keep something from somebody. `people` are those whose records it stands in."""

    template = "casefile/keep.html.jinja"
    kind = KeptFrom.kind
    asks: ClassVar[tuple[str, ...]] = ("what", "whose", "words", "scope", "keys", "reason")

    def __init__(self, request: HttpRequest, subjects: Sequence[Subject]) -> None:
        """`subjects`: records that the reader may open."""
        super().__init__(request)
        names = Person.objects.in_bulk([one.pk for one in subjects])
        self.whose = [Whose(one, describe.display_name(names.get(one.pk))) for one in subjects]

    @property
    def children(self) -> Sequence[Whose]:
        """Those in whose record it will stand."""
        return self.whose

    @cached_property
    def around(self) -> list[Candidate]:
        """Everyone from whom it may be kept; whoever works here is kept out of a record by excluding them."""
        found = candidates([one.id for one in self.whose], at=self.at)
        return [one for one in found if one.recipient.user is None]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The questions, with the people around as answers."""
        own = KeptFrom.fields
        people = {str(one.recipient.person): one.words for one in self.around if one.recipient.person}
        keys = {one.recipient.key: one.words for one in self.around}
        made = {
            "what": replace(KeptFrom.what, choices=_OF_A_PERSON),
            "whose": replace(KeptFrom.whose, choices=people),
            "keys": replace(KeptFrom.keys, choices=keys),
        }
        return {**own, **made}

    @property
    def only(self) -> Sequence[str]:
        """What is asked here."""
        return self.asks

    @property
    def required(self) -> Sequence[str]:
        """What must be answered."""
        return ("what", "whose", "scope", "reason")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Words are needed where they are what is kept, and somebody from whom."""
        wrong = []
        if parsed.values.get("what") == "words" and not parsed.values.get("words"):
            wrong.append(FieldError("words", "Enter the words that must not be known, one a line"))
        if parsed.values.get("scope") == "these" and not parsed.values.get("keys"):
            wrong.append(FieldError("keys", "Choose who must not know"))
        return wrong

    def thing(self, values: Mapping[str, Any]) -> str:
        """What is kept, in words that do not tell it."""
        if values["what"] != "reach":
            return WHAT[values["what"]]
        whose = next(
            one.recipient.name for one in self.around if str(one.recipient.person) == values["whose"]
        )
        return f"where {whose} lives and how to reach them"

    def target(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The entry and the answer that is kept, where it is one."""
        return {}

    def context(self) -> dict[str, Any]:
        """Whose record it is, and what stands already."""
        return {"people": self.whose, "standing": self.standing(), "back": self.next_page()}

    def standing(self) -> list[Standing]:
        """What is kept from somebody in these records."""
        return standing([one.id for one in self.whose])

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        values, keys = parsed.values, parsed.values.get("keys", ())
        chosen = [one for one in self.around if one.recipient.key in keys]
        named = "; ".join(f"{one.recipient.name} ({one.recipient.how})" for one in chosen)
        return operations.keep_from(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            subjects=[one.subject for one in self.whose],
            values={**values, **self.target(values), "thing": self.thing(values), "named": named},
            sending=sending,
        )

    def next_page(self) -> str:
        """Everything that is kept in this record."""
        return reverse("casefile:kept", args=[self.whose[0].id])


class _KeepEntryPage(_KeepPage):
    """The same of one entry, or one of its answers."""

    asks = ("what", "words", "scope", "keys", "reason")

    def __init__(self, request: HttpRequest, found: Entry) -> None:
        """`found` is the entry."""
        self.found, self.parts = found, guard.visible_parts(request, found)
        if not self.parts:
            raise Http404
        super().__init__(request, [part.subject for part in self.parts])

    @cached_property
    def answers(self) -> dict[str, str]:
        """What may be kept: the entry, or each of its answers."""
        kind = entry_type(self.found.kind)
        rows = [*kind.reads(self.found.payload)]
        for part in self.parts:
            rows += kind.reads_part(part.payload)
        return {"entry:": "The whole entry", **{f"answer:{field.name}": field.label for field, _ in rows}}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The question what it is names the answers of the entry."""
        return {**super().fields, "what": replace(KeptFrom.what, choices=self.answers)}

    @property
    def required(self) -> Sequence[str]:
        """What must be answered."""
        return ("what", "scope", "reason")

    def thing(self, values: Mapping[str, Any]) -> str:
        """The kind of entry, its day, and the question."""
        told = f"{entry_type(self.found.kind).title} of {say_date(london_date(self.found.occurred_at))}"
        return told if values["what"] == "entry:" else f"{told}: {self.answers[values['what']]}"

    def target(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The entry, and the answer."""
        what, _, field = values["what"].partition(":")
        return {"what": what, "entry": str(self.found.pk), "field": field}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def kept(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What is kept from whom in one person's record, and the form that keeps something more."""
    return _KeepPage(request, [guard.record(request, subject_id)]).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def keep_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The same of one entry."""
    return _KeepEntryPage(request, guard.entry(request, entry_id)).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def lift(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Say why they may know it now. What was sent meanwhile stays as it was."""
    found = guard.entry(request, entry_id)
    part = next(iter(guard.visible_parts(request, found)), None)
    if found.kind != KeptFrom.kind or part is None:
        raise Http404
    asked: dict[str, Field] = {"reason": replace(KeptLifted.reason, required=True, name="reason")}
    back = reverse("casefile:kept", args=[part.subject_id])
    sent = posted(request)
    parsed = parse_fields(asked, sent.raw)
    if request.method == "POST" and parsed.ok:
        operations.lift(
            by=guard.author(request, Capability.RECORD_WORK),
            at=now(),
            entry=found,
            reason=str(parsed.values["reason"]),
            key=f"lift/{found.pk}",
        )
        messages.success(request, "Lifted. It may be known to them again")
        return redirect(back)
    errors = parsed.errors if request.method == "POST" else []
    context = {
        "standing": one_of(found),
        "form": EntryForm(asked, sent.raw, errors=errors, dense=True),
        "back": back,
    }
    return render(request, "casefile/lift.html.jinja", context, status=422 if errors else 200)


urlpatterns = [
    path("children/<uuid:subject_id>/kept/", kept, name="kept"),
    path("entries/<uuid:entry_id>/keep/", keep_entry, name="keep_entry"),
    path("entries/<uuid:entry_id>/lift/", lift, name="lift"),
]
