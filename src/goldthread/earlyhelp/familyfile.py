"""A family's early help as it stands: who leads it, the team, the plan, meetings, concerns, what is owed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from goldthread.earlyhelp.entries.common import CONCERN, EPISODE, OPEN, STATES, TALK
from goldthread.earlyhelp.entries.conversation import EarlyHelpConversation
from goldthread.earlyhelp.entries.meeting import EarlyHelpMeeting, EarlyHelpWork
from goldthread.earlyhelp.entries.opening import EarlyHelpEnding, EarlyHelpLead, EarlyHelpOpening, lead_of
from goldthread.earlyhelp.entries.plan import EarlyHelpPlan
from goldthread.ledger import procedure
from goldthread.ledger.corrected import values_of_all
from goldthread.ledger.entries import Values, entry_type
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, EntrySubject, Episode, Event
from goldthread.ledger.packfields import fields_of_step
from goldthread.ledger.state import states
from goldthread.people.identity import identity
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.fold import CaseState, Happened

_OURS = (EPISODE, CONCERN)
_LEVEL = ("level_of_need", "threshold_document", "threshold_version")
_SETTLING = (TALK, "referral", "decision")
_SIGHT = ("impact_on_children", "level_of_risk")
KINDS = (
    EarlyHelpOpening.kind,
    EarlyHelpLead.kind,
    EarlyHelpPlan.kind,
    EarlyHelpMeeting.kind,
    EarlyHelpWork.kind,
    EarlyHelpConversation.kind,
    EarlyHelpEnding.kind,
)


@dataclass(frozen=True)
class Written:
    """One entry as corrected: what it says for all, and what it says of this child alone."""

    entry: Entry
    values: Values
    part: Values

    @property
    def summary(self) -> str:
        """In a line."""
        return entry_type(self.entry.kind).summary(self.values)


@dataclass(frozen=True)
class Concern:
    """A contact about a family open to early help: what the procedure asks because of it, done or not.

    `level` is what the conversation settled, `decided` what social care's front door decided; empty: not yet.
    """

    entry: Entry
    duties: Sequence[Duty]
    level: str
    decided: str

    @property
    def settled(self) -> bool:
        """Whether nothing is owed because of it any more."""
        return all(duty.met for duty in self.duties)

    @property
    def awaits(self) -> list[str]:
        """What must come before early help can end: the level, a decision, whatever has a limit."""
        return [
            duty.rule.written.title
            for duty in self.duties
            if not duty.met and (duty.due is not None or duty.rule.step in _SETTLING)
        ]


@dataclass(frozen=True)
class Family:
    """The early help of one child and those helped together, at an instant."""

    people: frozenset[UUID]
    episode: Episode | None
    state: CaseState | None
    written: Sequence[Written]
    at: datetime

    def of(self, *kinds: str) -> list[Written]:
        """What was written of these kinds, oldest first."""
        return [one for one in self.written if one.entry.kind in kinds]

    def newest(self, *kinds: str) -> Written | None:
        """The newest of these kinds."""
        return next(reversed(self.of(*kinds)), None)

    @cached_property
    def ended(self) -> Written | None:
        """What ended it, unless early help began again since."""
        last = self.newest(EarlyHelpOpening.kind, EarlyHelpEnding.kind)
        return last if last and last.entry.kind == EarlyHelpEnding.kind else None

    @property
    def opened(self) -> Written | None:
        """What it began with."""
        return self.newest(EarlyHelpOpening.kind)

    @property
    def told_open(self) -> Happened | None:
        """The contact that told us that the family is open to early help, where no assessment says so."""
        told = [one for one in self._happened() if one.own.get(OPEN) is True and one.event.step != EPISODE]
        return next(reversed(told), None)

    @property
    def is_open(self) -> bool:
        """Whether the family is open to early help: as recorded here, or as we were told."""
        if self.ended is not None or self.episode is None or self.episode.closed_at is not None:
            return False
        return bool(self.opened or self.newest(EarlyHelpPlan.kind) or self.told_open)

    @property
    def led_by(self) -> Written | None:
        """The newest word on who leads."""
        told = self.of(EarlyHelpOpening.kind, EarlyHelpLead.kind)
        named = [one for one in told if one.values.get("lead") or one.values.get("lead_outside")]
        return named[-1] if named else None

    @property
    def lead(self) -> str:
        """The lead professional's name."""
        return lead_of(self.led_by.values) if self.led_by else "Nobody yet"

    @property
    def team(self) -> list[Values]:
        """Who is in the team around the family, by the newest word."""
        told = [one.values["members"] for one in self.written if one.values.get("members")]
        return list(told[-1]) if told else []

    @property
    def levels(self) -> list[tuple[str, str]]:
        """The level of need, the threshold document and its version, as last said."""
        return self._last_said(_LEVEL)

    @property
    def sight(self) -> list[tuple[str, str]]:
        """What it means for the children and how great the risk is, as last said (WORC-4.3)."""
        return self._last_said(_SIGHT)

    def _last_said(self, names: Sequence[str]) -> list[tuple[str, str]]:
        facts, fields = procedure.newest().facts, fields_of_step(EPISODE)
        said: dict[str, Any] = {}
        for one in self.written:
            said |= {name: one.values[name] for name in names if one.values.get(name)}
        return [
            (facts[name].title, fields[name].text(said[name]))
            for name in names
            if name in said and name in fields
        ]

    @property
    def plan(self) -> Written | None:
        """The version of the plan that stands."""
        every = self.of(EarlyHelpPlan.kind)
        return max(every, key=lambda one: int(one.values.get("version", 1)), default=None)

    @property
    def actions(self) -> list[dict[str, Any]]:
        """The actions of the plan, each as a meeting last found it."""
        if self.plan is None:
            return []
        rows = [dict(row) for row in self.plan.values.get("actions", ())]
        for met in self.of(EarlyHelpMeeting.kind):
            if met.entry.occurred_at < self.plan.entry.occurred_at:
                continue
            found = {row.get("item"): row for row in met.values.get("progress", ())}
            for row in rows:
                now = found.get(row.get("item"), {})
                row |= {key: now[key] for key in ("state", "note") if now.get(key)}
        return rows

    @property
    def next_review(self) -> date | None:
        """The day of the next review or meeting, as last fixed."""
        told = [one.values["next_review"] for one in self.written if one.values.get("next_review")]
        return date.fromisoformat(told[-1]) if told and self.ended is None else None

    @property
    def late_actions(self) -> list[dict[str, Any]]:
        """Actions whose day has passed and which nobody called done."""
        today = london_date(self.at).isoformat()
        return [
            row
            for row in self.actions
            if row.get("by_when", today) < today and row.get("state") not in {"done", "stopped"}
        ]

    @cached_property
    def concerns(self) -> list[Concern]:
        """The concerns about the open family, the newest first, where the procedure settles them by talk."""
        if TALK not in procedure.newest().steps or CONCERN not in procedure.newest().steps:
            return []
        starts = [one for one in self._happened() if one.contact == one.root and one.kind.starts]
        events = Event.objects.filter(pk__in=[one.event.id for one in starts]).select_related("entry")
        entries = {str(event.pk): event.entry for event in events}
        owed = list(duties(self.state, self.at)) if self.state else []
        return [
            Concern(
                entries[one.event.id],
                [duty for duty in owed if one.root in {duty.start.contact, duty.start.root}],
                self._ended_as(TALK, one.root),
                self._ended_as("decision", one.root),
            )
            for one in reversed(starts)
            if one.event.id in entries and not self._before(one)
        ]

    def _before(self, start: Happened) -> bool:
        """Whether a contact came before early help began: that was no concern about an open family."""
        newly = [one for one in self.of(EarlyHelpOpening.kind) if one.values.get("newly")]
        return any(start.at <= one.entry.occurred_at for one in newly) and not self._ended_as(
            TALK, start.root
        )

    @property
    def concern_open(self) -> bool:
        """Whether a concern's conversation left it with early help, so that meeting and plan answer it."""
        owed = duties(self.state, self.at) if self.state else ()
        return any(duty.rule.step == CONCERN and not duty.met for duty in owed)

    def _ended_as(self, step: str, contact: str) -> str:
        """The title of the newest outcome of a step about that contact."""
        titles = procedure.newest().steps[step].outcomes if step in procedure.newest().steps else {}
        lasting = [
            one.event.outcome
            for one in self._happened()
            if one.event.step == step and one.contact == contact and one.event.outcome in titles
        ]
        settling = [
            name for name in lasting if step != TALK or f"{TALK}.{name}" in EarlyHelpConversation.makes()
        ]
        return titles[settling[-1]].title if settling else ""

    def _happened(self) -> Sequence[Happened]:
        return self.state.until(self.at) if self.state else ()


