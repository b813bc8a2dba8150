"""Strategy discussions: convened, held, and what was arranged after one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from goldthread.ledger import meetings
from goldthread.ledger.entries import Allocation, Meeting, ProposedEvent, Values
from goldthread.ledger.fields import (
    Field,
    FieldError,
    LongText,
    Raw,
    Retention,
    Sensitivity,
    Text,
    When,
    child_name,
)
from goldthread.ledger.london import london_date, say_time
from goldthread.ledger.packfields import fields_of_step
from goldthread.ledger.procedure import FactValues, newest
from goldthread.ledger.stepentries import OfStep
from goldthread.people import circumstances as life
from goldthread.protection import strategyagenda
from goldthread.protection import strategyfields as ask
from goldthread.protection.strategyfields import STEP
from goldthread.web.stepping import ABOUT

_S, _R = Sensitivity, Retention.CHILD_RECORD
_NOTHING = ProposedEvent("", "")  # keeps the place of an event that did not happen, for corrections
_ATTENDED = "attended"
_PASSED_ON = "accepted"
_NOT_ASKED = {_ATTENDED, "who", "what", "opinion"}  # the people say who was there
ARRANGEMENTS = ("medical_arrangements", "medical_supervised_by", "medical_police", "interpreter_arranged")


def event(outcome: str) -> str:
    """The name of an outcome of a strategy discussion as an event."""
    return f"{STEP}.{outcome}"


def passes_on(outcome: str) -> bool:
    """Whether the procedure passes the case to another team with this outcome (GLOS-3.9)."""
    passing = newest().steps.get("transfer")
    return passing is not None and event(outcome) in passing.opens_when


def attended(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Who took part, in the values of the procedure's own fact; nothing where it has none."""
    values = FactValues(_ATTENDED)
    parts = [row.get("part", ask.OTHER) for row in meetings.came(rows)]
    found = {_value(part, values) for part in parts}
    return [value for value in values if value in found]


def _value(part: str, values: Mapping[str, str]) -> str:
    """The value of the fact that means this part: of that name, or the beginning of it."""
    exact = [value for value in values if value == part]
    begun = [value for value in values if part.startswith(f"{value}_")]
    return next(iter([*exact, *begun]), ask.OTHER)


class _Discussion(OfStep):
    """What entries about strategy discussions have in common."""

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """Without what the people of the meeting say already."""
        every = super().fields_of({"step": STEP, **values})
        return {name: field for name, field in every.items() if name not in _NOT_ASKED}


