"""What the pages around conferences read: what is booked, which reports came, by when it must be held."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Membership, User
from goldthread.accounts.roles import who_may
from goldthread.ledger import procedure, wall
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Field
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Draft, Entry, EntrySubject
from goldthread.ledger.wall import Purpose
from goldthread.people import describe
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.procedures.bans import table_at
from goldthread.procedures.duties import duties
from goldthread.procedures.fold import CaseState
from goldthread.procedures.format.steps import MustNot
from goldthread.procedures.standing import allowed
from goldthread.protection.entries.conference import ConferenceBooking, ConferenceReport


@dataclass(frozen=True)
class Limit:
    """The last day for a meeting, by whose rule; `forbids`: what the procedure says must not be set later."""

    day: date
    title: str
    forbids: MustNot | None = None


def bookings(children: Iterable[UUID], step: str) -> list[Entry]:
    """The bookings of such conferences for any of these children, newest last; not those changed since."""
    people = identity(children)
    found = Entry.objects.filter(
        kind=ConferenceBooking.kind, payload__step=step, parts__subject__in=people, parts__astray=None
    )
    ordered = found.order_by("recorded_at", "pk").distinct().prefetch_related("replies")
    return [entry for entry in ordered if newer(entry) is None]


def newer(booking: Entry) -> Entry | None:
    """The booking that takes the place of this one."""
    later = booking.replies.filter(kind=ConferenceBooking.kind).order_by("recorded_at", "pk").last()
    return (newer(later) or later) if later else None


def held(booking: Entry) -> Entry | None:
    """The record of the conference that was booked, once it is signed."""
    found = Entry.objects.filter(kind=booking.payload["step"], payload__booking=str(booking.pk))
    return found.order_by("recorded_at", "pk").first()


def to_be_held(children: Iterable[UUID], step: str) -> Entry | None:
    """The newest booking whose conference has not been held."""
    return next((one for one in reversed(bookings(children, step)) if held(one) is None), None)


def chain(booking: Entry) -> list[Entry]:
    """This booking and those that it changed, newest first."""
    before = booking.answers
    is_one = before is not None and before.kind == ConferenceBooking.kind
    return [booking, *(chain(before) if before is not None and is_one else [])]


def said_before(children: Iterable[UUID], names: Collection[str], kinds: Collection[str] = ()) -> Values:
    """What entries about these children said last by these names, of these kinds or of any."""
    found = Entry.objects.filter(
        parts__subject__in=identity(children), parts__astray=None, payload__has_any_keys=list(names)
    )
    of_kinds = found.filter(kind__in=kinds) if kinds else found
    said: dict[str, Any] = {}
    for entry in of_kinds.order_by("occurred_at", "recorded_at", "pk").distinct():
        values, _ = values_of(entry)
        said |= {name: values[name] for name in names if name in values}
    return said


def earlier(child: UUID, field: Field) -> str:
    """What was last answered of one child to such a question, by whom and when; empty where nobody did."""
    name, people = field.name, identity([child])
    found = Entry.objects.filter(
        Q(payload__has_key=name) | Q(parts__payload__has_key=name, parts__subject__in=people),
        parts__subject__in=people,
        parts__astray=None,
    )
    for entry in found.order_by("-occurred_at", "-recorded_at", "pk").distinct():
        values, parts = values_of(entry)
        said = [parts.get(one, {}).get(name, values.get(name)) for one in people]
        if told := [one for one in said if one is not None]:
            day = say_date(london_date(entry.occurred_at))
            return f"Earlier: {field.text(told[0])} ({entry.author_name}, {day})"
    return ""


def room_of(booking: Entry) -> str:
    """What the room is called: after the first booking, so that a changed one goes on with what was typed."""
    return f"conference/{chain(booking)[-1].pk}"


def reports(booking: Entry) -> list[Entry]:
    """The reports that came for this conference, in the order in which they came."""
    ids = [one.pk for one in chain(booking)]
    found = Entry.objects.filter(kind=ConferenceReport.kind, answers__in=ids)
    return list(found.order_by("recorded_at", "pk"))


def view_of(report: Values) -> Values:
    """A report as a view given in writing."""
    columns = {name: report[name] for name in ("agency", "said_by", "view") if report.get(name)}
    return {**columns, "how": "written"}


def open_room(booking: Entry) -> Draft | None:
    """What is typed in the room of this conference, while it is open."""
    return Draft.objects.filter(shared_as=room_of(booking), signed_as=None).first()


def parts_of(booking: Entry) -> list[EntrySubject]:
    """Those whom it is about, closed or not: policy sorts them, and says how many are not open."""
    with wall.lowered(Purpose.ANNOUNCE):
        return list(booking.parts.select_related("subject", "episode").order_by("pk"))


def people_who_may(capability: Capability, at: datetime, *always: str) -> dict[str, str]:
    """Those who may do such a thing now, by id, with what they are; and those named by id."""
    return _people(at, who_may(capability), always)


def people_in(roles: Collection[str], at: datetime, but: Collection[str] = ()) -> dict[str, str]:
    """Those who hold one of these roles now, by id, with what they are; some left out by id."""
    return {pk: words for pk, words in _people(at, roles, ()).items() if pk not in but}


def _people(at: datetime, roles: Collection[str], always: Collection[str]) -> dict[str, str]:
    holding = Membership.objects.held(at).filter(role__in=roles, user__is_active=True)
    found = User.objects.filter(Q(pk__in=holding.values("user")) | Q(pk__in=always)).order_by("name", "pk")
    return {str(one.pk): f"{one.name}, {one.designation}" for one in found}


def limit_of(states: Collection[CaseState], step: str, at: datetime) -> Limit | None:
    """The last day on which such a conference may be held by what is owed: the earliest of all children's."""
    found = [
        Limit(london_date(duty.due.instant), duty.rule.written.title, _forbids(state, step, duty.id, at))
        for state in states
        for duty in duties(state, at)
        if duty.rule.step == step and duty.due is not None and duty.met is None
    ]
    return min(found, key=lambda one: one.day, default=None)


