"""Recording what is told of a family: of somebody around the child, of somebody else, or of an order."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.access import policy
from goldthread.access.looking import Look, look
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import familyfile, operations
from goldthread.casefile.familyentry import FamilyFact
from goldthread.casefile.parentalfile import AUTHORITY
from goldthread.ledger.fields import (
    Choice,
    Date,
    Field,
    FieldError,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    Text,
)
from goldthread.ledger.models import Draft, Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import connected, describe
from goldthread.people.creating import MOST, AlreadyThere, Newcomer
from goldthread.people.grounds import GROUNDS
from goldthread.people.models import Person
from goldthread.people.search import Query
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.posted import Posted
from goldthread.web.siblings import Whose

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
_OTHERWISE = {
    "authority": f"{AUTHORITY}, by an order",
    "reference": "Somebody else on record",
    "new": "Somebody not yet on record",
}
_MOST_SIDE_BY_SIDE = 6  # people; more are picked from a list
_AROUND = "around"
_SAYS = frozenset({"relationship", "lives_with", "responsibility", "died"})


class _KinPage(SigningPage):
    """One request to record something of one person's family."""

    template = "casefile/kin.html.jinja"
    kind = FamilyFact.kind

    def __init__(self, request: HttpRequest, subject: Subject) -> None:
        """`subject` is the person whose record the reader has open."""
        super().__init__(request)
        self.subject = subject
        self.looked: Look | None = None

    @property
    def children(self) -> Sequence[Whose]:
        """The person whose family it is."""
        return [Whose(self.subject, self.name)]

    @cached_property
    def name(self) -> str:
        """As the desk reads it."""
        return describe.display_name(Person.objects.filter(pk=self.subject.pk).first())

    @cached_property
    def around(self) -> dict[str, str]:
        """Those around the person whose records are open to the reader, by id."""
        found = connected.around(self.subject.pk, steps=familyfile.CONNECTED)
        seen = policy.visible(guard.user_of(self.request), found.steps, at=self.at).subjects
        names = {str(one): describe.display_name(found.people.get(one)) for one in found.steps if one in seen}
        own = {str(found.subject): self.name}
        return own | dict(sorted(names.items(), key=lambda pair: (pair[1], pair[0])))

    @property
    def many(self) -> bool:
        """Whether they are too many to stand side by side."""
        return len(self.around) > _MOST_SIDE_BY_SIDE

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The entry's questions, with those that say who the two are."""
        own = str(self.subject.pk)
        near = {own: self.name, _AROUND: "Somebody of the family"} if self.many else self.around
        whom = {"person": Choice("Who is it about?", _P, _R, choices={**near, **_OTHERWISE})}
        if self.many:
            others = {one: name for one, name in self.around.items() if one != own}
            is_around = ("person", _AROUND)
            whom["relative"] = Choice(
                "Who of them?", _P, _R, choices=others, listed=True, asked_when=is_around
            )
        whom["other"] = Choice(
            "To whom?",
            _P,
            _R,
            choices=self.around,
            hint="For a couple, the other of the two",
            listed=self.many,
        )
        is_new = ("person", "new")
        asked: dict[str, Field] = {
            "reference": Text(
                "Their reference", _P, _R, asked_when=("person", "reference"), called="their reference"
            ),
            "new_given": Text("First names", _P, _R, asked_when=is_new),
            "new_family": Text("Last name", _P, _R, asked_when=is_new),
            "new_born": Date("Date of birth", _P, _R, asked_when=is_new, past=True),
        }
        return {**whom, **asked, **FamilyFact.fields}

    @property
    def only(self) -> Collection[str]:
        """Names are taken from the record; why somebody is new is asked only where others are alike."""
        hidden = {"person_name", "other_name"} | (set() if self._asks_why else {"not_them"})
        return [name for name in self.fields if name not in hidden]

    @property
    def _asks_why(self) -> bool:
        return self.looked is not None or "not_them" in self.request.POST

    @property
    def required(self) -> Collection[str]:
        """Who the two are."""
        return ("person", "other")

    def prefill(self) -> Raw:
        """Most is told of the child."""
        return {"other": [next(iter(self.around))]}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Something must be said, of two people, which can be so."""
        values, wrong = parsed.values, []
        if not parsed.ok:
            return []
        if not _SAYS & {name for name, value in values.items() if value}:
            wrong.append(
                FieldError("relationship", "Say what they are, or answer one of the questions below")
            )
        if "ground" in values and "responsibility" not in values:
            wrong.append(FieldError("responsibility", "Say whether they hold parental responsibility"))
        if values.get("until") and values.get("since") and values["until"] <= values["since"]:
            wrong.append(FieldError("until", "The end must come after the beginning. Check both dates"))
        return [*wrong, *self._who_is_wrong(values)]

    def _who_is_wrong(self, values: Mapping[str, Any]) -> list[FieldError]:
        person = values["person"]
        if person == _AROUND:
            person = values.get("relative", "")
            if not person:
                return [FieldError("relative", "Choose who of the family it is about")]
        if person == "authority":
            ground = GROUNDS.get(values.get("ground", ""))
            if ground is None or not ground.authority:
                return [FieldError("ground", "Choose an order that gives it to the local authority")]
        elif person == values["other"]:
            return [FieldError("other", "Choose somebody else: nobody is related to themselves")]
        elif person == "reference" and self._referred(values) is None:
            return [FieldError("reference", "No record that is open to you has this reference. Check it")]
        elif person == "new":
            return self._new_is_wrong(values)
        return []

    def _referred(self, values: Mapping[str, Any]) -> UUID | None:
        found = Subject.objects.filter(reference__iexact=values.get("reference", "").strip()).first()
        able = found is not None and guard.may(self.request, Capability.READ_RECORD, found.pk).allowed
        return found.pk if found is not None and able else None

    def _new_is_wrong(self, values: Mapping[str, Any]) -> list[FieldError]:
        """Somebody new has a name, and why they are none of those alike (HERTS-10.10)."""
        if not (values.get("new_given") or values.get("new_family")):
            return [FieldError("new_given", "Enter a name")]
        by = guard.author(self.request, Capability.RECORD_WORK)
        found = look(by=by, at=self.at, query=_query(values), limit=MOST)
        if not found.alike or values.get("not_them"):
            self.looked = found if found.alike else None
            return []
        self.looked = found
        said = (
            "Somebody alike is on record. Choose them by their reference, or say below why it is none of them"
        )
        return [FieldError("not_them", said)]

    def context(self) -> dict[str, Any]:
        """Whose family it is, and who is alike."""
        found = {"looked": self.looked, "asks_why": self._asks_why}
        return {"subject": self.subject, "name": self.name, "many": self.many, **found}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        values = dict(parsed.values)
        person, newcomer = values["person"], None
        if person == "new":
            newcomer = Newcomer(_query(values), self.looked.alike if self.looked else frozenset())
        if person == "reference":
            person = str(self._referred(values))
        if person == _AROUND:
            person = values["relative"]
        return operations.state_family(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            subject=self.subject,
            person=UUID(values["other"] if person == "authority" else person) if newcomer is None else None,
            newcomer=newcomer,
            values={
                name: one for name, one in values.items() if name not in ("person", "relative", "reference")
            },
            sending=sending,
        )

    def _sign(self, sent: Posted, parsed: Parsed, raw: Raw, draft: Draft) -> HttpResponse:
        """As every page; somebody alike who came on record meanwhile is looked at first."""
        try:
            return super()._sign(sent, parsed, raw, draft)
        except AlreadyThere as wrong:
            errors = [FieldError("new_given", str(wrong))]
            return self.show(raw, draft, errors=errors, key=sent.key, status=409)

    def next_page(self) -> str:
        """The family."""
        return reverse("casefile:family", args=[self.subject.pk])


def _query(values: Mapping[str, Any]) -> Query:
    born = values.get("new_born")
    return Query(
        given=values.get("new_given", ""),
        family=values.get("new_family", ""),
        born=date.fromisoformat(born) if born else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def state(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """The form, then the signed entry."""
    return _KinPage(request, guard.record(request, subject_id)).respond()


urlpatterns = [path("children/<uuid:subject_id>/family/state/", state, name="family_state")]
