"""A home visit to a family, written once: what differs is said of each child (acceptance 4 of issue 5)."""

from collections.abc import Mapping, Sequence

from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, LongText, Retention, Sensitivity, Text, When, YesNo
from goldthread.people import circumstances as life

_S, _R = Sensitivity, Retention.CHILD_RECORD
STEP = "child_and_family_assessment"
_OF_THE_ASSESSMENT = (
    "assessment",
    "section_47",
    None,
)  # None: said on the page of a contact, before there is a plan

KINDS = {
    "assessment": "For the assessment",
    "section_47": "For a section 47 enquiry",
    "protection_plan": "Under a child protection plan",
    "need_plan": "Under a child in need or care plan",
    "other": "For another reason",
}
CAME_OF_IT = {
    "visited": "The visit took place",
    "nobody_in": "Nobody answered the door",
    "not_let_in": "We were not let in",
    "message_left": "Nobody was there, and we left a message",
    "cancelled": "It was called off",
}


class Visit(EntryType):
    """A visit to one or more children of a family, or an attempt (HERTS-10.21, 10.23)."""

    kind = "child_seen"
    title = "Visit"
    on_child = "assessment:visit"

    visit_kind = Choice("What is the visit for?", _S.OPEN, _R, choices=KINDS, listed=True)
    came_of_it = Choice("What came of it?", _S.PERSONAL, _R, choices=CAME_OF_IT, listed=True)
    visited_at = When("When?", _S.PERSONAL, _R, called="the time of the visit", past=True)
    announced = YesNo("Did the family know that you would come?", _S.PERSONAL, _R)
    where = Text("Where?", _S.LOCKED_ADDRESS, _R)
    present = Text("Who else was there?", _S.PERSONAL, _R)
    message = LongText("If it did not take place: what did you do about it?", _S.PERSONAL, _R, rows=2)
    seen = YesNo("Was the child seen?", _S.PERSONAL, _R, per_child=True)
    seen_alone = YesNo(
        "Was the child seen alone?", _S.PERSONAL, _R, per_child=True, asked_when=("seen", True)
    )
    not_alone_why = Text("Why not alone?", _S.PERSONAL, _R, per_child=True, asked_when=("seen_alone", False))
    voice = LongText(
        "What did the child say or show?", _S.PERSONAL, _R, rows=3, per_child=True, asked_when=("seen", True)
    )
    not_seen_why = Text(
        "Why not, and where was the child?", _S.PERSONAL, _R, per_child=True, asked_when=("seen", False)
    )
    differs = LongText(
        "How was this child? What is different for this child?", _S.PERSONAL, _R, rows=2, per_child=True
    )
    observed = LongText("What did you see and hear? (facts)", _S.PERSONAL, _R, rows=4)
    opinion = LongText("What do you make of it? (opinion)", _S.PERSONAL, _R, rows=3)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{STEP}.child_seen",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """What came of it, what it was for, and the first words about it."""
        came = values.get("came_of_it", "visited")
        words = " ".join(str(values.get("observed") or values.get("message") or "").split())[:140]
        purpose = KINDS.get(values.get("visit_kind", ""), "")
        what = purpose if came == "visited" else f"{CAME_OF_IT.get(came, came)}"
        return ": ".join(filter(None, (cls.title, ". ".join(filter(None, (what, words))))))

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Seen, for a child who was, while the assessment goes on."""
        ours = values.get("visit_kind") in _OF_THE_ASSESSMENT
        return [ProposedEvent(STEP, "child_seen")] if ours and part.get("seen") else []

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """Whether each child was seen, and whether alone."""
        return [
            life.Seen(about=child, seen=part["seen"], alone=part.get("seen_alone"))
            for child, part in parts.items()
            if part.get("seen") is not None
        ]
