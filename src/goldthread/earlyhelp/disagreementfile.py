"""A professional disagreement as it stands: its stage, who is to answer by when, what was said so far."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldthread.earlyhelp.entries.disagreement import STAGE, STEP, Disagreement, DisagreementStep
from goldthread.ledger.corrected import values_of, values_of_all
from goldthread.ledger.entries import Values
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, EntrySubject, Event
from goldthread.ledger.procedure import FactValues, OutcomeTitles
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.fold import CaseState

SETTLED, FURTHER = "settled", "taken_further"


@dataclass(frozen=True)
class Said:
    """What was recorded of it: the entry, what it says, and what that was for the procedure."""

    entry: Entry
    values: Values
    outcome: str

    @property
    def title(self) -> str:
        """Answered, taken further, settled."""
        return OutcomeTitles(STEP).get(self.outcome, "")


@dataclass(frozen=True)
class Disagreed:
    """One disagreement. `duties` are what the procedure asks because of it, done or not."""

    entry: Entry
    values: Values
    steps: Sequence[Said]
    duties: Sequence[Duty]

    @property
    def settled(self) -> bool:
        """Whether it is over."""
        return any(one.outcome == SETTLED for one in self.steps)

    @property
    def asked(self) -> str:
        """Who is to answer now."""
        return str(self._newest("asked") or "")

    @property
    def answer_by(self) -> date | None:
        """The day by which they were asked to."""
        day = self._newest("answer_by")
        return date.fromisoformat(day) if day else None

    @property
    def stage(self) -> str:
        """The stage at which it stands, in the procedure's words; empty where that has no stages."""
        stages = FactValues(STAGE)
        return stages.get(self.stage_id, "")

    @property
    def stage_id(self) -> str:
        """The id of that stage."""
        return str(self._newest(STAGE) or next(iter(FactValues(STAGE)), ""))

    @property
    def next_stage(self) -> str:
        """The id of the stage after it; empty at the last, or without any."""
        ids = list(FactValues(STAGE))
        place = ids.index(self.stage_id) + 1 if self.stage_id in ids else len(ids)
        return ids[place] if place < len(ids) else ""

    @property
    def stands(self) -> str:
        """In a line: the stage, who is to answer, by when; or how it was settled."""
        if self.settled:
            last = next(one for one in reversed(self.steps) if one.outcome == SETTLED)
            return f"Settled on {say_date(london_date(last.entry.occurred_at))}"
        parts = [self.stage, f"{self.asked} is to answer" if self.asked else ""]
        parts.append(f"by {say_date(self.answer_by)}" if self.answer_by else "")
        return ", ".join(filter(None, parts)) or "Raised"

    def _newest(self, name: str) -> str | None:
        told = [self.values, *(one.values for one in self.steps if one.outcome == FURTHER)]
        return next((str(one[name]) for one in reversed(told) if one.get(name)), None)


def disagreement(entry: Entry, state: CaseState | None, at: datetime) -> Disagreed:
    """One disagreement, with what was said of it since and what the procedure asks."""
    return next(iter(_all([entry], state, at)))


def of_people(people: Collection[UUID], state: CaseState | None, at: datetime) -> list[Disagreed]:
    """Every disagreement about a person's care, the newest first."""
    parts = EntrySubject.objects.filter(subject__in=people, entry__kind=Disagreement.kind)
    found = {part.entry_id: part.entry for part in parts.select_related("entry")}
    newest = sorted(
        found.values(), key=lambda one: (one.occurred_at, one.recorded_at, str(one.pk)), reverse=True
    )
    return _all(newest, state, at)


def about(entry: Entry) -> list[Entry]:
    """The disagreements that were raised about an entry, oldest first."""
    found = Entry.objects.filter(answers=entry, kind=Disagreement.kind)
    return list(found.order_by("occurred_at", "recorded_at", "pk"))


def _all(entries: Sequence[Entry], state: CaseState | None, at: datetime) -> list[Disagreed]:
    after = Entry.objects.filter(answers__in=entries, kind=DisagreementStep.kind).prefetch_related("parts")
    said = values_of_all(after)
    owed = [duty for duty in duties(state, at) if duty.rule.step == STEP] if state else []
    return [Disagreed(one, values_of(one)[0], _steps(one, after, said), _of(one, owed)) for one in entries]


def _steps(entry: Entry, after: Iterable[Entry], said: Mapping[UUID, tuple[Values, Any]]) -> list[Said]:
    theirs = [one for one in after if one.answers_id == entry.pk]
    in_order = sorted(theirs, key=lambda one: (one.occurred_at, one.recorded_at, str(one.pk)))
    return [Said(one, said[one.pk][0], str(said[one.pk][0].get("outcome", ""))) for one in in_order]


def _of(entry: Entry, owed: Iterable[Duty]) -> list[Duty]:
    """What is owed because of this one: by what it or an entry about it made happen."""
    own = Event.objects.filter(entry=entry) | Event.objects.filter(entry__answers=entry)
    ids = {str(pk) for pk in own.values_list("pk", flat=True)}
    return [duty for duty in owed if duty.start.event.id in ids]
