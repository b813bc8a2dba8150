"""What the record knows before a strategy discussion: other children, who takes part, meetings so far."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from goldthread.access import policy
from goldthread.accounts.models import Team, User
from goldthread.ledger import procedure
from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, EntrySubject, Episode, Subject
from goldthread.people import describe, family
from goldthread.people.authorship import said_by
from goldthread.people.identity import identity
from goldthread.people.models import Attendance, Characteristic, Person
from goldthread.protection import strategyfields as ask
from goldthread.protection.entries.strategy import StrategyAfter, StrategyCall, StrategyMeeting

KINDS = (StrategyCall.kind, StrategyMeeting.kind, StrategyAfter.kind)
_SPOKEN_OF = ("first_language", "ethnicity", "interpreter", "communication")
_CHILDREN = (family.Group.SIBLING, family.Group.CHILD_IN_HOUSEHOLD, family.Group.THEIR_CHILD)


@dataclass(frozen=True)
class Linked:
    """Another child who may be affected: how they are linked, and their open case if there is one."""

    subject: UUID
    name: str
    how: str
    age: str
    episode: Episode | None

    @property
    def open(self) -> bool:
        """Whether the service is involved with them now."""
        return self.episode is not None


@dataclass(frozen=True)
class Children:
    """Who may be affected besides. `closed`: how those are linked whose records are closed to the reader."""

    linked: list[Linked]
    closed: list[str]


def other_children(episode: Episode, user: User, at: datetime) -> Children:
    """Children of the same contact, siblings, others of the household and of adults around (HSSCP-10.9)."""
    on, subject = london_date(at), episode.subject_id
    circle = [one for one in family.circle(subject, on=on) if one.group in _CHILDREN]
    hows = {one.subject_id: one.how for one in circle if describe.is_child(one.person, on) is not False}
    hows = {**dict.fromkeys(sorted(together(episode) - {subject}), "In the same contact"), **hows}
    seen = policy.visible(user, hows, at=at)
    episodes, people = _open_episodes(seen.subjects), Person.objects.in_bulk(list(seen.subjects))
    linked = [
        Linked(
            pk, describe.display_name(people.get(pk)), how, describe.age(people.get(pk), on), episodes.get(pk)
        )
        for pk, how in hows.items()
        if pk in seen.subjects
    ]
    return Children(linked, [how for pk, how in hows.items() if pk in seen.restricted])


def _open_episodes(people: Collection[UUID]) -> dict[UUID, Episode]:
    found = Episode.objects.filter(subject__in=people, closed_at=None).select_related("subject")
    return {episode.subject_id: episode for episode in found}


def together(episode: Episode) -> set[UUID]:
    """The children of the contact, or whatever began this case: they are spoken of together."""
    first = EntrySubject.objects.filter(episode=episode).order_by("entry__occurred_at", "entry_id").first()
    if first is None:
        return {episode.subject_id}
    parts = first.entry.parts.filter(episode__isnull=False, episode__closed_at=None)
    return set(parts.values_list("subject_id", flat=True)) | {episode.subject_id}


def meetings_so_far(subject: Subject) -> list[Entry]:
    """Everything about strategy discussions on this child's record, the oldest first."""
    found = Entry.objects.filter(
        parts__subject__in=identity([subject.pk]), parts__astray=None, kind__in=KINDS
    )
    ordered = found.select_related("author_agency").order_by("occurred_at", "recorded_at", "pk")
    return list(ordered.distinct().prefetch_related("parts"))


def to_continue(so_far: Sequence[Entry], subject: Subject) -> Entry | None:
    """The discussion that is to be held again, if the last one is (HSSCP-10.11)."""
    held = [entry for entry in so_far if entry.kind == StrategyMeeting.kind]
    last = held[-1] if held else None
    return last if last is not None and outcome_of(last, subject.pk) == "reconvened" else None


def convened(so_far: Sequence[Entry]) -> Entry | None:
    """The call to a discussion that has not been held since."""
    waiting: Entry | None = None
    for entry in so_far:
        if entry.kind != StrategyAfter.kind:
            waiting = entry if entry.kind == StrategyCall.kind else None
    return waiting


def outcome_of(entry: Entry, child: UUID) -> str:
    """What a discussion decided for one child; empty where it did not."""
    same = identity([child])
    own = [part.payload for part in entry.parts.all() if part.subject_id in same]
    said = {**entry.payload, **(own[0] if own else {})}
    return str(said.get("outcome", ""))


Row = dict[str, Any]


@dataclass(frozen=True)
class Filled:
    """Rows of those who take part, filled in from the record, and where that is from."""

    rows: list[Row]
    sources: list[str]


