"""The core group of a child: who belongs, when it met and meets next, and what became of its minutes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from goldthread.documents.entries import Dispatch
from goldthread.ledger import meetings
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Group
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.protection.entries.coregroup import STATES, CoreGroupMeeting, CoreGroupMinutes
from goldthread.protection.planfile import in_case, parts_of

MINUTES = "core_group_minutes"  # the kind of paper


@dataclass(frozen=True)
class Membership:
    """Who belongs to the group, and which entry said so; nobody as long as none did."""

    rows: Sequence[Values] = ()
    entry: Entry | None = None

    @property
    def told(self) -> list[str]:
        """Each member in words."""
        return [meetings.who(row) for row in self.rows]


@dataclass(frozen=True)
class Task:
    """What somebody is to do, in which role; `outside` where they do not belong to the group."""

    what: str
    who: str
    role: str
    by_when: str
    outside: bool


@dataclass(frozen=True)
class Met:
    """One meeting of the group. `minutes` are the entries about its minutes, oldest first."""

    entry: Entry
    values: Values
    part: Values
    minutes: Sequence[Entry]

    @property
    def day(self) -> str:
        """When it met."""
        return say_date(london_date(self.entry.occurred_at))

    @property
    def there(self) -> list[str]:
        """Those who came."""
        return [meetings.who(row) for row in meetings.came(self.values.get("people", ()))]

    @property
    def not_there(self) -> list[str]:
        """Those who did not, and whether they said so."""
        missed = meetings.came(self.values.get("people", ()), "apologies", "absent")
        return [f"{meetings.who(row)}: {meetings.CAME[row['came']].lower()}" for row in missed]

    @property
    def next_day(self) -> str:
        """When it was to meet next; empty where nobody said."""
        following = self.values.get("next_core_group")
        return CoreGroupMeeting.next_core_group.text(following) if following else ""

    @property
    def progress(self) -> list[tuple[str, str, str]]:
        """Each action, how it went, and what was said of it."""
        rows = self.values.get("progress", ())
        return [
            (row.get("action", ""), STATES.get(row.get("state"), ""), row.get("note", "")) for row in rows
        ]

    @property
    def tasks(self) -> list[Task]:
        """Who does what next, with the role in which they belong to the group (HSSCP-13.6)."""
        group = CoreGroupMeeting.fields["tasks"]
        by_when = group.fields["by_when"] if isinstance(group, Group) else None
        return [
            _task(row, self.values, by_when.text(row["by_when"]) if by_when and row.get("by_when") else "")
            for row in self.values.get("tasks", ())
        ]


def membership(people: Collection[UUID]) -> Membership:
    """The newest that was said of who belongs, at a conference or at a meeting of the group (HSSCP-13.5)."""
    said = in_case(people).filter(entry__payload__has_key="members")
    newest = said.order_by("-entry__occurred_at", "-entry__recorded_at", "pk")
    for part in newest:
        rows = values_of(part.entry)[0].get("members")
        if isinstance(rows, list) and rows:
            return Membership(rows, part.entry)
    return Membership()


def met(people: Collection[UUID]) -> list[Met]:
    """Every meeting of the group, newest first."""
    minutes: dict[UUID | None, list[Entry]] = {}
    for part in parts_of(people, [CoreGroupMinutes.kind]):
        minutes.setdefault(part.entry.answers_id, []).append(part.entry)
    return [one_of(part, minutes.get(part.entry_id, [])) for part in reversed(_meetings(people))]


def one_of(part: EntrySubject, minutes: Sequence[Entry]) -> Met:
    """A meeting, as corrected, for one child."""
    values, parts = values_of(part.entry)
    return Met(part.entry, values, parts.get(part.subject_id, {}), minutes)


@dataclass(frozen=True)
class Receiver:
    """A member, and on which day the minutes of a meeting went to them; empty as long as they did not."""

    told: str
    name: str
    sent: str


def receivers(meeting: Entry, group: Membership) -> list[Receiver]:
    """Each member, and whether a copy of the minutes was sent to them (HSSCP-13.9)."""
    copies = Entry.objects.filter(answers=meeting, kind=Dispatch.kind, payload__kind_of_paper=MINUTES)
    sent: dict[str, str] = {}
    for copy in copies.order_by("recorded_at", "pk"):
        day = say_date(london_date(copy.recorded_at))
        for said in (copy.payload.get("to_name"), copy.payload.get("to_address")):
            sent.setdefault(str(said or "").casefold(), day)
    return [Receiver(meetings.who(row), str(row.get("name", "")), _day(row, sent)) for row in group.rows]


def _day(row: Values, sent: Mapping[str, str]) -> str:
    """The day for whoever goes by that name or e-mail address."""
    keys = (str(row.get(key, "")).casefold() for key in ("name", "email"))
    return next((sent[key] for key in keys if key and key in sent), "")


def minutes_of(meeting: Entry) -> list[Entry]:
    """The entries about the minutes of a meeting, oldest first."""
    found = Entry.objects.filter(answers=meeting, kind=CoreGroupMinutes.kind)
    return list(found.order_by("recorded_at", "pk"))


def _meetings(people: Collection[UUID]) -> list[EntrySubject]:
    return parts_of(people, [CoreGroupMeeting.kind])


def _task(row: Values, values: Values, by_when: str) -> Task:
    named = str(row.get("who", ""))
    roles = list(_roles(named, values))
    return Task(str(row.get("what", "")), named, roles[0] if roles else "", by_when, outside=not roles)


def _roles(named: str, values: Values) -> Iterator[Any]:
    """In which role somebody of that name belongs to the group, or was there."""
    for row in (*values.get("members", ()), *values.get("people", ())):
        if str(row.get("name", "")).casefold() == named.casefold() and named:
            yield row.get("role", "") or row.get("agency", "") or "member"
