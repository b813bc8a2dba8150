"""The pages of a strategy discussion: quick to fill in while people talk (HUB-4, HSSCP-10, GLOS-3.5)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Team, User
from goldthread.ledger import procedure
from goldthread.ledger.fields import Field, FieldError, Parsed, Raw, child_name, raw_of
from goldthread.ledger.fields.parsing import Words
from goldthread.ledger.models import Draft, Entry
from goldthread.ledger.operations import Sending
from goldthread.procedures.decide import LATE_REASON
from goldthread.protection import strategyagenda, strategyfile, strategytogether
from goldthread.protection import strategyfields as ask
from goldthread.protection.entries.strategy import (
    ARRANGEMENTS,
    StrategyAfter,
    StrategyCall,
    StrategyMeeting,
    passes_on,
)
from goldthread.protection.strategycases import DiscussionPage
from goldthread.web import guard, keeping
from goldthread.web.clauses import why
from goldthread.web.posted import Posted
from goldthread.web.stepping import ABOUT, OUTCOME

_AGAIN, _NEXT = "reconvened", "next_meeting"
_OF_RISK = {"continued_risk", "no_continued_risk"}  # asked of each child as a question of their own
_DECIDES = {"section_47", "no_section_47"}
_OF_POINTS = {name for names in ask.POINTS.values() for name in names} - {"people", "actions"}
_BEGIN = ("happened_at", "how", "initiator")
_AFRESH = {"happened_at", OUTCOME, "missing", _NEXT, "step", "team_name"}  # not taken from an earlier meeting


class MeetingPage(DiscussionPage):
    """A strategy discussion as it is held."""

    template = "protection/strategy.html.jinja"
    kind = StrategyMeeting.kind
    labels = {"happened_at": Words("When was it held?"), _NEXT: Words("When is it held again?")}  # noqa: RUF012

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """What this authority's agenda asks, and who takes the case on where it passes to another team."""
        answering = ask.asked_by(self.written)
        fields = {
            name: field
            for name, field in super().fields.items()
            if name not in _OF_POINTS or name in answering or name in self.written.facts
        }
        if _AGAIN not in self.outcomes:
            fields = {name: field for name, field in fields.items() if name not in {_NEXT, "first"}}
        fields |= self._outcome_of(fields.pop(OUTCOME))
        if self.call is not None:
            del fields["initiator"]
        del fields["team_name"]
        if self.teams:
            fields["team"] = replace(ask.TEAM_CHOICE, choices=self.teams)
        return fields

    def _outcome_of(self, outcome: Field) -> dict[str, Field]:
        """What may be decided; nothing for whoever may only judge whether the risk continues (GLOS-4.1)."""
        decided = {name: title for name, title in self.outcomes.items() if name not in _OF_RISK}
        return {OUTCOME: replace(outcome, choices=decided)} if decided else {}  # type: ignore[call-arg]

    @property
    def required(self) -> tuple[str, ...]:
        """When, how, and why for each child; the outcome, unless whether the risk continues may be all."""
        outcome = () if "continued_risk" in self.fields else (OUTCOME,)
        return (ABOUT, "happened_at", "how", "why", LATE_REASON, *outcome)

    @cached_property
    def teams(self) -> dict[str, str]:
        """Those to whom a case may pass with an outcome here, by id (GLOS-3.9)."""
        if not any(map(passes_on, self.outcomes)):
            return {}
        services = procedure.newest().steps["section_47"].by
        found = Team.objects.filter(service__in=services).order_by("name", "pk")
        return {str(team.pk): team.name for team in found}

    @cached_property
    def agenda(self) -> strategyagenda.Agenda:
        """The points, over what the page asks."""
        return strategyagenda.Agenda(self.written, self.fields, [str(child.id) for child in self.children])

    @cached_property
    def so_far(self) -> list[Entry]:
        """The meetings of this line, and those before."""
        return strategyfile.meetings_so_far(self.subject)

    @cached_property
    def call(self) -> Entry | None:
        """The call to this discussion."""
        return strategyfile.convened(self.so_far)

    @cached_property
    def before(self) -> Entry | None:
        """The discussion that this one goes on with."""
        return strategyfile.to_continue(self.so_far, self.subject)

    def to_begin_with(self) -> set[UUID]:
        """Of a meeting that is held again, those who were not decided on; what was decided stands."""
        if self.before is None:
            return super().to_begin_with()
        children = [part.subject_id for part in self.before.parts.all()]
        return {pk for pk in children if strategyfile.outcome_of(self.before, pk) == _AGAIN}

    def prefill(self) -> Raw:
        """What the meeting before this one said, else what the call and the record know."""
        known = dict(super().prefill())
        if len(self.teams) == 1:
            known["team"] = [next(iter(self.teams))]
        if self.before is not None:
            return {**known, **self._carried(self.before)}
        rows = self.call.payload.get("people", []) if self.call else self.filled.rows
        said = {"people": rows, **({"how": self.call.payload.get("how")} if self.call else {})}
        return {**known, **raw_of(self.fields, {name: value for name, value in said.items() if value})}

    def _carried(self, entry: Entry) -> Raw:
        said = {k: v for k, v in entry.payload.items() if k in self.fields and k not in _AFRESH}
        parts = {
            str(part.subject_id): {
                k: v for k, v in part.payload.items() if k in self.fields and k not in _AFRESH
            }
            for part in entry.parts.all()
        }
        return raw_of(self.fields, said, parts)

    @cached_property
    def filled(self) -> strategyfile.Filled:
        """Those who take part, as far as the record knows them."""
        return strategyfile.who_takes_part(self.episode, guard.user_of(self.request), self.at)

    def check(self, parsed: Parsed) -> list[FieldError]:
        """What the outcomes call for; then who and what is missing, unless it is said why."""
        errors = [*super().check(parsed), *self._called_for(parsed)]
        if parsed.values.get("missing") or errors:
            return errors
        absent = strategyagenda.absent(self.written, parsed.values.get("people", []))
        decided = not _DECIDES.isdisjoint(self._outcomes(parsed)) or "continued_risk" in self.fields
        return [*absent, *(self.agenda.open_points(parsed) if decided else [])]

    def _called_for(self, parsed: Parsed) -> Iterator[FieldError]:
        values, outcomes = parsed.values, set(self._outcomes(parsed))
        for case in self.children:
            said = {**values, **parsed.parts.get(str(case.id), {})}
            if OUTCOME not in said and "continued_risk" not in said:
                control = child_name(str(case.id), OUTCOME) if len(self.cases) > 1 else OUTCOME
                yield FieldError(control, "Choose what was decided")
        if _AGAIN in outcomes:
            if "first" not in values:
                yield FieldError("first", "Say what must happen before it is held again")
            if _NEXT not in values:
                yield FieldError(_NEXT, "Fix the day and the time at which it is held again", ("day",))
        if values.get("kept_back") and "kept_back_ground" not in values:
            yield FieldError("kept_back_ground", "Choose the ground. There are only these two")
        if self.teams and any(map(passes_on, outcomes)) and "team" not in values:
            yield FieldError("team", "Choose the team to which the case passes")

    def _outcomes(self, parsed: Parsed) -> list[str]:
        every = [parsed.values, *parsed.parts.values()]
        return [str(said[OUTCOME]) for said in every if OUTCOME in said]

    def made(self, parsed: Parsed) -> frozenset[str]:
        """All that the record of the discussion says happened."""
        parts = [parsed.parts.get(str(case.id), {}) for case in self.children]
        every = (one for part in parts for one in StrategyMeeting.events(parsed.values, part))
        return frozenset(f"{one.step}.{one.outcome}" for one in every) & self.table.outcomes.keys()

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, with the team's name as it is now, and the meeting that it continues."""
        values = {**parsed.values, "people": self.in_words(parsed.values.get("people", []))}
        if "team" in values:
            values["team_name"] = self.teams[values["team"]]
        if self.before is not None:
            values["continues"] = str(self.before.pk)
        return super().save(replace(parsed, values=values), sending, outside_reason)

    @property
    def holders(self) -> Collection[User]:
        """Those who write in it: the reader alone, until they let somebody in."""
        return [guard.user_of(self.request)]

    @cached_property
    def colleagues(self) -> dict[str, str]:
        """Those who may be let in, by id."""
        return strategytogether.colleagues(self.table, self.at, *self.holders)

    def _read(self, sent: Posted, draft: Draft) -> HttpResponse:
        """Let somebody in to write in it, too; else what was asked."""
        chosen = self.request.POST.get(strategytogether.WITH, "")
        if sent.action != strategytogether.LET_IN:
            return super()._read(sent, draft)
        if chosen not in self.colleagues:
            errors = [FieldError("write-with", "Choose who writes with you")]
            return self.show(sent.raw, draft, errors=errors, key=sent.key, status=422)
        shared = strategytogether.share(
            by=keeping.holder(self.request),
            at=self.at,
            draft=draft,
            raw=sent.raw,
            people=[*self.holders, User.objects.get(pk=chosen)],
            about=[case.id for case in self.cases],
        )
        return redirect(shared.context["page"])

    def show(self, raw: Raw, draft: Draft | None, **more: Any) -> HttpResponse:
        """The page, with what is answered and what is not yet."""
        self.raw = raw
        return super().show(raw, draft, **more)

    def context(self) -> dict[str, Any]:
        """The agenda, and what is known already with its source."""
        blocks, placed = self.agenda.blocks(self.raw), self.agenda.placed()
        each = [name for name, field in self.fields.items() if field.per_child]
        begin = [name for name in _BEGIN if name in self.fields]
        end = [name for name in (_NEXT, "first", "team") if name in self.fields]
        known = {
            *each,
            *begin,
            *end,
            *placed,
            ABOUT,
            OUTCOME,
            "not_applicable",
            "missing",
            "people",
            "actions",
        }
        return {
            **self.known(),
            "colleagues": self.colleagues,
            "going_on": strategytogether.going_on(guard.user_of(self.request), self.subject.pk),
            "blocks": blocks,
            "begin": begin,
            "again": [name for name in (_NEXT, "first") if name in self.fields],
            "each": [*self.fields.keys() & {OUTCOME}, *(name for name in each if name != OUTCOME)],
            "besides": [name for name in self.fields if name not in known],
            "actions_apart": "actions" not in placed,
            "people_apart": "attended" not in self.written.points,
            "team": bool(self.teams),
            "filled": [] if self.before or self.call else self.filled.sources,
            "before": strategyfile.source_of(self.before) if self.before else "",
            "call": strategyfile.source_of(self.call) if self.call else "",
            "convene": self.address("protection:strategy_convene"),
            "after": self.address("protection:strategy_after") if self._held() else "",
            "must": [
                (self.written.attends[name].title, why(self.written.attends[name])) for name in self._absent()
            ],
        }

    def _held(self) -> bool:
        """Whether one was, and the procedure has something to arrange after it."""
        arranges = not self.table.outcomes.keys().isdisjoint(StrategyAfter.makes())
        return arranges and any(entry.kind == StrategyMeeting.kind for entry in self.so_far)

    def _absent(self) -> list[str]:
        """Who must take part and is not said to, by what stands on the page."""
        rows = strategyagenda.rows_of(self.raw, "people")
        return strategyagenda.missing(self.written, rows)