def who_takes_part(episode: Episode, user: User, at: datetime) -> Filled:
    """Those whom the procedure wants there, by name where known, then whoever else knows the child."""
    filled = Filled([], [])
    step = procedure.newest().steps[ask.STEP]
    for name, attendee in step.attends.items():
        person = _holding(attendee.role, episode, user, at)
        if person is not None:
            filled.rows.append(_of_staff(person, name))
            filled.sources.append(f"{person.name}: {_how_known(person, episode, user)}")
        elif attendee.must:
            filled.rows.append({"part": name})
    for one in agencies(episode, at):
        part = _part_of(f"{one.name} {one.kind}", step.attends)
        filled.rows.append({"part": part, "agency": one.name, "name": one.person})
        filled.sources.append(f"{one.name}: {one.source}")
    return filled


def _holding(role: str, episode: Episode, user: User, at: datetime) -> User | None:
    """Whoever of the council takes that part: who holds the case, who writes, the manager of their team."""
    table = procedure.procedure().on(london_date(at))
    first = [one for one in (episode.worker, user) if one is not None]
    teams = Team.objects.filter(memberships__user__in=first) if first else Team.objects.none()
    mates = User.objects.filter(is_active=True, memberships__team__in=teams).order_by("name", "pk").distinct()
    able = (one for one in [*first, *mates] if any(table.may_act(held, [role]) for held in one.roles(at=at)))
    return next(able, None) if role else None


def _of_staff(person: User, part: str) -> Row:
    return {"person": str(person.pk), "part": part, "name": person.name, "agency": person.agency.name}


def _how_known(person: User, episode: Episode, user: User) -> str:
    if episode.worker_id == person.pk:
        return "holds the case"
    return "you" if person.pk == user.pk else "of the team"


@dataclass(frozen=True)
class Agency:
    """An agency that knows the child: its name and kind, who spoke for it, and where that is from."""

    name: str
    kind: str
    person: str
    source: str


def agencies(episode: Episode, at: datetime) -> list[Agency]:
    """The school, and every agency that an entry names. Each once."""
    people = identity([episode.subject_id])
    found: dict[str, Agency] = {}
    for one in [*_schools(people, at), *_of_entries(people)]:
        found.setdefault(one.name.casefold(), one)
    return list(found.values())


def _schools(people: Collection[UUID], at: datetime) -> list[Agency]:
    rows = Attendance.objects.on(london_date(at)).filter(subject__in=people).order_by("place", "pk")
    return [Agency(one.place, "school", "", f"where the child goes, said {one.said_by}") for one in rows]


def _of_entries(people: Collection[UUID]) -> Iterator[Agency]:
    """Those who wrote or told an entry, and those whom one names as an agency."""
    found = Entry.objects.filter(parts__subject__in=people, parts__astray=None, amends=None)
    found = found.select_related("author_agency").order_by("occurred_at", "recorded_at", "pk").distinct()
    for entry in found:
        source = f"{entry_type(entry.kind).title.lower()} of {say_date(london_date(entry.occurred_at))}"
        said = entry.payload
        teller = entry_type(entry.kind).told_by(said)
        if entry.author_agency and entry.author_agency.is_outside:
            yield Agency(entry.author_agency.name, entry.author_agency.kind, entry.author_name, source)
        elif teller is not None and teller.agency:
            yield Agency(teller.agency, str(said.get("referrer_kind", "")), "", source)
        if isinstance(said.get("agency"), str):
            yield Agency(said["agency"], "", "", source)


def _part_of(words: str, attends: Mapping[str, Any]) -> str:
    """Which of those whom the procedure names an agency's name or kind speaks of, or somebody else."""
    said = set(words.casefold().replace("-", " ").replace("_", " ").split())
    return next((name for name in attends if said & set(name.split("_"))), ask.OTHER)


@dataclass(frozen=True)
class Quote:
    """Something that the record says already of a child, and who said so."""

    name: str
    text: str
    by: str


def said_of(people: Iterable[UUID], at: datetime) -> list[Quote]:
    """Ethnicity, languages and whether an interpreter is wanted (HSSCP-10.10)."""
    ids = list(people)
    names = Person.objects.in_bulk(ids)
    rows = Characteristic.objects.on(london_date(at)).filter(subject__in=ids, kind__in=_SPOKEN_OF)
    return [
        Quote(
            describe.display_name(names.get(row.subject_id)),
            f"{row.kind.replace('_', ' ')}: {row.words}",
            row.said_by,
        )
        for row in rows.order_by("subject_id", "kind", "stated_by__recorded_at", "pk")
    ]


def source_of(entry: Entry) -> str:
    """`Strategy discussion of 9 November 2026, Sal Worker, Social worker`."""
    title = entry_type(entry.kind).title
    return f"{title} of {say_date(london_date(entry.occurred_at))}, {said_by(entry)}"
