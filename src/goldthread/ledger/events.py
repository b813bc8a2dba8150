"""From entries to events: what each signed entry tells the procedure about each child."""

from collections.abc import Iterable, Iterator
from typing import Any, cast
from uuid import UUID

from goldthread.ledger.entries import ProposedEvent, entry_type, merged
from goldthread.ledger.ids import derived_id
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, EntrySubject, Event
from goldthread.ledger.procedure import newest, procedure
from goldthread.procedures.tables import Table


def of_part(entry: Entry, part: EntrySubject) -> list[Event]:
    """The events, unsaved, that an entry means for one child. Empty when no episode is concerned."""
    return [] if part.episode_id is None else as_if_involved(entry, part)


def as_if_involved(entry: Entry, part: EntrySubject) -> list[Event]:
    """The same for somebody without a period of involvement, never saved: what the procedure would read."""
    if entry.amends is not None:
        return list(_corrections(entry, entry.amends, part))
    if entry.authorises is not None:
        return list(_settling(entry, entry.authorises, part, "authorises"))
    if entry.declines is not None:
        return list(_settling(entry, entry.declines, part, "declines"))
    proposed = entry_type(entry.kind).events(entry.payload, part.payload)
    return [_event(entry, part, index, event) for index, event in enumerate(proposed) if is_known(event)]


def is_known(event: ProposedEvent) -> bool:
    """Whether this authority's procedure has such an outcome. One that it has not says nothing to it."""
    step = newest().steps.get(event.step)
    return step is not None and event.outcome in step.outcomes


def _event(entry: Entry, part: EntrySubject, index: int, event: ProposedEvent, **links: Any) -> Event:
    return Event(
        id=derived_id(entry.pk, part.subject_id, index),
        episode_id=cast("UUID", part.episode_id),  # `of_part` asks nothing of a part without one
        entry=entry,
        step=event.step,
        outcome=event.outcome,
        occurred_at=event.at or entry.occurred_at,
        recorded_at=part.placed_by.recorded_at if part.placed_by else entry.recorded_at,
        role=entry.author_role,
        agency=_agency(entry),
        facts=dict(event.facts),
        answers=links.pop("answers", None) or _answered(entry, part),
        reason=entry.outside_reason,
        **links,
    )


def _agency(entry: Entry) -> UUID | None:
    """The agency other than the council's in whose name an entry, or what it corrects, speaks."""
    said = entry if entry.amends is None else entry.amends
    if named := entry_type(said.kind).in_the_name_of(said.payload):
        return UUID(named)
    own = said.author_agency
    return own.pk if own is not None and own.is_outside else None


def _answered(entry: Entry, part: EntrySubject) -> Any:
    """The first event of the entry that this one answers, for the same child."""
    if entry.answers_id is None:
        return None
    return derived_id(entry.answers_id, part.subject_id, 0)


def _settling(entry: Entry, settled: Entry, part: EntrySubject, link: str) -> Iterator[Event]:
    """Authorising or declining repeats, in the second person's role, each event of the entry that waited."""
    table = procedure().on(london_date(settled.occurred_at))
    for index, event in enumerate(entry_type(settled.kind).events(settled.payload, _part_of(settled, part))):
        if not is_known(event) or takes_effect(table, f"{event.step}.{event.outcome}", settled.author_role):
            continue
        links = {link: derived_id(settled.pk, part.subject_id, index), "answers": _answered(settled, part)}
        yield _event(entry, part, index, ProposedEvent(event.step, event.outcome, event.facts), **links)


def takes_effect(table: Table, event: str, role: str) -> bool:
    """Whether an outcome that a role records needs nobody else to authorise it."""
    authorisers = table.authorisers.get(event)
    return authorisers is None or role in authorisers


def _corrections(entry: Entry, original: Entry, part: EntrySubject) -> Iterator[Event]:
    """An amendment repeats, corrected, each event of the original that now reads otherwise."""
    kind, before = entry_type(original.kind), _part_of(original, part)
    was = kind.events(original.payload, before)
    now = kind.events(merged(original.payload, entry.payload.get("values", {})), merged(before, part.payload))
    for index, (old, new) in enumerate(zip(was, now, strict=False)):
        if old != new and is_known(new):
            at = new.at or original.occurred_at
            yield _event(
                entry,
                part,
                index,
                ProposedEvent(new.step, new.outcome, new.facts, at),
                corrects=derived_id(original.pk, part.subject_id, index),
                answers=_answered(original, part),
            )


def _part_of(entry: Entry, part: EntrySubject) -> dict[str, Any]:
    own: dict[str, Any] = entry.parts.get(subject_id=part.subject_id).payload
    return own


def of_entries(entries: Iterable[Entry]) -> Iterator[Event]:
    """The events of many entries, as a rebuild makes them."""
    for entry in entries:
        for part in entry.parts.all():
            yield from of_part(entry, part)
