"""The plan of a child as it stands: every version, how its two faces keep step, and how each action goes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from goldthread.ledger import procedure
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, EntrySubject, Episode
from goldthread.ledger.state import states
from goldthread.procedures.fold import CaseState, Happened
from goldthread.protection.entries.plan import PlanTranslation, ProtectionPlan
from goldthread.protection.plantwins import Place, Step, steps

_ASKED_IN = ("what_must_change", "changes")  # the questions at a core group, and at a review


@dataclass(frozen=True)
class Version:
    """One signed version: its number, what it says for all, and what it says of this child alone."""

    entry: Entry
    number: int
    values: Values
    part: Values


@dataclass(frozen=True)
class Progress:
    """How an action stood at a meeting."""

    entry: Entry
    state: str
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """A child's plan. `progress` is by the action's number, newest first.

    `begun` and `ended` are what the procedure says of it: an outcome in effect, or None.
    """

    versions: Sequence[Version]
    progress: Mapping[str, Sequence[Progress]] = field(default_factory=dict)
    translations: Sequence[Entry] = ()
    begun: Happened | None = None
    ended: Happened | None = None

    @property
    def newest(self) -> Version | None:
        """The version that stands."""
        return self.versions[-1] if self.versions else None

    @property
    def in_force(self) -> bool:
        """Whether the child has a plan now."""
        return self.begun is not None and self.ended is None

    @cached_property
    def steps(self) -> dict[Place, Step]:
        """How each pair of words keeps step."""
        return steps([version.values for version in self.versions])

    @property
    def out_of_step(self) -> int:
        """How many pairs do not."""
        return sum(step != "in_step" for step in self.steps.values())


def standing(people: Collection[UUID], at: datetime) -> Plan:
    """The plan of a person, by the ids of their records, as it stands at an instant.

    A plan of an earlier period of involvement is history, and no part of it.
    """
    written = parts_of(people, [ProtectionPlan.kind])
    found = sorted((version_of(part) for part in written), key=lambda one: (one.number, str(one.entry.pk)))
    translated = parts_of(people, [PlanTranslation.kind])
    newest = found[-1].entry.pk if found else None
    begun, ended = _life(newest_state(people), at)
    return Plan(
        versions=found,
        progress=progress_of(people),
        translations=[part.entry for part in translated if part.entry.answers_id == newest],
        begun=begun,
        ended=ended,
    )


def parts_of(people: Collection[UUID], kinds: Collection[str]) -> list[EntrySubject]:
    """What entries of these kinds say of a person in the newest case, in the order in which it happened."""
    found = in_case(people).filter(entry__kind__in=kinds)
    return list(found.order_by("entry__occurred_at", "entry__recorded_at", "entry_id"))


def in_case(people: Collection[UUID]) -> "QuerySet[EntrySubject]":
    """Everything that was recorded of a person's newest case."""
    found = EntrySubject.objects.filter(subject__in=people, episode__in=episodes_of(people)[-1:])
    return found.select_related("entry")


def version_of(part: EntrySubject) -> Version:
    """The version of the plan that an entry is, for one child."""
    values, parts = values_of(part.entry)
    return Version(part.entry, int(values.get("version", 1)), values, parts.get(part.subject_id, {}))


def asked_since(people: Collection[UUID], version: Version | None) -> list[tuple[Entry, str]]:
    """What core groups and reviews said must change in the plan after its newest version, oldest first."""
    found: list[tuple[Entry, str]] = []
    for name in _ASKED_IN:
        told = in_case(people).filter(entry__payload__has_key=name)
        if version is not None:
            told = told.filter(entry__occurred_at__gte=version.entry.occurred_at)
        for part in told:
            said = values_of(part.entry)[0].get(name)
            if isinstance(said, str) and said:
                found.append((part.entry, said))
    return sorted(found, key=lambda one: (one[0].occurred_at, one[0].recorded_at, str(one[0].pk)))


def progress_of(people: Collection[UUID]) -> dict[str, list[Progress]]:
    """How each action stood, newest first, as meetings of any kind recorded it."""
    told = in_case(people).filter(entry__payload__has_key="progress")
    found: dict[str, list[Progress]] = {}
    for part in told.order_by("-entry__occurred_at", "-entry__recorded_at", "pk"):
        for row in _rows(values_of(part.entry)[0].get("progress")):
            if not row.get("state") and not row.get("note"):
                continue
            progress = Progress(part.entry, str(row.get("state", "")), str(row.get("note", "")))
            found.setdefault(str(row.get("item", "")), []).append(progress)
    return found


def _rows(said: Any) -> Iterable[Values]:
    return said if isinstance(said, list) else ()


def episodes_of(people: Collection[UUID]) -> list[Episode]:
    """The periods of involvement of a person, the newest last; an open one comes after those that ended."""
    found = Episode.objects.filter(subject__in=people).select_related("subject").order_by("opened_at", "pk")
    return sorted(found, key=lambda one: one.closed_at is None)


def newest_state(people: Collection[UUID]) -> CaseState | None:
    """The newest case of a person, as the procedure reads it."""
    episodes = episodes_of(people)[-1:]
    return next(iter(states(episodes).values()), None)


def _life(state: CaseState | None, at: datetime) -> tuple[Happened | None, Happened | None]:
    """What began the plan, and what ended it."""
    begun = ended = None
    history = procedure.newest().head.history
    for one in state.until(at) if state else ():
        if one.name in history.protection_plan_begins:
            begun, ended = begun if begun and not ended else one, None
        elif one.name in history.protection_plan_ends:
            ended = one
    return begun, ended
