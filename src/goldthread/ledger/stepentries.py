"""What entries have in common that say how a step of the procedure ended, or went on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from goldthread.ledger.consents import said
from goldthread.ledger.entries import Consent, EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, Field, LongText, Retention, Sensitivity, Text, When
from goldthread.ledger.packfields import POINT, fields_of_child, fields_of_step
from goldthread.ledger.procedure import OutcomeTitles, Titles

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD


class OfStep(EntryType):
    """How a step ended, or went on. What else is asked is the step's own, and the pack's.

    A kind with a page of its own says which events it `makes`, and may add fields: they stand before the
    step's own, and a fact or point of the same name is not asked a second time.
    """

    step = Choice("Step", Sensitivity.OPEN, _R, choices=Titles("steps"))
    outcome = Choice("Outcome", Sensitivity.OPEN, _R)
    happened_at = When("When did it happen?", _P, _R, called="the time it happened", past=True)
    who = Text("Who took part, or was told?", _P, _R)
    what = LongText("What happened? (facts)", _P, _R, rows=4)
    opinion = LongText("What do you make of it? (opinion)", _P, _R, rows=3)

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """With the step's own outcomes, facts and points. Without one outcome for all, each child has one."""
        step = values.get("step", "")
        outcome = replace(_outcome_of(step), per_child="outcome" not in values)
        own = {name: field for name, field in cls.fields.items() if name not in OfStep.fields}
        asked = {
            name: field
            for name, field in fields_of_step(step).items()
            if own.keys().isdisjoint({name, name.removeprefix(POINT)})
        }
        return {"step": cls.step, "outcome": outcome, **own, **asked, **_LAST}

    @classmethod
    def part_fields(cls) -> Mapping[str, Field]:
        """Whatever the procedure keeps of a child."""
        return {**fields_of_child(), **super().part_fields()}

    @classmethod
    def part_fields_of(cls, values: Values) -> Mapping[str, Field]:
        """What this step may state of each child."""
        return {name: field for name, field in cls.fields_of(values).items() if field.per_child}

    @classmethod
    def reads_part(cls, part: Values) -> list[tuple[Field, str]]:
        """The child's own outcome first, where siblings had different ones."""
        own = [(cls.outcome, _outcome_of(part["step"]).text(part["outcome"]))] if "outcome" in part else []
        return [*own, *super().reads_part(part)]

    @classmethod
    def summary(cls, values: Values) -> str:
        """The step and its outcome."""
        step = values.get("step", "")
        title = Titles("steps").get(step, step)
        if "outcome" not in values:
            return f"{title}: not the same for each child"
        return f"{title}: {OutcomeTitles(step).get(values['outcome'], '')}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """The outcome, with the facts that were stated."""
        known = {**values, **part}
        asked = (name for name in fields_of_step(values["step"]) if not name.startswith(POINT))
        facts = {name: known[name] for name in asked if name in known}
        return [ProposedEvent(values["step"], known["outcome"], facts)]

    @classmethod
    def consents(cls, values: Values) -> Sequence[Consent]:
        """Where the step asks for permission, what was answered."""
        return said(values)


def _outcome_of(step: str) -> Choice:
    return Choice("Outcome", Sensitivity.OPEN, _R, choices=OutcomeTitles(step), name="outcome")


_LAST = {name: OfStep.fields[name] for name in ("happened_at", "who", "what", "opinion")}