def limit_after(event: str, at: datetime, step: str) -> Limit | None:
    """The last day for such a conference, if that event happened at that instant."""
    table = procedure.procedure().on(london_date(at))
    found = []
    for rule in table.starts.get(event, ()):
        if rule.step == step and rule.limit is not None:
            due = rule.limit(at, london_date(at))
            ban = _ban(table.pack.steps[step].must_not.values(), rule.id)
            found.append(Limit(london_date(due.instant), rule.written.title, ban))
    return min(found, key=lambda one: one.day, default=None)


def adults_by(children: Iterable[UUID], day: date) -> list[str]:
    """Which of these children are 18 by that day, and since when: a plan is for a child (HSSCP-3.1)."""
    people = Person.objects.filter(pk__in=children).order_by("born", "pk")
    found = [(describe.display_name(one), describe.child_until(one)) for one in people]
    return [f"{name} is 18 on {say_date(until)}" for name, until in found if until and until <= day]


def _forbids(state: CaseState, step: str, duty: str, at: datetime) -> MustNot | None:
    return _ban(table_at(state, at).pack.steps[step].must_not.values(), duty)


def _ban(rules: Iterable[MustNot], duty: str) -> MustNot | None:
    name = duty.rpartition(".")[2]
    return next((ban for ban in rules if ban.later_than == name), None)


def is_expected(states: Sequence[CaseState], event: str, role: str, at: datetime) -> bool:
    """Whether such an event is expected of that role now, for every child."""
    names = [{f"{may.step}.{may.outcome}" for may in allowed(state, at, role)} for state in states]
    return bool(names) and all(event in each for each in names)


def chairs(step: str, at: datetime, *always: str) -> dict[str, str]:
    """Those who may record what such a conference decides, by id; and those named by id."""
    table = procedure.procedure().on(london_date(at))
    roles = [role for role in table.pack.roles if table.may_act(role, table.pack.steps[step].by)]
    return _people(at, roles, always)
