"""What stands and what comes next in a child's case, by entries of any kind: plan, meetings, worker."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldthread.casefile import corrections, queries
from goldthread.casefile.safetyfile import Answer, Line, from_entry
from goldthread.ledger import procedure
from goldthread.ledger.entries import Meeting, Values, entry_type, kinds_with
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, EntrySubject, Episode, Event
from goldthread.ledger.procedure import FactValues
from goldthread.people.history import PastKind
from goldthread.procedures.fold import CaseState, Happened
from goldthread.web.duties import DutyLine

_MOST = 40  # entries of each sort that are looked through for what stands
_STANDING = ("plan", "meetings", "allocation", "allocation_of")
_SOON = 2  # duties that the page names at the top
_PLANS = (PastKind.PLAN, PastKind.NEED_PLAN)


@dataclass(frozen=True)
class Booked:
    """A meeting that an entry fixed."""

    meeting: Meeting
    entry: Entry

    @property
    def words(self) -> str:
        """Which meeting, when and where."""
        when = " at ".join(filter(None, (say_date(self.meeting.on), self.meeting.time)))
        return ", ".join(filter(None, (f"{step_title(self.meeting.step)}: {when}", self.meeting.where)))


def step_title(step: str) -> str:
    """A step as the procedure calls it."""
    known = procedure.newest().steps.get(step)
    return known.title if known else step.replace("_", " ").capitalize()


def standing(people: Collection[UUID]) -> list[EntrySubject]:
    """What the newest entries that make a plan, fix a meeting or settle who holds the case say of a child."""
    return queries.newest_parts(people, _kinds(*_STANDING), _MOST * len(_STANDING))


def _kinds(*methods: str) -> set[str]:
    return {kind for method in methods for kind in kinds_with(method)}


def _of(parts: Iterable[EntrySubject], *methods: str) -> Iterator[EntrySubject]:
    kinds = _kinds(*methods)
    return (part for part in parts if part.entry.kind in kinds)


def booked(parts: Iterable[EntrySubject], on: date) -> list[Booked]:
    """The meetings that are fixed for that day or later, the next first: of each step the newest word."""
    return _coming(_of(parts, "meetings"), on)


def booked_of(children: Collection[UUID], on: date) -> dict[UUID, list[Booked]]:
    """The same for many children at once, by their ids."""
    parts: dict[UUID, list[EntrySubject]] = {child: [] for child in children}
    for part in queries.newest_parts(children, kinds_with("meetings"), _MOST * max(1, len(parts))):
        parts[part.subject_id].append(part)
    return {child: _coming(theirs, on) for child, theirs in parts.items()}


def _coming(parts: Iterable[EntrySubject], on: date) -> list[Booked]:
    found: dict[str, list[Booked]] = {}
    for part in parts:
        values, own = _as_read(part)
        told = entry_type(part.entry.kind).meetings(values, own)
        for step in {one.step for one in told} - found.keys():
            found[step] = [Booked(one, part.entry) for one in told if one.step == step]
    coming = [one for each in found.values() for one in each if one.meeting.on >= on]
    return sorted(coming, key=lambda one: (one.meeting.on, one.meeting.time, one.meeting.step))


def plan(
    parts: Iterable[EntrySubject], states: Iterable[CaseState], at: datetime, until: date | None
) -> Answer:
    """The plans in force with their categories, and what the newest plan on record says in a line.

    `until`: the 18th birthday. From then on a child protection plan that is in force needs an end.
    """
    states = list(states)
    ended = max((over for state in states for over in _ended(state, at)), default=None)
    begun = [(kind, one) for state in states for kind, one in _in_force(state, at)]
    entries = {
        str(event.pk): event.entry
        for event in Event.objects.filter(pk__in=[one.event.id for _, one in begun]).select_related(
            "entry__author_agency"
        )
    }
    lines = [from_entry(entries[one.event.id], _begun(kind, one)) for kind, one in begun]
    if until and until <= london_date(at) and any(kind is PastKind.PLAN for kind, _ in begun):
        lines.append(Line(f"18 since {say_date(until)}, and the plan has not been ended", tone="late"))
    for part in _of(parts, "plan"):
        if ended is not None and part.entry.occurred_at <= ended:
            break  # what was written before the last plan was over is history
        if words := entry_type(part.entry.kind).plan(*_as_read(part)):
            lines.append(from_entry(part.entry, words))
            break
    return Answer("plan", "Plan", lines, "No plan")


def _in_force(state: CaseState, at: datetime) -> Iterator[tuple[PastKind, Happened]]:
    """Each plan that began and has not ended, with what began it."""
    listed = procedure.newest().head.history
    for kind in _PLANS:
        begun = None
        for one in state.until(at):
            if one.name in getattr(listed, f"{kind}_begins"):
                begun = begun or one
            elif one.name in getattr(listed, f"{kind}_ends"):
                begun = None
        if begun is not None:
            yield kind, begun


def _ended(state: CaseState, at: datetime) -> Iterator[datetime]:
    """When plans of this case ended."""
    listed = procedure.newest().head.history
    ends = {name for kind in _PLANS for name in getattr(listed, f"{kind}_ends")}
    return (one.event.at for one in state.until(at) if one.name in ends)


def _begun(kind: PastKind, one: Happened) -> str:
    titles = FactValues("category")
    category = ", ".join(titles.get(each, each) for each in one.event.facts.get("category") or ())
    return f"{kind.called} since {say_date(one.day)}{f': {category}' if category else ''}"


def _as_read(part: EntrySubject) -> tuple[Values, Values]:
    """The entry's answers and the child's own, with every correction."""
    amendments = sorted(part.entry.amendments.all(), key=lambda one: (one.recorded_at, str(one.pk)))
    reading = corrections.standing(part.entry, [part], amendments)
    return reading.shared, reading.own[part.subject_id]


def next_due(timed: Sequence[DutyLine], meetings: Sequence[Booked]) -> Answer:
    """The most pressing duties, and the meetings that are fixed."""
    lines = [
        Line(f"{duty.title}: {duty.clock}", duty.due.exactly, duty.href, duty.tone) for duty in timed[:_SOON]
    ]
    lines += [from_entry(one.entry, one.words) for one in meetings]
    return Answer("next_due", "What is due next?", lines, "No clock is running and no meeting is fixed")


def worker(parts: Collection[EntrySubject], episodes: Sequence[Episode]) -> Answer:
    """Who holds the case, and by which entry since when."""
    lines = []
    for episode in episodes:
        held = [episode.worker.name if episode.worker else "", episode.team.name if episode.team else ""]
        if episode.closed_at is None and any(held):
            lines.append(_held(parts, episode, ", ".join(filter(None, held))))
    return Answer("worker", "Allocated worker", lines, "Nobody yet")


def _held(parts: Iterable[EntrySubject], episode: Episode, words: str) -> Line:
    for part in _of(parts, "allocation", "allocation_of"):
        settled = entry_type(part.entry.kind).allocation_of(*_as_read(part))
        if part.episode_id == episode.pk and settled and (settled.team or settled.worker):
            return from_entry(part.entry, f"{words}, since {say_date(london_date(part.entry.recorded_at))}")
    return Line(words)
