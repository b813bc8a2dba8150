"""One allegation as its pages read it: what is said by now, how far it got, what the procedure asks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from goldthread.allegations.entries.report import AllegationReport, name_of
from goldthread.allegations.entries.work import (
    INVESTIGATION,
    STATES,
    STRANDS,
    AllegationEnded,
    AllegationMeeting,
    InitialDiscussion,
    Strand,
)
from goldthread.ledger import procedure
from goldthread.ledger.corrected import values_of_all
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry, Episode, Subject
from goldthread.ledger.state import states
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.fold import CaseState
from goldthread.procedures.standing import forbidden
from goldthread.web.clauses import Why, why


@dataclass(frozen=True)
class StrandLine:
    """One of the investigations: how it stands, since when, and what was said of it."""

    title: str
    state: str
    dates: tuple[tuple[str, str], ...]
    said: str
    open: bool


@dataclass(frozen=True)
class Allegation:
    """One allegation. `entries` are newest first; `said` is what each says by now."""

    subject: Subject
    report: Entry
    entries: tuple[Entry, ...]
    said: Mapping[UUID, Mapping[str, Any]]
    state: CaseState

    @property
    def values(self) -> Mapping[str, Any]:
        """What was reported, as corrected by now."""
        return self.said[self.report.pk]

    @property
    def name(self) -> str:
        """The adult."""
        return name_of(self.values)

    def newest(self, *kinds: str) -> Entry | None:
        """The newest entry of these kinds."""
        return next((entry for entry in self.entries if entry.kind in kinds), None)

    @cached_property
    def discussion(self) -> Entry | None:
        """The Initial Discussion, if it was held; the last where there were several."""
        return self.newest(InitialDiscussion.kind)

    @property
    def ended(self) -> bool:
        """Whether it was ended and not taken up again."""
        last = self.newest(AllegationEnded.kind)
        return last is not None and self.said[last.pk].get("ended") == "ended"

    @property
    def in_contact(self) -> str:
        """Whether the adult is in contact with children, as was said last."""
        told = (self.said[entry.pk].get("in_contact") for entry in self.entries)
        return next((answer for answer in told if answer), "not_known")

    @property
    def stage(self) -> str:
        """How far it has got, in a few words."""
        if self.ended:
            return "Ended"
        done = self.newest(InitialDiscussion.kind, AllegationMeeting.kind)
        if done is None:
            return "Waits for the Initial Discussion"
        values, pack = self.said[done.pk], procedure.newest()
        return pack.steps[values["step"]].outcomes[values["outcome"]].title

    def duties(self, at: datetime) -> list[Duty]:
        """What is or was owed."""
        return list(duties(self.state, at))

    def must_not(self, at: datetime) -> list[tuple[str, Why]]:
        """What nobody may do now, each with its rule."""
        return [(ban.written.what, why(ban.written)) for ban in forbidden(self.state, at)]

    @property
    def strands(self) -> list[StrandLine]:
        """Each investigation that the meeting wants or somebody tells of."""
        told = [entry for entry in reversed(self.entries) if entry.kind == Strand.kind]
        wanted: Collection[str] = self._wanted()
        found = []
        for strand in STRANDS:
            own = [entry for entry in told if self.said[entry.pk].get("outcome") == strand]
            if own or strand in wanted:
                found.append(self._strand(strand, own))
        return found

    def _wanted(self) -> set[str]:
        held = (self.said[entry.pk] for entry in self.entries if entry.kind == AllegationMeeting.kind)
        return {strand for values in held for strand in values.get("strands", ())}

    def _strand(self, strand: str, own: list[Entry]) -> StrandLine:
        outcome = procedure.newest().steps[INVESTIGATION].outcomes[strand]
        last = self.said[own[-1].pk] if own else {}
        dates = tuple(
            (STATES.get(self.said[entry.pk].get("state", ""), ""), say_when(entry.occurred_at))
            for entry in own
        )
        words = ". ".join(filter(None, (last.get("led_by"), last.get("result"), last.get("what"))))
        state = STATES.get(last.get("state", ""), "Wanted by the meeting, not begun")
        return StrandLine(
            outcome.title, state, dates, words, last.get("state") not in {"ended", "not_needed"}
        )


def allegations(subjects: Iterable[UUID]) -> list[Allegation]:
    """Those of these subjects about whom an allegation is on record, by reference of the report."""
    episodes = Episode.objects.filter(subject__in=list(subjects)).select_related("subject")
    by_subject = {one.subject_id: one for one in episodes.order_by("opened_at", "pk")}
    folded = states(by_subject.values())
    entries = Entry.objects.filter(parts__subject__in=by_subject).select_related("answers")
    rows = list(entries.prefetch_related("parts").order_by("-recorded_at", "-occurred_at", "pk"))
    every = {pk: values for pk, (values, _) in values_of_all(rows).items()}
    own: dict[UUID, list[Entry]] = {}
    for entry in rows:
        for part in entry.parts.all():
            own.setdefault(part.subject_id, []).append(entry)
    return [
        Allegation(episode.subject, report, tuple(own[subject]), every, folded[episode.pk])
        for subject, episode in by_subject.items()
        for report in own[subject]
        if report.kind == AllegationReport.kind
    ]


def allegation(subject: UUID) -> Allegation | None:
    """The allegation of that record; None where it holds none."""
    return next(iter(allegations([subject])), None)