class ConvenePage(DiscussionPage):
    """A strategy discussion is convened, and people are asked to take part (HUB-4.1, 4.4, GLOS-3.5)."""

    template = "protection/strategy_convene.html.jinja"
    kind = StrategyCall.kind
    required = (ABOUT, "held_at", "how", "initiator", "worry", "people.part")

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Without the outcome, which is that it is convened, and when: it is convened now."""
        return {name: field for name, field in super().fields.items() if name not in {OUTCOME, "happened_at"}}

    def prefill(self) -> Raw:
        """Those who must be there, and the agencies that know the child."""
        user = guard.user_of(self.request)
        filled = strategyfile.who_takes_part(self.episode, user, self.at)
        everyone = {ABOUT: [str(case.id) for case in self.children]} if ABOUT in self.fields else {}
        return {**everyone, **raw_of(self.fields, {"people": filled.rows, "initiator": user.name})}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """It is the only outcome."""
        return []

    def made(self, parsed: Parsed) -> frozenset[str]:
        """Convened."""
        return self._events([*self.outcomes][:1])

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it: convened."""
        values = {**parsed.values, "people": self.in_words(parsed.values.get("people", []))}
        values[OUTCOME] = next(iter(self.outcomes))
        return super().save(replace(parsed, values=values), sending, outside_reason)

    def context(self) -> dict[str, Any]:
        """What is known already."""
        user = guard.user_of(self.request)
        filled = strategyfile.who_takes_part(self.episode, user, self.at)
        return {**self.known(), "filled": filled.sources}

    def next_page(self) -> str:
        """The discussion itself, ready to be filled in."""
        return self.address("protection:strategy")


