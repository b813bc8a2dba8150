"""What the pages show: duties, entries and steps as flat values, so that templates decide nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.urls import reverse

from goldthread.casefile import queries
from goldthread.ledger import procedure, recordable
from goldthread.ledger.beside import Marker, beside
from goldthread.ledger.entries import entry_type
from goldthread.ledger.ids import derived_id
from goldthread.ledger.locks import author_name, is_bookkeeping
from goldthread.ledger.london import say_date, say_when
from goldthread.ledger.models import Duty, Entry, Episode, Event
from goldthread.ledger.state import states
from goldthread.people.describe import display_name
from goldthread.people.models import Person
from goldthread.procedures.duties import Duty as FoldedDuty
from goldthread.procedures.duties import duties
from goldthread.procedures.fold import CaseState
from goldthread.procedures.standing import awaiting, open_steps
from goldthread.procedures.walltime import LONDON
from goldthread.web.duties import DutyLine, duty_line
from goldthread.web.pathway import PathwayStep

RESTRICTED = "A restricted record"


@dataclass(frozen=True)
class TimelineItem:
    """One entry in a chronology."""

    when: str
    title: str
    href: str
    by: str
    text: str
    badges: tuple[tuple[str, str], ...] = ()
    beside: tuple[tuple[str, str], ...] = ()  # what is said of it: that it is disputed, in whose words
    note: str = ""  # what a worker says that it meant
    noted_by: str = ""
    act: str = ""  # where a worker says how it should stand here


@dataclass(frozen=True)
class WorkLine:
    """One row of a worklist: what, whom, by when. Of a closed record only that it is one."""

    duty: DutyLine
    subject: UUID
    name: str
    reference: str = ""
    href: str = ""
    row: UUID | None = None  # of the table of duties


@dataclass(frozen=True)
class Proposal:
    """An outcome that waits for the reader to authorise it. `href` is where that is done."""

    title: str
    href: str
    name: str
    reference: str
    child: str
    by: str


def work_lines(rows: Sequence[Duty], people: Mapping[UUID, Person], *, at: datetime) -> list[WorkLine]:
    """The rows of a worklist with their clocks and clauses. `people` are those whom this user may read."""
    episodes = {row.episode_id: row.episode for row in rows}
    found = {
        derived_id(key, duty.rule.family, duty.start.root): duty
        for key, state in states(episodes.values()).items()
        for duty in duties(state, at)
    }
    addresses = work_addresses(row.because for row in rows)
    return [_work_line(row, found[row.pk], people, addresses, at) for row in rows if row.pk in found]


def _work_line(
    row: Duty, duty: FoldedDuty, people: Mapping[UUID, Person], addresses: Mapping[UUID, str], at: datetime
) -> WorkLine:
    subject = row.episode.subject
    if subject.pk not in people:
        return WorkLine(duty_line(duty, at, owner=_owner(row.episode)), subject.pk, RESTRICTED, row=row.pk)
    line = duty_line(duty, at, owner=_owner(row.episode), href=addresses.get(row.because, ""))
    href = reverse("casefile:child", args=[subject.pk])
    return WorkLine(line, subject.pk, display_name(people[subject.pk]), subject.reference, href, row.pk)


def proposal_lines(events: Iterable[Event], people: Mapping[UUID, Person], *, at: datetime) -> list[Proposal]:
    """Of what was proposed, that which still waits; the procedure decides. Closed records are left out."""
    found = [event for event in events if event.episode.subject_id in people]
    folded = states({event.episode_id: event.episode for event in found}.values())
    waiting = {one.event.id for state in folded.values() for one in awaiting(state, at)}
    return [
        _proposal(event, people)
        for event in found
        if str(event.pk) in waiting or recordable.awaits_manager(event.entry)
    ]


def _proposal(event: Event, people: Mapping[UUID, Person]) -> Proposal:
    subject = event.episode.subject
    return Proposal(
        title=outcome_title(event.step, event.outcome),
        href=address(event.entry.answers or event.entry),
        name=display_name(people[subject.pk]),
        reference=subject.reference,
        child=reverse("casefile:child", args=[subject.pk]),
        by=f"{signed_by(event.entry)}, {say_when(event.recorded_at)}",
    )


def _owner(episode: Episode) -> str:
    """Who holds the case; empty lets the role of the duty stand."""
    if episode.worker is not None:
        return episode.worker.name
    return episode.team.name if episode.team is not None else ""


def work_addresses(events: Iterable[UUID]) -> dict[UUID, str]:
    """Where the work that each event started is done: its entry's page, or that of the entry it answers."""
    found = Event.objects.filter(pk__in=list(events)).select_related("entry__answers")
    return {event.pk: address(event.entry.answers or event.entry) for event in found}


def address(entry: Entry) -> str:
    """Where an entry is worked on, or else where it is read."""
    return reverse(entry_type(entry.kind).page or "casefile:entry", args=[entry.pk])