class StrategyCall(_Discussion):
    """A strategy discussion is convened: when, how, and who is asked to take part (HUB-4.1, GLOS-3.5)."""

    kind = "strategy_call"
    title = "Strategy discussion convened"
    opens_episode = True

    held_at = When("When will it be held?", _S.PERSONAL, _R)
    how = ask.HOW_HELD
    where = Text("Number to dial, link or room", _S.PERSONAL, _R)
    initiator = ask.INITIATOR
    worry = LongText("Why is significant harm suspected?", _S.PERSONAL, _R, rows=3)
    people = ask.people("Who is asked to take part?", held=False)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """What `events` gives, but where the front door decides whether there is to be a discussion."""
        step = newest().steps.get(STEP)
        return () if step is None or "not_initiated" in step.outcomes else (event("initiated"),)

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """Its own only: what the step asks is for the discussion."""
        asked = fields_of_step(STEP)
        every = super().fields_of(values)
        return {name: field for name, field in every.items() if name in cls.fields or name not in asked}

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """When it will be held."""
        return _fixed(values.get("held_at"), ask.HOW.get(values.get("how", ""), ""), values.get("where", ""))

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Convened."""
        return [ProposedEvent(STEP, "initiated")]


class StrategyMeeting(_Discussion):
    """A strategy discussion: who was there and said what, every point, what is done (HSSCP-10.1 to 10.12).

    It is the record of the meeting. What happens for each child is an outcome of its own.
    """

    kind = "strategy_meeting"
    title = "Strategy discussion"
    opens_episode = True
    on_child = "protection:strategy"

    how = ask.HOW_HELD
    initiator = ask.INITIATOR
    people = ask.people("Who took part, and what did they tell the others?", held=True)
    told_to_family = ask.TOLD
    kept_back = ask.KEPT_BACK
    kept_back_ground = ask.KEPT_BACK_GROUND
    actions = meetings.actions("What is done now and soon?")
    medical_arrangements = ask.MEDICAL
    medical_supervised_by = ask.SUPERVISED
    medical_police = ask.MEDICAL_POLICE
    other_children = ask.OTHER_CHILDREN
    interpreter_arranged = ask.INTERPRETER
    continued_risk = ask.CONTINUED_RISK
    why = ask.WHY
    first = ask.FIRST
    not_applicable = ask.NOT_APPLICABLE
    missing = ask.MISSING
    team_name = ask.TEAM

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """What is decided; what else it records by itself is arranged by later entries, too."""
        decided = ("section_47", "no_section_47", "reconvened", "continued_risk", "no_continued_risk")
        return tuple(map(event, decided))

    @classmethod
    def draft_fields(cls) -> Mapping[str, Field]:
        """What the procedure asks of a discussion, too."""
        return cls.fields_of({"step": STEP})

    @classmethod
    def lacks(cls, raw: Raw, children: Sequence[str], at: datetime) -> Sequence[FieldError]:
        """Who must take part and is not said to, and the points that nobody answered or set aside."""
        step, fields = newest().steps[STEP], cls.draft_fields()
        ticked = [child for child in children if child in raw.get(ABOUT, children)]
        agenda = strategyagenda.Agenda(step, fields, ticked)
        found = strategyagenda.absent(step, strategyagenda.rows_of(raw, "people"))
        for block in agenda.blocks(raw):
            for name in agenda.names(block.id)[:1] if not block.answered and block.id != "people" else ():
                each = [child_name(child, name) for child in ticked] if fields[name].per_child else [name]
                found += [FieldError(one, block.short) for one in each if fields[name].blank(raw, one)]
        return found

    @classmethod
    def summary(cls, values: Values) -> str:
        """With its outcome, where that is the same for everyone."""
        words = super().summary(values)
        return words if values.get("outcome") else cls.title

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """What was decided for this child, that the meeting is recorded, and what was arranged at it."""
        said = {**values, **part}
        facts = _facts(said)
        outcome, risk = said.get("outcome", ""), said.get("continued_risk")
        continued = "" if risk is None else "continued_risk" if risk else "no_continued_risk"
        return [
            ProposedEvent(STEP, continued, facts) if continued else _NOTHING,
            ProposedEvent(STEP, outcome, facts) if outcome else _NOTHING,
            ProposedEvent(STEP, "recorded", facts),
            *_arranged(said),
            ProposedEvent("transfer", _PASSED_ON) if said.get("team") and passes_on(outcome) else _NOTHING,
        ]

    @classmethod
    def allocation_of(cls, values: Values, part: Values) -> Allocation | None:
        """The team that takes the case of this child on, where it passes."""
        passes = values.get("team") and passes_on({**values, **part}.get("outcome", ""))
        return Allocation(team=values["team"], worker="") if passes else None

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """When it is held again, because too little was known (HSSCP-10.11)."""
        again = {**values, **part}.get("outcome") == "reconvened"
        return _fixed(values.get("next_meeting"), "", "") if again else ()

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """What is feared for each child, where the worry does not end here."""
        return [
            life.Worried(about=child, words=words)
            for child, part in parts.items()
            if (words := part.get("why", "")) and _goes_on({**values, **part})
        ]


class StrategyAfter(_Discussion):
    """What was arranged, and who was heard, after a strategy discussion (HSSCP-10.5, 10.8, 10.10)."""

    kind = "strategy_after"
    title = "After a strategy discussion"

    people = ask.people("Who was heard after the discussion?", held=True)
    medical_arrangements = StrategyMeeting.medical_arrangements
    medical_supervised_by = StrategyMeeting.medical_supervised_by
    medical_police = StrategyMeeting.medical_police
    interpreter_arranged = StrategyMeeting.interpreter_arranged

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """What can still be arranged."""
        return tuple(map(event, ("recorded", "medical_arranged", "interpreter_arranged")))

    @classmethod
    def summary(cls, values: Values) -> str:
        """The title says it."""
        return cls.title

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """That it is recorded, and what is arranged now."""
        return [ProposedEvent(STEP, "recorded", _facts(values)), *_arranged(values)]


def _facts(said: Values) -> dict[str, Any]:
    """The facts that the procedure reads, those who took part among them."""
    step = newest().steps.get(STEP)
    facts = {name: said[name] for name in (step.facts if step else ()) if name in said}
    there = attended(said.get("people", ()))
    return {**facts, _ATTENDED: there} if there else facts


def _arranged(said: Values) -> list[ProposedEvent]:
    """The medical and the interpreter, once there is nothing left to arrange."""
    medical = all(said.get(name) not in (None, "") for name in ARRANGEMENTS[:3])
    return [
        ProposedEvent(STEP, "medical_arranged") if medical else _NOTHING,
        ProposedEvent(STEP, "interpreter_arranged") if said.get("interpreter_arranged") else _NOTHING,
    ]


def _goes_on(said: Values) -> bool:
    return said.get("outcome") in {"section_47", "reconvened"} or bool(said.get("continued_risk"))


def _fixed(when: str | None, *where: str) -> list[Meeting]:
    if not when:
        return []
    at = datetime.fromisoformat(when)
    return [Meeting(STEP, london_date(at), say_time(at), ", ".join(filter(None, where)))]
