"""A page on which any step of a pack is recorded: its outcomes, facts and points are asked as written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure, recordable
from goldthread.ledger.entries import entry_type, merged
from goldthread.ledger.fields import (
    Choice,
    Field,
    FieldError,
    MultiChoice,
    Parsed,
    Raw,
    Retention,
    Sensitivity,
    raw_of,
)
from goldthread.ledger.ids import derived_id
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, EntrySubject, Episode, Subject
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.ledger.state import states
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.procedures.decide import LATE_REASON
from goldthread.procedures.duties import Duty, duties
from goldthread.procedures.fold import CaseState
from goldthread.procedures.format.steps import Step
from goldthread.procedures.tables import Table
from goldthread.web import guard
from goldthread.web.acting import SigningPage, forbidden
from goldthread.web.clauses import why
from goldthread.web.duties import DutyLine, duty_line

OUTCOME, ABOUT = "outcome", "about"
_S, _R = Sensitivity.OPEN, Retention.CHILD_RECORD


@dataclass(frozen=True)
class Case:
    """One person's open case, or their latest."""

    subject: Subject
    name: str
    state: CaseState

    @property
    def id(self) -> UUID:
        """The subject's id."""
        return self.subject.pk

    def duties(self, at: datetime) -> list[Duty]:
        """What is or was owed."""
        return list(duties(self.state, at))


def cases_of(episodes: Mapping[Subject, Episode]) -> list[Case]:
    """The cases of these people, as they stand."""
    folded = states(episodes.values())
    people = Person.objects.in_bulk([subject.pk for subject in episodes])
    return [
        Case(subject, describe.display_name(people.get(subject.pk)), folded[episode.pk])
        for subject, episode in episodes.items()
    ]


def cases_in(parts: Sequence[EntrySubject]) -> list[Case]:
    """The cases that an entry is about, as far as the parts that its reader may see tell."""
    return cases_of({part.subject: part.episode for part in parts if part.episode is not None})


class NotInProcedure(Http404):
    """The procedure has the step, and nothing of it that such a page records. `says`: what it has instead."""

    def __init__(self, step: Step) -> None:
        clause = next(iter(why(step).clauses), None)
        source = f" ({clause.source}, {clause.at})" if clause else ""
        told = f" Of “{step.title}” it says: {step.says}{source}" if step.says else ""
        self.says = f"This authority’s procedure has nothing to record on such a page.{told}"
        super().__init__(self.says)


