"""A record to ask questions of: entries that state what a test wants stated."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from goldthread.ledger.author import Author
from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.models import Entry, EntrySubject, Episode, Subject
from goldthread.people import projection
from goldthread.people import statements as say

NOW = datetime(2026, 4, 7, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
PUBLIC = Author(role="referrer", name="Nosy Neighbour")


class Told(EntryType):
    """States what its payload lists."""

    kind = "test.told"
    title = "Something told"

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        return [_statement(told) for told in values["told"]]

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        return [ProposedEvent(*event.split(".")) for event in values.get("events", ())]


def _statement(told: Mapping[str, Any]) -> say.Statement:
    kind = getattr(say, told["statement"])
    days = {field.name for field in fields(kind) if "date" in str(field.type)}
    values = {name: value for name, value in told.items() if name != "statement"}
    return kind(**{n: date.fromisoformat(v) if n in days and v else v for n, v in values.items()})


def payload(*statements: say.Statement) -> dict[str, Any]:
    """What an entry holds that states these things."""
    return {"told": [{"statement": type(s).__name__, **_json(s)} for s in statements]}


def _json(statement: say.Statement) -> dict[str, Any]:
    values = {field.name: getattr(statement, field.name) for field in fields(statement)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def tell(
    *statements: say.Statement,
    by: Author = PUBLIC,
    at: datetime = NOW,
    amends: Entry | None = None,
    about: Sequence[Subject] = (),
    episode: Episode | None = None,
) -> Entry:
    """Write an entry that states these things, or that amends another to state them instead."""
    told = payload(*statements)
    entry = Entry.objects.create(
        kind="amendment" if amends else Told.kind,
        occurred_at=at,
        recorded_at=at,
        author=by.user,
        author_name=by.name,
        author_role=by.role,
        author_designation=by.designation,
        payload={"values": told, "reason": "Wrong"} if amends else told,
        amends=amends,
        idempotency_key=uuid.uuid4().hex,
    )
    for pk in dict.fromkeys([s.about for s in statements] + [str(subject.pk) for subject in about]):
        EntrySubject.objects.create(
            entry=entry, subject_id=pk, episode=episode if episode and str(episode.subject_id) == pk else None
        )
    projection.project(entry)
    return entry


def someone(given: str = "", family: str = "", born: date | None = None, **address: Any) -> str:
    """A new person of whom this is stated; their subject id."""
    subject = str(Subject.objects.create(created_at=NOW).pk)
    tell(
        say.Named(about=subject, given=given, family=family),
        say.Born(about=subject, on=born),
        say.LivesAt(about=subject, **address),
    )
    return subject