def duty_lines(state: CaseState, *, at: datetime) -> tuple[list[DutyLine], list[DutyLine]]:
    """The duties of a case: those still to do, and those done or missed."""
    waiting: list[DutyLine] = []
    settled: list[DutyLine] = []
    found = duties(state, at)
    addresses = work_addresses(UUID(duty.start.root) for duty in found)
    for duty in found:
        line = duty_line(duty, at, href=addresses.get(UUID(duty.start.root), ""))
        (settled if duty.met or duty.state == "missed" else waiting).append(line)
    return waiting, settled


def awaiting_lines(
    state: CaseState, at: datetime, events: Collection[str] | None = None
) -> list[tuple[str, str]]:
    """What somebody has proposed and nobody has authorised yet, with the page where that is done.

    `events` are the ids of those that are asked about; all of the case when None.
    """
    pack = procedure.newest()
    found = [one for one in awaiting(state, at) if events is None or one.event.id in events]
    addresses = work_addresses(UUID(one.root) for one in found)
    return [
        (
            f"{outcome_title(one.event.step, one.event.outcome)}: "
            f"waits to be authorised by the {pack.roles[one.authorised_by].title}",
            addresses.get(UUID(one.root), ""),
        )
        for one in found
    ]


def outcome_title(step: str, outcome: str) -> str:
    """An outcome as the procedure calls it."""
    known = procedure.newest().steps.get(step)
    return known.outcomes[outcome].title if known and outcome in known.outcomes else outcome


def pathway(state: CaseState, *, at: datetime) -> list[PathwayStep]:
    """Every step: done with its outcome, open now, or not reached. Always-open ones show once made."""
    now_open = {one.step for one in open_steps(state, at)}
    last = {one.event.step: one for one in state.until(at)}
    steps = []
    for name, step in procedure.newest().steps.items():
        if step.opens_when == "always" and name not in last:
            continue
        done = last.get(name)
        note = f"{outcome_title(name, done.event.outcome)}, {say_date(done.day)}" if done else ""
        is_open = name in now_open and step.opens_when != "always"
        steps.append(PathwayStep(step.title, "now" if is_open else "done" if done else "ahead", note))
    return steps


def timeline(entries: Sequence[Entry], people: Collection[UUID] = ()) -> list[TimelineItem]:
    """Entries as a chronology shows them: what, who, when it happened, and when it was written if later.

    `people` are the records of the person whose chronology it is: of them the outcomes are told.
    """
    outcomes: dict[UUID, list[str]] = {}
    for event in queries.events_of(entries, people) if people else ():
        if _is_decided(event):
            outcomes.setdefault(event.entry_id, []).append(outcome_title(event.step, event.outcome))
    said = beside([entry.pk for entry in entries])
    return [_item(entry, outcomes.get(entry.pk, []), said[entry.pk]) for entry in entries]


def by_month(entries: Sequence[Entry], items: Sequence[TimelineItem]) -> list[tuple[str, list[TimelineItem]]]:
    """A chronology in months, each with a heading."""
    months = groupby(
        zip(entries, items, strict=True), lambda pair: f"{pair[0].occurred_at.astimezone(LONDON):%B %Y}"
    )
    return [(month, [item for _, item in pairs]) for month, pairs in months]


def _is_decided(event: Event) -> bool:
    """Whether readers look for the outcome: what somebody authorises, or what a conference came to."""
    pack = procedure.newest()
    step = pack.steps.get(event.step)
    if step is None or event.outcome not in step.outcomes:
        return False
    came_to = f"{event.step}.{event.outcome}" in pack.head.history.conference
    return came_to or bool(step.outcomes[event.outcome].authorised_by)


def _item(entry: Entry, outcomes: Sequence[str], said: Sequence[Marker]) -> TimelineItem:
    title, _, text = entry_type(entry.kind).summary(entry.payload).partition(": ")
    if is_bookkeeping(entry) or any(one.asks_why for one in said):
        text = ""  # the reason may tell of a record that is closed to the reader
    return TimelineItem(
        when=say_when(entry.occurred_at),
        title=title,
        href=address(entry),
        by=written_by(entry),
        text="\n".join(filter(None, [*outcomes, text])),
        badges=_badges(entry),
        beside=tuple((one.title, one.words) for one in said),
    )


def _badges(entry: Entry) -> tuple[tuple[str, str], ...]:
    badges = []
    if getattr(entry, "authorised", False):
        badges.append(("Authorised", "done"))
    if getattr(entry, "sent_back", False):
        badges.append(("Sent back", "late"))
    if getattr(entry, "corrected", False):
        badges.append(("Corrected", "info"))
    if entry.outside_reason:
        badges.append(("Outside the procedure", "late"))
    return tuple(badges)


def written_by(entry: Entry) -> str:
    """Name and designation as signed, and when it was written if not at once."""
    late = entry.recorded_at != entry.occurred_at
    return f"{signed_by(entry)}. Written {say_when(entry.recorded_at)}" if late else signed_by(entry)


def signed_by(entry: Entry) -> str:
    """Name and designation as signed."""
    return ", ".join(
        part for part in (author_name(entry) or "Name not given", entry.author_designation) if part
    )
