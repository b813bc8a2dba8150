"""What the record knows of somebody, for the Enquiry Form: each thing with its source (HERTS-8.13)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldthread.disclosure.entries.request import REPLY
from goldthread.disclosure.recognising import stands
from goldthread.disclosure.requestfile import RequestFile
from goldthread.ledger import procedure
from goldthread.ledger.ids import derived_id
from goldthread.ledger.packfields import POINT
from goldthread.people import describe
from goldthread.people.history import Past, PastKind, past


@dataclass(frozen=True)
class Known:
    """One thing that the record knows. `key` is the same each time."""

    key: str
    text: str
    source: str
    entry: UUID | None


def known_by_point(file: RequestFile, at: datetime) -> dict[str, list[Known]]:
    """By the name of each point of the pack that the record answers, what it answers: the oldest first."""
    step = procedure.newest().steps.get(REPLY)
    points = {POINT + name: point.from_record for name, point in step.points.items()} if step else {}
    things = _things(file, at)
    return {name: _of_kinds(file, things, kinds) for name, kinds in points.items() if kinds}


def _things(file: RequestFile, at: datetime) -> list[Past]:
    """Everything about these people but what this request itself wrote."""
    mine = {file.request.pk, *(entry.pk for entry in file.work)}
    found = past([one.id for one in file.people], before=at)
    return [thing for thing in reversed(found) if thing.entry_id not in mine]


def _of_kinds(file: RequestFile, things: Iterable[Past], kinds: Collection[str]) -> list[Known]:
    names: Mapping[UUID, str] = {one.id: one.name for one in file.people} if len(file.people) > 1 else {}
    return [_known(thing, names.get(thing.subject_id, "")) for thing in things if thing.kind.value in kinds]


def _known(thing: Past, name: str) -> Known:
    told = ": ".join(part for part in (thing.words, thing.outcome) if part)
    words = "; ".join((told, *thing.details))
    key = derived_id(thing.kind, thing.at.isoformat(), thing.entry_id, thing.episode_id, thing.subject_id)
    whose = f"{name}. " if name else ""
    return Known(key.hex[:12], f"{whose}{thing.when}: {words}", thing.source or "our record", thing.entry_id)


def standing_in_words(file: RequestFile, at: datetime) -> str:
    """Of each person: known or not, open or closed, and the periods with their results (HERTS-8.11)."""
    things = _things(file, at)
    return "\n".join(_of_person(one.id, describe.plain_name(one.person), things, at) for one in file.people)


def _of_person(subject: UUID, name: str, things: Iterable[Past], at: datetime) -> str:
    own = [thing for thing in things if thing.subject_id == subject and thing.kind is not PastKind.MENTIONED]
    if not own:
        return f"{name}: not known to children’s services."
    how = stands(subject, at)
    periods = [thing for thing in own if thing.kind is PastKind.EPISODE]
    told = [f"{thing.when}{': ' + thing.outcome if thing.outcome else ''}" for thing in periods]
    state = "open" if how.is_open else "closed"
    words = f"{name}: known, {state}."
    return f"{words} Involvement: {'; '.join(told)}." if told else words