def family_of(subject: UUID, at: datetime) -> Family:
    """A child's early help, as their records say."""
    people = identity([subject])
    episode = newest_episode(people)
    state = next(iter(states([episode]).values()), None) if episode else None
    return Family(people, episode, state, list(_written(people)), at)


def newest_episode(people: Collection[UUID]) -> Episode | None:
    """The newest period of involvement; an open one comes before those that ended."""
    found = Episode.objects.filter(subject__in=people).select_related("subject", "worker", "team")
    return max(found, key=lambda one: (one.closed_at is None, one.opened_at, str(one.pk)), default=None)


def _written(people: Collection[UUID]) -> Iterator[Written]:
    """Everything written of a person's early help, also of an earlier one, oldest first."""
    found = EntrySubject.objects.filter(subject__in=people, entry__kind__in=KINDS)
    found = found.select_related("entry").prefetch_related("entry__parts")
    parts = list(found.order_by("entry__occurred_at", "entry__recorded_at", "entry_id"))
    said = values_of_all(part.entry for part in parts)
    for part in parts:
        values, own = said[part.entry_id]
        yield Written(part.entry, values, own.get(part.subject_id, {}))


def state_of(row: Mapping[str, Any]) -> str:
    """How an action goes, in words."""
    return STATES.get(str(row.get("state", "")), "")
