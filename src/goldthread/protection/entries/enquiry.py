"""The enquiry under section 47: what it found, why harm is significant or not, and what follows."""

from collections.abc import Mapping, Sequence

from goldthread.ledger import meetings
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Field, LongText, Retention, Sensitivity, Text
from goldthread.ledger.stepentries import OfStep
from goldthread.people import circumstances as life

_S, _R = Sensitivity, Retention.CHILD_RECORD
STEP = "section_47"
JOINED = "police_joined"
_NOT_ASKED = {"who", "what", "opinion"}


class Section47Enquiry(OfStep):
    """The enquiry goes on, or ends: with a conference, or without (HUB-5.1 to 5.3, HSSCP-5.4, 5.5)."""

    kind = "section_47_enquiry"
    title = "Section 47 enquiry"
    on_child = "protection:enquiry"

    enquirer = Text("Which social worker enquires?", _S.PERSONAL, _R)
    police_named = Text("Which officer supports it, if the police do?", _S.PERSONAL, _R)
    findings = LongText("What did the enquiry find? (facts)", _S.PERSONAL, _R, rows=5)
    opinion_on_safety = LongText(
        "Is each child safe? What do you make of it? (opinion)", _S.PERSONAL, _R, rows=3
    )
    protect_now = LongText(
        "Must anything be done now to protect a child, while the enquiry goes on?", _S.PERSONAL, _R, rows=2
    )
    legal_action = LongText(
        "Which legal action was considered, and why is it taken or not?", _S.PERSONAL, _R, rows=2
    )
    actions = meetings.actions("What is done next?")
    why_significant = LongText(
        "Compared with a similar child, why is the harm significant, or not?",
        _S.PERSONAL,
        _R,
        rows=3,
        per_child=True,
    )

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """Whatever the procedure has come of an enquiry."""
        return (f"{STEP}.*",)

    @classmethod
    def fields_of(cls, values: Values) -> Mapping[str, Field]:
        """Facts and opinion have boxes of their own here."""
        every = super().fields_of({"step": STEP, **values})
        return {name: field for name, field in every.items() if name not in _NOT_ASKED}

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """What is feared for each child for whom a conference is needed."""
        return [
            life.Worried(about=child, words=words)
            for child, part in parts.items()
            if (words := part.get("why_significant", ""))
            and {**values, **part}.get("outcome") == "conference"
        ]
