"""One request for information as its page sees it: what happened, what is missing, what was told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldthread.disclosure.entries.request import OPENED, RECEIVED, REPLY, STEP, InformationRequest
from goldthread.disclosure.entries.work import (
    SHARED,
    InformationCheck,
    InformationEvidence,
    InformationPrepared,
)
from goldthread.ledger import procedure
from goldthread.ledger.entries import Values, entry_type
from goldthread.ledger.events import as_if_involved
from goldthread.ledger.ids import derived_id
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, EntrySubject, Episode
from goldthread.ledger.state import case_event, states, typed
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState, Happened, fold
from goldthread.procedures.routes import Routed, route
from goldthread.procedures.standing import refuses
from goldthread.procedures.tables import Ban, Table

GIVING = frozenset(f"{REPLY}.{one}" for one in ("confirmed", *sorted(SHARED)))
EVIDENCE, CHECKS = frozenset(InformationEvidence.makes()), frozenset(InformationCheck.makes())
TOLD = frozenset({*GIVING, f"{REPLY}.cafcass_form_completed"})
RAISES = frozenset({RECEIVED})  # the events whose rules bind a request
REFUSED, ASKED = f"{REPLY}.refused", frozenset({f"{STEP}.evidence_asked", f"{STEP}.returned"})
PASSED = frozenset(
    f"{STEP}.{one}"
    for one in ("passed_to_worker", "passed_to_team", "passed_to_data_protection", "legal_team_told")
)


@dataclass(frozen=True)
class Asked:
    """One person about whom is asked, and the case against which the request is held."""

    part: EntrySubject
    person: Person | None
    state: CaseState
    event: str  # the id of this person's information_request.received

    @property
    def id(self) -> UUID:
        """The subject's id."""
        return self.part.subject_id

    @property
    def name(self) -> str:
        """As the desk reads it."""
        return describe.display_name(self.person)

    @property
    def received(self) -> Happened | None:
        """The request as it happened to this person."""
        return next((one for one in self.state.by_name.get(RECEIVED, ()) if one.root == self.event), None)

    def facts(self, at: datetime) -> dict[str, Any]:
        """What was stated of the request and since."""
        own = dict(self.received.own) if self.received else {}
        for one in self.after(at):
            own |= one.own
        return own

    def after(self, at: datetime) -> list[Happened]:
        """What happened in answer to this request, in order."""
        return [one for one in self.state.until(at) if one.answers == self.event]

    def duties(self, at: datetime) -> list[Duty]:
        """What this request asks for."""
        return [
            duty for duty in duties(self.state, at) if self.event in {duty.start.root, duty.start.answers}
        ]

    def bans(self, at: datetime, table: Table) -> list[Ban]:
        """What the procedure forbids now on this request, whoever asks."""
        anything = CaseEvent("", "", "", at, at, "", answers=self.event)
        raised = [ban for ban in table.bans if RAISES.intersection(ban.written.of)]
        return [ban for ban in raised if refuses(self.state, ban, anything)]


