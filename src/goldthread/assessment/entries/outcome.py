"""What an assessment came to, and the manager's check of its quality."""

from collections.abc import Mapping, Sequence

from goldthread.assessment.dimensions import SECTIONS
from goldthread.assessment.entries.section import STEP
from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Field, LongText, Retention, Sensitivity, YesNo
from goldthread.ledger.packfields import POINT
from goldthread.ledger.procedure import newest
from goldthread.ledger.stepentries import OfStep

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
QUALITY = "assessment_quality"
_ELSEWHERE = frozenset({"started", "child_seen", "updated", "child_involved", "parents_involved"})
# Points of the procedure that the sections of the document and the columns of their facts answer.
_ANSWERED = frozenset(
    {
        *SECTIONS,
        "information",
        "checked",
        "impact",
        "differences",
        "identity_and_language",
        "parental_responsibility",
        "specialists",
        "conflict",
        "why_significant",
    }
)


class AssessmentOutcome(OfStep):
    """What the assessment came to (HSSCP-7.2, GLOS-3.4): what the document says is not asked again."""

    kind = "assessment_outcome"
    title = "Outcome of the assessment"
    on_child = "assessment:document"
    overseen = True

    incomplete_why = LongText("Parts are missing. Why do you finish it all the same?", _P, _R, rows=2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """Every outcome that the procedure gives an assessment, but for what is recorded on the way."""
        step = newest().steps.get(STEP)
        return tuple(f"{STEP}.{one}" for one in step.outcomes if one not in _ELSEWHERE) if step else ()

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """The outcome and the facts of the step, without the points that the document answers."""
        return {
            name: field
            for name, field in super().fields_of(values).items()
            if name.removeprefix(POINT) not in _ANSWERED or not name.startswith(POINT)
        }


class AssessmentCheck(EntryType):
    """Whether the assessment bears the marks of a good one, and what it lacks (HSSCP-7.9)."""

    kind = "assessment_check"
    title = "Quality of the assessment"
    on_child = "assessment:check"

    to_do = LongText("What else must be done before it is checked again?", _P, _R, rows=3)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{QUALITY}.checked",)

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """Each mark of the procedure, and for one that is missing what is lacking."""
        return {**marks(), **cls.fields}

    @classmethod
    def summary(cls, values: Values) -> str:
        """Whether it bears every mark, or which it lacks."""
        missing = lacking(values)
        said = "sent back: " + " ".join(missing) if missing else "it bears every mark"
        return f"{cls.title}: {said}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Checked, once nothing is lacking. What is sent back is still to be checked."""
        return [] if lacking(values) else [ProposedEvent(QUALITY, "checked")]


def marks() -> dict[str, Field]:
    """A question for each mark of the procedure, and one for what is lacking where it is answered with no."""
    step = newest().steps.get(QUALITY)
    fields: dict[str, Field] = {}
    for name, point in step.points.items() if step else ():
        fields[f"mark_{name}"] = YesNo(point.asks, _P, _R, name=f"mark_{name}")
        fields[f"lacks_{name}"] = LongText(
            "What is lacking?", _P, _R, rows=2, name=f"lacks_{name}", asked_when=(f"mark_{name}", False)
        )
    return fields


def lacking(values: Values) -> list[str]:
    """The marks, as the procedure asks for them, that were answered with no."""
    return [
        field.label
        for name, field in marks().items()
        if name.startswith("mark_") and values.get(name) is False
    ]
