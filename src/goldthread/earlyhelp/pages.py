"""What every page has in common on which something of a family's early help is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from goldthread.accounts.capabilities import Capability
from goldthread.earlyhelp.entries.common import CONCERN, EPISODE
from goldthread.earlyhelp.entries.opening import EarlyHelpOpening
from goldthread.earlyhelp.entries.plan import EarlyHelpPlan
from goldthread.earlyhelp.familyfile import Family, family_of
from goldthread.ledger.entries import entry_type
from goldthread.ledger.events import is_known
from goldthread.ledger.fields import Field, FieldError, Parsed, Raw, raw_of
from goldthread.ledger.models import Entry, EntrySubject, Episode, Subject
from goldthread.ledger.operations import Sending
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.duties import DutyLine
from goldthread.web.stepping import ABOUT, OUTCOME, Case, StepPage, cases_of

Sections = Sequence[tuple[str, Sequence[str]]]
READ = (Capability.READ_RECORD, Capability.LEAD_FAMILY)
WRITE = (Capability.RECORD_WORK, Capability.LEAD_FAMILY)
"""Who opens these pages: the council's own, or the lead professional, of that family alone."""


class FamilyPage(StepPage):
    """One request to write something about a family's early help, for the child or for all helped together.

    `sections` are the headings of the page with their questions, `asks` what must be answered.
    """

    template = "earlyhelp/write.html.jinja"
    hidden: ClassVar[Collection[str]] = (OUTCOME,)
    outcome: ClassVar[str] = ""
    heading: ClassVar[str] = ""
    says: ClassVar[str] = ""
    sections: ClassVar[Sections] = ()
    asks: ClassVar[Sequence[str]] = ()
    of_concern: ClassVar[str] = ""  # the outcome instead where a concern about the family asks for it

    def __init__(self, request: HttpRequest, subject_id: UUID) -> None:
        """Answers 404 where no case is open, and 403 where it is not theirs to write."""
        self.subject = guard.record(request, subject_id)
        self.family = family_of(self.subject.pk, now())
        self.answering = bool(self.of_concern) and (self.family.concern_open or not self.outcome)
        step = CONCERN if self.answering else EPISODE
        back = reverse("earlyhelp:family", args=[self.subject.pk])
        super().__init__(request, step, self.whom(request), None, back)

    def whom(self, request: HttpRequest) -> list[Case]:
        """The open case of the child, and of those helped together whom the reader may write of."""
        return cases_of(episodes(request, self.family))

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """The one that this page records."""
        wanted = self.of_concern if self.answering else self.outcome
        return {name: title for name, title in super().outcomes.items() if name == wanted}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """One outcome for all."""
        fields = dict(super().fields)
        fields[OUTCOME] = replace(fields[OUTCOME], per_child=False)
        return fields

    def prefill(self) -> Raw:
        """What is known, and the outcome that it has."""
        known = {name: said for name, said in self.known().items() if name in self.fields and said}
        return {**super().prefill(), **raw_of(self.fields, known), OUTCOME: [next(iter(self.outcomes))]}

    def known(self) -> dict[str, Any]:
        """What the record answers already."""
        return {}

    @property
    def required(self) -> Collection[str]:  # type: ignore[override]
        """What the procedure keeps in sight, and what makes it what it is."""
        return (*super().required, self.when, "impact_on_children", "level_of_risk", *self.asks)

    def extras(self, parsed: Parsed) -> dict[str, Any]:
        """What it says besides the answers."""
        return {"concern": True} if self.answering else {}

    def made(self, parsed: Parsed) -> frozenset[str]:
        """Every event of it that the procedure knows."""
        said = {**parsed.values, **self.extras(parsed), "step": self.step}
        events = entry_type(self.kind).events(said, {})
        return frozenset(f"{one.step}.{one.outcome}" for one in events if is_known(one))

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Nothing that only a choice for each child could make wrong."""
        return []

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, with what it says besides."""
        parsed.values.update(self.extras(parsed))
        return super().save(parsed, sending, outside_reason)

    def owed_here(self) -> dict[str, list[DutyLine]]:
        """What is owed for several children alike, once."""
        return {name: together(lines) for name, lines in super().owed_here().items()}

    def next_page(self) -> str:
        """The family or, for whoever leads it no more, the families that they do lead."""
        able = any(guard.may(self.request, act, self.subject.pk).allowed for act in READ)
        return self.back if able else reverse("earlyhelp:led")

    def frame(self) -> dict[str, Any]:
        """With the family, and the page's questions under their headings."""
        shown = [(title, [name for name in names if name in self.fields]) for title, names in self.sections]
        placed = {name for _, names in shown for name in names} | {*self.hidden, ABOUT, self.when}
        besides = [name for name in self.fields if name not in placed]
        return {
            **super().frame(),
            "subject": self.subject,
            "family": self.family,
            "heading": self.heading,
            "says": self.says,
            "answering": self.answering,
            "first": [name for name in (ABOUT, self.when) if name in self.fields],
            "sections": [(title, names) for title, names in [*shown, ("", besides)] if names],
            "sources": self.sources(),
        }

    def sources(self) -> list[str]:
        """Where what stands in the page already comes from."""
        return []


def together(lines: Iterable[DutyLine]) -> list[DutyLine]:
    """The same duty of several children in one line that names them all."""
    found: dict[tuple[str, str, str], list[DutyLine]] = {}
    for line in lines:
        found.setdefault((line.title, line.state, line.due.exactly), []).append(line)
    return [
        replace(same[0], about=", ".join(dict.fromkeys(one.about for one in same if one.about)))
        for same in found.values()
    ]


def episodes(request: HttpRequest, family: Family) -> dict[Subject, Episode]:
    """The open case of the child, then of those helped together whose record this reader may write in."""
    own = family.episode
    found = {own.subject: own} if own is not None and own.closed_at is None else {}
    common = family.newest(EarlyHelpPlan.kind, EarlyHelpOpening.kind)
    parts = common.entry.parts.select_related("subject", "episode").order_by("pk") if common else ()
    for part in parts:
        if part.subject_id not in family.people and _open(part) and _theirs(request, part.subject_id):
            found[part.subject] = part.episode  # type: ignore[assignment]  # an open one is one
    return found


def _open(part: EntrySubject) -> bool:
    return part.episode is not None and part.episode.closed_at is None


def _theirs(request: HttpRequest, subject: UUID) -> bool:
    return any(guard.may(request, act, subject).allowed for act in WRITE)