@dataclass(frozen=True)
class RequestFile:
    """A request, the people whose records the reader may open, and everything recorded since."""

    request: Entry
    people: tuple[Asked, ...]
    others: int  # people of the request whose records are closed to the reader
    work: Sequence[Entry]
    worked_out: dict[datetime, list[Ban]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """What the request says, as corrected since."""
        said = dict(self.request.payload)
        for one in self.work:
            if one.amends_id == self.request.pk:
                said |= one.payload.get("values", {})
        return said

    @cached_property
    def table(self) -> Table:
        """The procedure in force when it came."""
        table: Table = procedure.procedure().on(london_date(self.request.occurred_at))
        return table

    def routed(self, at: datetime) -> Routed | None:
        """Where the procedure sends it now; of several people, by the first route of the pack."""
        pack, order = self.table.pack, list(self.table.pack.routes)
        found = [route(pack, one.facts(at), self.request.occurred_at, RECEIVED) for one in self.people]
        return min((one for one in found if one), key=lambda one: order.index(one.id), default=None)

    def bans(self, at: datetime) -> list[Ban]:
        """What is forbidden for one of the people at least, in the order of the procedure."""
        if at not in self.worked_out:
            found = {ban.id for one in self.people for ban in one.bans(at, self.table)}
            self.worked_out[at] = [ban for ban in self.table.bans if ban.id in found]
        return self.worked_out[at]

    def missing(self, at: datetime) -> list[Ban]:
        """Rules against telling anything that only what the enquirer shows can lift."""
        return [ban for ban in self.bans(at) if is_missing(ban)]

    def checks(self, at: datetime) -> list[Ban]:
        """Rules against sending that somebody here lifts: who looks it over, advises, verifies."""
        return [ban for ban in self.bans(at) if not CHECKS.isdisjoint(ban.written.until)]

    def duties(self, at: datetime) -> list[Duty]:
        """What is open, each once however many people it is about."""
        found: dict[str, Duty] = {}
        for one in self.people:
            for duty in one.duties(at):
                if duty.met is None:
                    found.setdefault(duty.id, duty)
        return list(found.values())

    def happened(self, at: datetime) -> list[Happened]:
        """What happened in answer to it, each once."""
        found = {(one.name, one.at): one for each in self.people for one in each.after(at)}
        return sorted(found.values(), key=lambda one: (one.at, one.event.recorded_at, one.name))

    def last(self, at: datetime, names: Collection[str]) -> Happened | None:
        """The latest of these outcomes."""
        return next((one for one in reversed(self.happened(at)) if one.name in names), None)

    @property
    def prepared(self) -> Entry | None:
        """The newest answer that was prepared."""
        return next((one for one in reversed(self.work) if one.kind == InformationPrepared.kind), None)

    def looked_over(self) -> Entry | None:
        """The entry by which somebody looked over the newest answer."""
        ready = self.prepared
        if ready is None:
            return None
        return next(
            (
                one
                for one in reversed(self.work)
                if one.kind == InformationCheck.kind and one.payload.get("prepared") == str(ready.pk)
            ),
            None,
        )


def is_missing(ban: Ban) -> bool:
    """Whether a rule forbids telling until the enquirer shows something."""
    return not EVIDENCE.isdisjoint(ban.written.until) and not GIVING.isdisjoint(ban.refuses)


def request_files(found: Sequence[tuple[Entry, Sequence[EntrySubject], int]]) -> list[RequestFile]:
    """The files of several requests, each with the parts that the reader may see, and how many others."""
    parts = [part for _, each, _ in found for part in each]
    people = Person.objects.in_bulk([part.subject_id for part in parts])
    folded = states(part.episode for part in parts if part.episode is not None)
    work = _work([entry for entry, _, _ in found])
    files = []
    for entry, each, closed in found:
        own = work.get(entry.pk, [])
        asked = tuple(_asked(entry, part, people, folded, own) for part in each)
        files.append(
            RequestFile(entry, tuple(sorted(asked, key=lambda one: (one.name, str(one.id)))), closed, own)
        )
    return files


def request_file(request: Entry, parts: Sequence[EntrySubject]) -> RequestFile:
    """The file of one request. `parts` are those that the reader may see."""
    return request_files([(request, parts, request.parts.count() - len(parts))])[0]


def _asked(
    entry: Entry,
    part: EntrySubject,
    people: Mapping[UUID, Person],
    folded: Mapping[UUID, CaseState],
    work: Iterable[Entry],
) -> Asked:
    state = folded[part.episode.pk] if part.episode is not None else alone([entry, *work], part)
    return Asked(part, people.get(part.subject_id), state, str(derived_id(entry.pk, part.subject_id, 0)))


def alone(entries: Iterable[Entry], part: EntrySubject) -> CaseState:
    """The request by itself, of somebody never worked with: the same rules hold, and no case begins."""
    return fold(procedure.procedure(), events_alone(entries, part))


def events_alone(entries: Iterable[Entry], part: EntrySubject) -> list[CaseEvent]:
    """What these entries say of somebody who has no period of involvement."""
    return [
        case_event(event)
        for entry in entries
        for own in entry.parts.all()
        if own.subject_id == part.subject_id
        for event in as_if_involved(entry, own)
    ]


def _work(requests: Sequence[Entry]) -> dict[UUID, list[Entry]]:
    """Everything that answers each request, or corrects it, the oldest first."""
    ids = [entry.pk for entry in requests]
    rows = Entry.objects.filter(Q(answers__in=ids) | Q(amends__in=ids)).select_related("author_agency")
    found: dict[UUID, list[Entry]] = {}
    for entry in rows.order_by("occurred_at", "recorded_at", "pk").prefetch_related("parts"):
        key = entry.answers_id or entry.amends_id
        if key is not None:
            found.setdefault(key, []).append(entry)
    return found


def episode_for(people: Collection[UUID]) -> Episode | None:
    """The open period of somebody, else the latest, else none."""
    found = Episode.objects.filter(subject__in=people).select_related("worker", "team")
    every = list(found.order_by("opened_at", "pk"))
    return next((one for one in every if one.closed_at is None), every[-1] if every else None)


def titled(event: str) -> str:
    """An outcome, step.outcome, as the procedure calls it."""
    step, _, outcome = event.partition(".")
    known = procedure.newest().steps.get(step)
    return known.outcomes[outcome].title if known and outcome in known.outcomes else outcome


def summary_of(entry: Entry) -> str:
    """One line for an entry."""
    return entry_type(entry.kind).summary(entry.payload)


def opened_by(values: Values, part: Values, happened: datetime) -> list[str]:
    """The contacts that this request makes the procedure ask for: once it is signed, it is that contact."""
    received = InformationRequest.events(values, part)[0]
    event = CaseEvent(
        str(derived_id("request")), STEP, "received", happened, happened, "", facts=typed(received.facts)
    )
    state = fold(procedure.procedure(), [event])
    owed = {name for duty in duties(state, happened) for name in duty.rule.met_by}
    return [outcome for outcome in OPENED if f"{STEP}.{outcome}" in owed]
