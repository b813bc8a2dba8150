"""What the pages show: duties, entries and steps as flat values, so that templates decide nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from goldthread.ledger import procedure
from goldthread.ledger.entries import entry_type
from goldthread.ledger.ids import derived_id
from goldthread.ledger.locks import author_name
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Duty, Entry, Episode, Event
from goldthread.ledger.state import states
from goldthread.people.describe import display_name
from goldthread.people.models import Person
from goldthread.procedures.duties import Duty as FoldedDuty
from goldthread.procedures.duties import duties
from goldthread.procedures.fold import CaseState
from goldthread.procedures.standing import awaiting, open_steps
from goldthread.web.duties import DutyLine, duty_line
from goldthread.web.pathway import PathwayStep


@dataclass(frozen=True)
class TimelineItem:
    """One entry in a chronology."""

    when: str
    title: str
    href: str
    by: str
    text: str
    badges: tuple[tuple[str, str], ...] = ()


def worklist_lines(rows: Sequence[Duty], names: dict[UUID, str], *, at: datetime) -> list[DutyLine]:
    """The rows of a worklist with their clocks and clauses. `names` are those that this user may read."""
    folded = states({row.episode_id: row.episode for row in rows}.values())
    addresses = work_addresses(row.because for row in rows)
    lines = []
    for row in rows:
        found = _found(row, folded[row.episode_id], at)
        if found is not None:
            subject = row.episode.subject_id
            lines.append(
                duty_line(
                    found,
                    at,
                    owner=_owner(row.episode),
                    about=names.get(subject, "A restricted record"),
                    href=addresses.get(row.because, "") if subject in names else "",
                )
            )
    return lines


def _found(row: Duty, state: CaseState, at: datetime) -> FoldedDuty | None:
    """The duty, with its rule and its clock, that a row stands for."""
    for duty in duties(state, at):
        if derived_id(row.episode_id, duty.id, duty.start.root) == row.pk:
            return duty
    return None


def _owner(episode: Episode) -> str:
    """Who holds the case; empty lets the role of the duty stand."""
    if episode.worker is not None:
        return episode.worker.name
    return episode.team.name if episode.team is not None else ""


def work_addresses(events: Iterable[UUID]) -> dict[UUID, str]:
    """Where the work that each event started is done: its entry's page, or that of the entry it answers."""
    found = Event.objects.filter(pk__in=list(events)).select_related("entry__answers")
    return {event.pk: _address(event.entry.answers or event.entry) for event in found}


def _address(entry: Entry) -> str:
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


def awaiting_lines(state: CaseState, *, at: datetime) -> list[tuple[str, str]]:
    """What somebody has proposed and nobody has authorised yet, with the page where that is done."""
    pack, found = procedure.newest(), awaiting(state, at)
    addresses = work_addresses(UUID(one.root) for one in found)
    return [
        (
            f"{pack.steps[one.event.step].outcomes[one.event.outcome].title}: "
            f"waits to be authorised by the {pack.roles[one.authorised_by].title}",
            addresses.get(UUID(one.root), ""),
        )
        for one in found
    ]


def pathway(state: CaseState, *, at: datetime) -> list[PathwayStep]:
    """Every step: done with its outcome, open now, or not reached. Always-open ones show once made."""
    pack = procedure.newest()
    now_open = {one.step for one in open_steps(state, at)}
    last = {one.event.step: one for one in state.until(at)}
    steps = []
    for name, step in pack.steps.items():
        if step.opens_when == "always" and name not in last:
            continue
        done = last.get(name)
        note = f"{step.outcomes[done.event.outcome].title}, {say_when(done.at)}" if done else ""
        is_open = name in now_open and step.opens_when != "always"
        steps.append(PathwayStep(step.title, "now" if is_open else "done" if done else "ahead", note))
    return steps


def timeline(entries: Iterable[Entry]) -> list[TimelineItem]:
    """Entries as a chronology shows them: what, who, when it happened, and when it was written if later."""
    return [_item(entry) for entry in entries]


def _item(entry: Entry) -> TimelineItem:
    kind = entry_type(entry.kind)
    summary = kind.summary(entry.payload)
    title, _, text = summary.partition(": ")
    return TimelineItem(
        when=say_when(entry.occurred_at),
        title=title,
        href=_address(entry),
        by=written_by(entry),
        text=text,
        badges=_badges(entry),
    )


def _badges(entry: Entry) -> tuple[tuple[str, str], ...]:
    badges = []
    if getattr(entry, "corrected", False):
        badges.append(("Corrected", "info"))
    if entry.outside_reason:
        badges.append(("Outside the procedure", "late"))
    return tuple(badges)


def written_by(entry: Entry) -> str:
    """Name and designation as signed, and when it was written if not at once."""
    who = ", ".join(
        part for part in (author_name(entry) or "Name not given", entry.author_designation) if part
    )
    late = entry.recorded_at != entry.occurred_at
    return f"{who}. Written {say_when(entry.recorded_at)}" if late else who


def names_of(people: Iterable[Person]) -> dict[UUID, str]:
    """Display names by subject id."""
    return {person.pk: display_name(person) for person in people}
