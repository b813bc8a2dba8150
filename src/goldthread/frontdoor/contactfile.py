"""One contact as its page and every act on it see it: its children, what is asked of each, what is linked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldthread.ledger import procedure, wall
from goldthread.ledger.entries import merged
from goldthread.ledger.ids import derived_id
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, EntrySubject, Episode
from goldthread.ledger.state import states
from goldthread.ledger.wall import Purpose
from goldthread.people import describe
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, Happened
from goldthread.procedures.standing import awaiting, is_in_place, refuses, standing
from goldthread.procedures.tables import Ban, Table


@dataclass(frozen=True)
class Child:
    """One child of a contact: what the contact says of this child, and how the child's case stands."""

    part: EntrySubject
    said: Mapping[str, Any]  # as corrected since
    person: Person | None
    state: CaseState
    event: str  # the id of this child's contact.received

    @property
    def id(self) -> UUID:
        """The subject's id."""
        return self.part.subject_id

    @property
    def name(self) -> str:
        """As the desk reads it."""
        return describe.display_name(self.person)

    @property
    def episode(self) -> Episode:
        """The period of involvement that the contact belongs to."""
        return _episode(self.part)

    def duties(self, at: datetime) -> list[Duty]:
        """What this contact asks for, and what the case owes once whichever contact it came by."""
        return [
            duty
            for duty in duties(self.state, at)
            if self.event in (duty.start.root, duty.start.answers)
            or (duty.met is None and duty.rule.written.which != "each")
        ]

    def facts(self, at: datetime) -> dict[str, Any]:
        """What the contact states, corrected where it was, and what is known of the child."""
        own = next(
            (one for one in self.state.by_name.get("contact.received", ()) if one.root == self.event), None
        )
        return {**(own.facts if own else {}), **self.state.child_facts(at)}

    def after(self, step: str, at: datetime) -> list[Happened]:
        """What took effect in a step in answer to this contact."""
        return [one for one in self.state.until(at) if one.event.step == step and one.answers == self.event]

    def decided(self, at: datetime) -> Happened | None:
        """The decision on this contact, once it has effect."""
        return next(iter(self.after("decision", at)), None)

    def proposed(self, at: datetime) -> set[str]:
        """The ids of the events of this contact that wait for authorisation."""
        return {one.event.id for one in awaiting(self.state, at) if one.event.answers == self.event}

    def bans(self, at: datetime, roles: Iterable[str], table: Table) -> list[Ban]:
        """What the procedure forbids now on this contact, to everyone or to one of these roles."""
        anything = CaseEvent("", "", "", at, at, "", answers=self.event)
        return [
            ban
            for ban in table.bans
            if (not ban.written.roles or any(table.may_act(role, ban.written.roles) for role in roles))
            and refuses(self.state, ban, anything)
        ]

    def in_place(self, event: str, at: datetime, table: Table) -> bool:
        """Whether the procedure expects such an event now."""
        return event in table.outcomes and is_in_place(table, event, standing(self.state, at).open)


@dataclass(frozen=True)
class ContactFile:
    """A contact and the children whose records the reader may open."""

    contact: Entry
    children: tuple[Child, ...]
    others: int  # children of the contact whose records are closed to the reader

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """What the contact says, as corrected since."""
        said = dict(self.contact.payload)
        for amendment in self.amendments:
            said = merged(said, amendment.payload.get("values", {}))
        return said

    @cached_property
    def amendments(self) -> list[Entry]:
        """Its corrections, oldest first."""
        return list(self.contact.amendments.order_by("recorded_at", "pk"))

    @cached_property
    def table(self) -> Table:
        """The procedure in force when the contact came."""
        table: Table = procedure.procedure().on(london_date(self.contact.occurred_at))
        return table

    @cached_property
    def work(self) -> list[Entry]:
        """Everything recorded since in answer to the contact, oldest first."""
        own = Q(answers=self.contact) | Q(amends=self.contact)
        about = (
            Q(authorises__answers=self.contact)
            | Q(declines__answers=self.contact)
            | Q(amends__answers=self.contact)
        )
        seen = {child.id for child in self.children}
        rows = (
            Entry.objects.filter(own | about)
            .exclude(kind="contact")
            .order_by("occurred_at", "recorded_at", "pk")
        )
        rows = rows.select_related("authorises", "declines").prefetch_related("parts")
        return [entry for entry in rows if not seen.isdisjoint(part.subject_id for part in entry.parts.all())]

    def linked(self) -> list[Entry]:
        """Other contacts and consultations about these children, oldest first."""
        everyone = identity([child.id for child in self.children])
        kinds = ("contact", "consultation")
        about = Q(parts__subject__in=everyone, parts__episode__isnull=False)
        tied = Q(pk=self.contact.answers_id) | Q(answers=self.contact)
        rows = Entry.objects.filter(about | tied, kind__in=kinds).exclude(pk=self.contact.pk)
        return list(rows.distinct().order_by("occurred_at"))

    def open_proposals(self, at: datetime) -> list[Entry]:
        """Entries on this contact that wait for someone to authorise them."""
        open_events = {event for child in self.children for event in child.proposed(at)}
        return [
            entry
            for entry in self.work
            if any(str(derived_id(entry.pk, part.subject_id, 0)) in open_events for part in entry.parts.all())
        ]


def contact_file(contact: Entry, parts: Iterable[EntrySubject]) -> ContactFile:
    """The file of a contact. `parts` are those that the reader may see."""
    working = [part for part in parts if part.episode_id]
    people = Person.objects.in_bulk([part.subject_id for part in working])
    folded = states(_episode(part) for part in working)
    children = tuple(
        Child(
            part=part,
            said=_as_corrected(part),
            person=people.get(part.subject_id),
            state=folded[_episode(part).pk],
            event=str(derived_id(contact.pk, part.subject_id, 0)),
        )
        for part in working
    )
    with wall.lowered(Purpose.ANNOUNCE):
        every = contact.parts.filter(episode__isnull=False).count()
    return ContactFile(contact, tuple(sorted(children, key=_eldest_first)), every - len(children))


def _eldest_first(child: Child) -> tuple[int, str, str]:
    """The order of siblings: by the year in which they were born, those of whom it is not known last."""
    person = child.person
    born = person and (person.born or person.expected)
    year = born.year if born else (person and person.about_year) or date.max.year
    return (year, str(born or ""), child.name)


def _as_corrected(part: EntrySubject) -> Mapping[str, Any]:
    """What the contact says of one child alone."""
    said = dict(part.payload)
    corrections = EntrySubject.objects.filter(entry__amends=part.entry_id, subject=part.subject_id)
    for correction in corrections.order_by("entry__recorded_at", "entry"):
        said = merged(said, correction.payload)
    return said


def _episode(part: EntrySubject) -> Episode:
    """The episode of a part that has one."""
    if part.episode is None:
        raise ValueError("this person is only named in the contact")
    return part.episode
