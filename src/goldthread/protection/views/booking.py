"""Booking a conference, and changing the booking: when, where, who leads it, who is asked, who reports."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure, sharing
from goldthread.ledger.fields import Choice, Field, FieldError, MultiChoice, Parsed, Raw, raw_of
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Draft, Entry, Episode, Subject
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.people.identity import identity
from goldthread.procedures.decide import LATE_REASON
from goldthread.protection import conferencefile, conferencepeople, strategyfile
from goldthread.protection.conferencefields import INITIAL, REVIEW
from goldthread.protection.entries.conference import ConferenceBooking
from goldthread.web import guard, keeping
from goldthread.web.acting import SigningPage
from goldthread.web.clauses import why
from goldthread.web.duties import duty_line
from goldthread.web.stepping import ABOUT, Case, cases_of

_S, _R = ConferenceBooking.step.sensitivity, ConferenceBooking.step.retention
_STEPS = {"initial": INITIAL, "review": REVIEW}
_PEOPLE = ("chair", "minutes")
PUT_OFF = ConferenceBooking.put_off.name


class BookingPage(SigningPage):
    """One request to book a conference, or to change what was booked."""

    template = "protection/booking.html.jinja"
    kind = ConferenceBooking.kind
    hidden = ("invited.person",)

    def __init__(
        self, request: HttpRequest, subject: Subject, step: str, before: Entry | None = None
    ) -> None:
        """Answers 404 for a child with no open case, or a conference that the procedure does not have."""
        super().__init__(request)
        self.subject, self.step, self.before = subject, step, before
        found = Episode.objects.filter(subject__in=identity([subject.pk]), closed_at=None)
        self.episode = found.select_related("worker__agency", "subject").order_by("-opened_at", "pk").first()
        if step not in procedure.newest().steps or self.episode is None:
            raise Http404

    @cached_property
    def episodes(self) -> dict[Subject, Episode]:
        """The open cases of the child, and of the children around whom the reader may write of."""
        assert self.episode is not None  # noqa: S101 - or there was no page
        linked = strategyfile.other_children(self.episode, guard.user_of(self.request), self.at).linked
        able = [one.episode for one in linked if one.episode and self._may(one.subject)]
        return {one.subject: one for one in [self.episode, *able]}

    def _may(self, subject: UUID) -> bool:
        return guard.may(self.request, Capability.RECORD_WORK, subject).allowed

    @cached_property
    def cases(self) -> list[Case]:
        """Those cases, as they stand."""
        return cases_of(self.episodes)

    @property
    def children(self) -> Sequence[Case]:
        """Those who are ticked; at first the children of one contact, or those of the booking."""
        return [case for case in self.cases if str(case.id) in self.ticked]

    @cached_property
    def ticked(self) -> frozenset[str]:
        """Their ids."""
        if len(self.cases) == 1:
            return frozenset(str(case.id) for case in self.cases)
        if self.request.method == "POST":
            return frozenset(self.request.POST.getlist(ABOUT))
        draft = self._draft()
        return frozenset(draft.raw[ABOUT] if draft and ABOUT in draft.raw else self._at_first())

    def _at_first(self) -> set[str]:
        if self.before is not None:
            return {str(part.subject_id) for part in conferencefile.parts_of(self.before)}
        assert self.episode is not None  # noqa: S101 - or there was no page
        together = strategyfile.together(self.episode)
        return {str(case.id) for case in self.cases if case.id in together} | {str(self.subject.pk)}

    @cached_property
    def limit(self) -> conferencefile.Limit | None:
        """The last day on which it may be held."""
        return conferencefile.limit_of([case.state for case in self.cases], self.step, self.at)

    @cached_property
    def people(self) -> Mapping[str, Mapping[str, str]]:
        """Who may chair, and who may take the minutes: by id."""
        minutes = conferencefile.people_who_may(Capability.RECORD_WORK, self.at, *self._named())
        return {
            "chair": conferencefile.chairs(self.step, self.at, *self._named()) or minutes,
            "minutes": minutes,
        }

    def _named(self) -> list[str]:
        """Those of the booking that is changed, who stay on the list even when they have left."""
        return [str(self.before.payload[name]) for name in _PEOPLE] if self.before else []

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The booking's own, with the children and people of today to choose from."""
        left_out = {"step"} if self.before else {"step", PUT_OFF}
        own = {name: field for name, field in ConferenceBooking.fields.items() if name not in left_out}
        names = {"chair": own.pop("chair_name"), "minutes": own.pop("minutes_name")}
        chosen = {
            name: Choice(field.label, _S, _R, choices=self.people[name], name=name, listed=True)
            for name, field in names.items()
        }
        whom = MultiChoice(
            "Which children is it about?",
            _S,
            _R,
            choices={str(case.id): case.name for case in self.cases},
            name=ABOUT,
        )
        about = {ABOUT: whom} if len(self.cases) > 1 else {}
        return {**about, "held_at": own.pop("held_at"), "place": own.pop("place"), **chosen, **own}

    @property
    def required(self) -> tuple[str, ...]:
        """When, where and who."""
        return (ABOUT, "held_at", "place", *_PEOPLE, "invited", "invited.invite")

    @cached_property
    def known(self) -> conferencepeople.Known:
        """Those who may be asked, from the record."""
        wanted = [one for subject, one in self.episodes.items() if str(subject.pk) in self.ticked]
        return conferencepeople.known(wanted, self.at)

    def prefill(self) -> Raw:
        """What was booked before, or what the record knows."""
        about = {ABOUT: sorted(self.ticked)} if ABOUT in self.fields else {}
        if self.before is None:
            return {**about, **raw_of(self.fields, self._as_last_time())}
        said = {name: value for name, value in self.before.payload.items() if name in self.fields}
        said.pop(PUT_OFF, None)  # that was why it was put off before
        return {**about, **raw_of(self.fields, said)}

    def _as_last_time(self) -> dict[str, Any]:
        """Who led the conference before this one and who was asked, and whoever has come on record since."""
        children = [case.id for case in self.children]
        last = conferencefile.said_before(children, (*_PEOPLE, "invited", "apart", "support"), [self.kind])
        columns = ("person", "name", "agency")
        last_time = [str(row[key]) for row in last.get("invited", ()) for key in columns if row.get(key)]
        there = {said.casefold() for said in last_time}
        new = [row for row in self.known.rows if there.isdisjoint(conferencepeople.known_by(row))]
        still = {name: last[name] for name in _PEOPLE if last.get(name) in self.people[name]}
        words = {name: last[name] for name in ("apart", "support") if name in last}
        return {**still, **words, "invited": [*last.get("invited", ()), *new]}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Too late without saying why, or where the procedure forbids it; and why somebody is kept out."""
        errors = self._put_off(parsed)
        day = (
            london_date(datetime.fromisoformat(parsed.values["held_at"]))
            if "held_at" in parsed.values
            else None
        )
        if day and self.limit and day > self.limit.day:
            last = f"{say_date(self.limit.day)} is the last day"
            if self.limit.forbids is not None:
                clause = why(self.limit.forbids).clauses[0]
                says = f"{self.limit.forbids.what}: {last} ({clause.source}, {clause.at})"
                errors.append(FieldError("held_at", f"The procedure does not allow this. {says}"))
            elif not parsed.values.get(LATE_REASON):
                errors.append(FieldError(LATE_REASON, f"{last}. Say why it is held later"))
        for number, row in enumerate(parsed.values.get("invited", ())):
            if row.get("invite") == conferencepeople.OUT and not row.get("why"):
                who = row.get("name") or row.get("agency") or "somebody"
                errors.append(FieldError(f"invited-{number}-why", f"Say why {who} is not invited"))
        return errors

    def _put_off(self, parsed: Parsed) -> list[FieldError]:
        """Whoever moves it says why: that a conference met and could not decide is part of the record."""
        if self.before is None or parsed.values.get(PUT_OFF) or "held_at" not in parsed.values:
            return []
        before, after = self.before.payload["held_at"], parsed.values["held_at"]
        if datetime.fromisoformat(before) == datetime.fromisoformat(after):
            return []
        return [FieldError(PUT_OFF, "Say why it is not held when it was booked")]

    def context(self) -> dict[str, Any]:
        """The clock, where the names come from, and what to think of."""
        written = procedure.newest().steps[self.step]
        several = len(self.cases) > 1
        clocks = [
            duty_line(duty, self.at, about=case.name if several else "")
            for case in self.cases
            for duty in case.duties(self.at)
            if duty.rule.step == self.step and duty.due is not None and not duty.met
        ]
        return {
            "step": written,
            "names": [case.name for case in self.children],
            "clocks": clocks,
            "known": self.known,
            "attends": [(one, why(one)) for one in written.attends.values()],
            "changing": self.before is not None,
            "several": ABOUT in self.fields,
            "back": reverse("casefile:child", args=[self.subject.pk]),
        }

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, in the role that may send the invitations where there is one."""
        said = {name: value for name, value in parsed.values.items() if name != ABOUT}
        names = {f"{name}_name": self.people[name][said[name]].partition(",")[0] for name in _PEOPLE}
        role, able = self._role()
        self._let_in({said[name] for name in _PEOPLE})
        return ledger.sign(
            by=guard.author_as(self.request, role)
            if role
            else guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            kind=self.kind,
            values={**said, **names, **able, "step": self.step},
            parts=[Part(case.subject) for case in self.children],
            key=sending.key,
            links=Links(answers=self.before),
            outside_reason=outside_reason,
            draft=sending.draft,
            holder=sending.holder,
        )

    def _let_in(self, people: set[str]) -> None:
        """Where the room is open, let in those who lead it now, and nobody else."""
        name = conferencefile.room_of(self.before) if self.before else ""
        if name and Draft.objects.filter(shared_as=name, signed_as=None).exists():
            holders = list(User.objects.filter(pk__in=people))
            by = keeping.holder(self.request)
            sharing.open_shared(by=by, at=self.at, name=name, kind=self.step, holders=holders)

    def _role(self) -> tuple[str, dict[str, bool]]:
        """The role in which most of what a booking means is the reader's to do, and what that is."""
        wanted = {"invites": f"{self.step}.invited", "asks": "contribution.asked"}
        states = [case.state for case in self.children]
        able = {
            role: {
                name: True
                for name, event in wanted.items()
                if conferencefile.is_expected(states, event, role, self.at)
            }
            for role in sorted(guard.user_of(self.request).roles(at=self.at))
        }
        best = max(able, key=lambda role: len(able[role]), default="")
        return (best, able[best]) if best and able[best] else ("", {})

    def next_page(self) -> str:
        """The conference that was booked."""
        booked = conferencefile.to_be_held([self.subject.pk], self.step)
        return reverse("protection:conference", args=[booked.pk]) if booked else reverse("casefile:home")


