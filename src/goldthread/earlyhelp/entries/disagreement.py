"""A disagreement between professionals: raised, answered, taken further, settled (WORC-5)."""

from collections.abc import Mapping, Sequence

from goldthread.earlyhelp.entries import common
from goldthread.ledger.entries import ProposedEvent, Values
from goldthread.ledger.fields import Choice, Date, Field, Retention, Sensitivity, Text
from goldthread.ledger.procedure import FactValues
from goldthread.ledger.stepentries import OfStep

STEP, STAGE = "escalation", "escalation_stage"
"""The step, and the fact whose values are the stages of the authority's own procedure, in order."""
_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD


class _Disagreed(OfStep):
    """What both kinds share: at which stage, who is asked, by when."""

    asked = Text("Who is asked to answer?", _P, _R, hint="Name, role and agency.")
    answer_by = Date("Asked to answer by", _P, _R, called="the day by which they are to answer")

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """With what the step asks; its own stages last."""
        asked = super().fields_of(values)
        return {name: field for name, field in asked.items() if name not in {"who", "what", "opinion"}}


class Disagreement(_Disagreed):
    """A professional disagrees with what was decided or done, or left undone."""

    kind = "disagreement"
    title = "Professional disagreement"
    page = "earlyhelp:disagreement"
    on_child = "earlyhelp:disagree"
    on_entry = "earlyhelp:disagree_about"
    on_request = "earlyhelp:own_disagreement"

    disputed = common.text("What do you disagree with?", 2)
    why = common.text("Why, and what does it mean for the child?")
    wanted = common.text("What should happen instead?", 2)
    meanwhile = common.text(
        "What protects the child meanwhile?", 2, hint="Nothing waits for this to be settled."
    )

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{STEP}.raised",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """With what."""
        return f"{cls.title}: {values.get('disputed', '')}".removesuffix(": ")

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Raised, at the first stage where the procedure has stages."""
        first = next(iter(FactValues(STAGE)), None)
        known = {**values, **part, STAGE: values.get(STAGE, first)}
        facts = {name: known[name] for name in (STAGE, "about_adult") if known.get(name) is not None}
        return [ProposedEvent(STEP, "raised", facts)]


class DisagreementStep(_Disagreed):
    """An answer; the next stage; or how it was settled."""

    kind = "disagreement_step"
    title = "On a professional disagreement"

    said = common.text("What was said?")
    answered_by = Text("Who said it?", _P, _R, hint="Name, role and agency.")
    settled_how = Choice(
        "How was it settled?",
        _P,
        _R,
        choices={
            "agreed": "Both agree now",
            "changed": "What was decided was changed",
            "kept": "What was decided stands",
            "withdrawn": "It was withdrawn",
        },
        asked_when=("outcome", "settled"),
    )

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that it can be."""
        return (f"{STEP}.answered", f"{STEP}.taken_further", f"{STEP}.settled")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Which of these, and the words."""
        return f"{super().summary(values)}: {values.get('said', '')}".removesuffix(": ")