class StepPage(SigningPage):
    """One request to record an outcome of one step, for one child or for several of a family."""

    template = "web/step_record.html.jinja"
    kind = recordable.KIND
    when = "happened_at"

    def __init__(
        self, request: HttpRequest, step: str, cases: Sequence[Case], answers: Entry | None, back: str
    ) -> None:
        """Answers 404 where the procedure has nothing to record here, 403 where it is not theirs."""
        super().__init__(request)
        self.cases, self.answers, self.back, self.step = cases, answers, back, step
        if step not in procedure.newest().steps or not cases:
            raise Http404
        if not self.outcomes:
            if not recordable.made(step, self.kind):
                raise NotInProcedure(self.written)
            every = [f"{step}.{outcome}" for outcome in self.written.outcomes]
            raise PermissionDenied(forbidden(self.table, every, self.roles) or _not_theirs(self.written))

    @property
    def written(self) -> Step:
        """The step as the pack has it."""
        return procedure.newest().steps[self.step]

    @property
    def table(self) -> Table:
        """The procedure of today."""
        table: Table = procedure.procedure().on(london_date(self.at))
        return table

    @cached_property
    def roles(self) -> frozenset[str]:
        """Those that the reader holds."""
        return guard.user_of(self.request).roles(at=self.at)

    @cached_property
    def outcomes(self) -> dict[str, str]:
        """The outcomes that are theirs to record, those expected now first, with their titles."""
        now_expected = recordable.expected(
            [case.state for case in self.cases], self.roles, self.at, self.kind
        )
        first = now_expected.get(self.step, [])
        every = dict.fromkeys([*first, *recordable.theirs(self.table, self.step, self.roles, self.kind)])
        return {name: self.written.outcomes[name].title for name in every}

    @property
    def children(self) -> Sequence[Case]:
        """Whom it is about: all, or those who were ticked."""
        ticked = self.request.POST.getlist(ABOUT)
        return [case for case in self.cases if not ticked or str(case.id) in ticked]

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The outcome, what the step asks, when it happened, who took part; of several, whom it is about."""
        says = {name: self.written.outcomes[name].says for name in self.outcomes}
        hints = {name: text for name, text in says.items() if text}
        fields: dict[str, Field] = dict(entry_type(self.kind).fields_of({"step": self.step}))
        fields.pop("step", None)
        outcome = Choice("Outcome", _S, _R, choices=self.outcomes, choice_hints=hints, name=OUTCOME)
        fields[OUTCOME] = replace(outcome, per_child=len(self.cases) > 1)
        if not self.late:
            fields.pop(LATE_REASON, None)
        if len(self.cases) > 1:
            names = {str(case.id): case.name for case in self.cases}
            whom = MultiChoice("Whom is it about?", _S, _R, choices=names, name=ABOUT)
            fields = {ABOUT: whom, **fields}
        return fields

    @property
    def required(self) -> tuple[str, ...]:
        """The outcome, whom it is about, and why it is late."""
        return (OUTCOME, ABOUT, LATE_REASON)

    @property
    def late(self) -> bool:
        """Whether a limit that asks for a reason has passed."""
        return any(
            duty.late and not duty.met and duty.rule.written.softened
            for case in self.cases
            for duty in case.duties(self.at)
            if duty.rule.step == self.step
        )

    def prefill(self) -> Raw:
        """Now, about everyone; the outcome where there is but one."""
        known: dict[str, Any] = {"happened_at": self.at.replace(second=0, microsecond=0).isoformat()}
        asked = self.request.GET.get(OUTCOME, "")
        only = next(iter(self.outcomes)) if len(self.outcomes) == 1 else ""
        chosen = asked if asked in self.outcomes else only
        if len(self.cases) == 1:
            return raw_of(self.fields, {**known, **({OUTCOME: chosen} if chosen else {})})
        everyone = [str(case.id) for case in self.cases]
        each = {_outcome_control(one): [chosen] for one in everyone if chosen}
        return {**raw_of(self.fields, {**known, ABOUT: everyone}), **each}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """One entry is signed in one role, which must be able to record every child's outcome."""
        events = self.made(parsed)
        if not events or recordable.role_for(self.table, self.roles, *events):
            return []
        first = _outcome_control(str(self.children[0].id))
        return [FieldError(first, "No role of yours may record both outcomes. Record one child first")]

    def made(self, parsed: Parsed) -> frozenset[str]:
        """The events that the answers make, which the role that signs must be able to record."""
        return self._events(_outcomes(parsed))

    def _events(self, outcomes: Iterable[str]) -> frozenset[str]:
        return frozenset(f"{self.step}.{outcome}" for outcome in outcomes)

    def frame(self) -> dict[str, Any]:
        """What the step is, whom it is about, what it must do, and the procedure's words for it."""
        pack = procedure.newest()
        said = [each for each in pack.guidance.values() if self.step in each.show_on]
        to_family = [one for one in pack.family.values() if self.step in one.steps]
        points = [(point.asks, why(point)) for point in self.written.points.values() if point.cite]
        return {
            "step": self.written,
            "names": [case.name for case in self.cases],
            "owed": self.owed_here(),
            "why": why(self.written),
            "guidance": [
                *((each.says, why(each)) for each in said),
                *((f"For the family: {' '.join(one.says)}", why(one)) for one in to_family),
            ],
            "points": points,
            "attends": [(one, why(one)) for one in self.written.attends.values()],
            "authorised_by": self._authorised_by(),
            "back": self.back,
        }

    def owed(self) -> list[tuple[str, Duty]]:
        """What is open, and whose it is where there are several."""
        several = len(self.cases) > 1
        found = [(case.name if several else "", duty) for case in self.cases for duty in case.duties(self.at)]
        return [(name, duty) for name, duty in found if not duty.met]

    def owed_here(self) -> dict[str, list[DutyLine]]:
        """What this can meet, what else the step owes, and what only an entry elsewhere meets.

        An entry that answers one contact does not meet what another contact asked for.
        """
        lists: dict[str, list[DutyLine]] = {"now": [], "besides": [], "elsewhere": []}
        for name, duty in self.owed():
            meets = not self._events(self.outcomes).isdisjoint(duty.rule.met_by)
            if meets or duty.rule.step == self.step:
                place = ("now" if self._concerns(duty) else "elsewhere") if meets else "besides"
                lists[place].append(duty_line(duty, self.at, about=name))
        return lists

    def _concerns(self, duty: Duty) -> bool:
        """Whether a duty belongs to what this answers, or to the child whatever contact it came by."""
        if self.answers is None or duty.rule.once:
            return True
        here = {str(derived_id(self.answers.pk, case.id, 0)) for case in self.cases}
        return bool(here & {duty.start.root, duty.start.contact}) or not duty.start.contact

    def _authorised_by(self) -> list[tuple[str, str]]:
        """Each outcome that takes effect only when someone else authorises it, and who that is."""
        return [
            (title, self.table.title_of(self.written.outcomes[name].authorised_by))
            for name, title in self.outcomes.items()
            if self._awaits(name)
        ]

    def _awaits(self, outcome: str) -> bool:
        authorisers = self.table.authorisers.get(f"{self.step}.{outcome}")
        return authorisers is not None and self.roles.isdisjoint(authorisers)

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, in the role that may."""
        values = {"step": self.step, **{name: said for name, said in parsed.values.items() if name != ABOUT}}
        outcomes = _outcomes(parsed)
        parts = {str(case.id): dict(parsed.parts.get(str(case.id), {})) for case in self.children}
        if len(outcomes) == 1 and all(OUTCOME in {**values, **own} for own in parts.values()):
            # the same for everyone is said once
            values |= {OUTCOME: outcomes[0]}
            parts = {child: {**part, OUTCOME: None} for child, part in parts.items()}
        else:
            parts = {child: {"step": self.step, **part} for child, part in parts.items()}
        happened = values.get(self.when)
        return ledger.sign(
            by=guard.author_as(self.request, recordable.role_for(self.table, self.roles, *self.made(parsed))),
            at=self.at,
            kind=self.kind,
            values=values,
            parts=[Part(case.subject, merged({}, parts[str(case.id)])) for case in self.children],
            key=sending.key,
            occurred_at=datetime.fromisoformat(happened) if happened else None,
            links=Links(answers=self.answers),
            outside_reason=outside_reason,
            draft=sending.draft,
            holder=sending.holder,
        )

    def done(self, entry: Entry) -> str:
        """What was recorded, and whether it waits for someone."""
        words = super().done(entry)
        waits = [name for name in entry.events.values_list("outcome", flat=True) if self._awaits(name)]
        if not waits:
            return words
        outcome = self.written.outcomes[waits[0]]
        return f"{words}. It waits to be authorised by the {self.table.title_of(outcome.authorised_by)}."

    def next_page(self) -> str:
        """Back to where it was opened."""
        return self.back


def _outcome_control(child: str) -> str:
    return f"child-{child}-{OUTCOME}"


def _outcomes(parsed: Parsed) -> list[str]:
    """The different outcomes that were chosen, for all or for each."""
    every = [parsed.values, *parsed.parts.values()]
    return list(dict.fromkeys(str(said[OUTCOME]) for said in every if OUTCOME in said))


def _not_theirs(step: Step) -> str:
    """Whose it is, by the procedure's own words."""
    pack = procedure.newest()
    roles = dict.fromkeys(role for each in step.outcomes.values() for role in each.by or step.by)
    titles = " or ".join(pack.roles[role].title for role in roles)
    clauses = why(step).clauses
    source = f" ({clauses[0].source}, {clauses[0].at})" if clauses else ""
    return f"The procedure does not allow this: only this role may record it: {titles}.{source}"