def _go(request: HttpRequest, subject_id: UUID, step: str) -> HttpResponse:
    """To what is booked and not yet held, or to booking it."""
    subject = guard.record(request, subject_id)
    booked = conferencefile.to_be_held([subject.pk], step)
    if booked is not None:
        return redirect("protection:conference", booked.pk)
    name = next(name for name, each in _STEPS.items() if each == step)
    return redirect("protection:conference_book", subject.pk, name)


@require_safe
@guard.on_record(Capability.RECORD_WORK)
def initial(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """A child's initial conference."""
    return _go(request, subject_id, INITIAL)


@require_safe
@guard.on_record(Capability.RECORD_WORK)
def review(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """A child's next review conference."""
    return _go(request, subject_id, REVIEW)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def book(request: HttpRequest, subject_id: UUID, name: str) -> HttpResponse:
    """Book one."""
    if name not in _STEPS:
        raise Http404
    return BookingPage(request, guard.record(request, subject_id), _STEPS[name]).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def change(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Change what was booked: another entry, which takes the place of the one before."""
    booking = guard.entry(request, entry_id)
    parts = guard.visible_parts(request, booking)
    if booking.kind != ConferenceBooking.kind or not parts:
        raise Http404
    later = conferencefile.newer(booking)
    if later is not None and request.method != "POST":
        return redirect("protection:conference_change", later.pk)
    return BookingPage(request, parts[0].subject, booking.payload["step"], booking).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/conference/initial/", initial, name="initial_conference"),
    path("children/<uuid:subject_id>/conference/review/", review, name="review_conference"),
    path("children/<uuid:subject_id>/conference/<slug:name>/book/", book, name="conference_book"),
    path("conferences/<uuid:entry_id>/change/", change, name="conference_change"),
]