class AfterPage(DiscussionPage):
    """What was still to be arranged when the discussion ended."""

    template = "protection/strategy_after.html.jinja"
    kind = StrategyAfter.kind
    labels = {"happened_at": Words("When was it arranged?")}  # noqa: RUF012

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Whom it is about, when, the arrangements, joint or single agency, and who was heard."""
        wanted = {ABOUT, "happened_at", *ARRANGEMENTS, "joint_or_single", "people"}
        return {
            name: replace(field, asked_when=None) for name, field in super().fields.items() if name in wanted
        }

    required = (ABOUT, "happened_at")

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Something must be said."""
        said = any(name in parsed.values for name in self.fields if name not in {ABOUT, "happened_at"})
        return [] if said else [FieldError("happened_at", "Say what was arranged, or who was heard")]

    def made(self, parsed: Parsed) -> frozenset[str]:
        """What is arranged now, and that it is recorded."""
        every = StrategyAfter.events(parsed.values, {})
        return frozenset(f"{one.step}.{one.outcome}" for one in every) & self.table.outcomes.keys()

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        values = {**parsed.values, "people": self.in_words(parsed.values.get("people", []))}
        return super().save(replace(parsed, values=values), sending, outside_reason)

    def context(self) -> dict[str, Any]:
        """What is known already."""
        return self.known()


def _view(page: type[DiscussionPage]) -> Any:
    @require_http_methods(["GET", "HEAD", "POST"])
    @guard.on_record(Capability.RECORD_WORK)
    def view(request: HttpRequest, subject_id: UUID) -> HttpResponse:
        return page(request, guard.record(request, subject_id)).respond()

    view.__doc__ = page.__doc__
    return view


urlpatterns = [
    path("children/<uuid:subject_id>/strategy/", _view(MeetingPage), name="strategy"),
    path("children/<uuid:subject_id>/strategy/convene/", _view(ConvenePage), name="strategy_convene"),
    path("children/<uuid:subject_id>/strategy/after/", _view(AfterPage), name="strategy_after"),
]
