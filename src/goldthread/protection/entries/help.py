"""Asking agencies to help with an enquiry, and what came of it (HSSCP-5.3)."""

from collections.abc import Mapping, Sequence

from goldthread.ledger.entries import Disclosure, EntryType, ProposedEvent, Teller, Values
from goldthread.ledger.fields import Choice, Date, Field, Group, LongText, Retention, Sensitivity, Text, When
from goldthread.ledger.procedure import OutcomeTitles

_S, _R = Sensitivity, Retention.CHILD_RECORD
STEP = "help_request"
# Whom section 47 obliges to help when asked, and anybody else.
BODIES = {
    "health": "Health",
    "education": "Education: a school, nursery or college",
    "housing": "Housing",
    "council": "Another local authority, or another service of ours",
    "other": "Another agency: it may help, and need not",
}
_COLUMNS: Mapping[str, Field] = {
    "agency": Text("Agency", _S.PERSONAL, _R),
    "body": Choice("What it is", _S.OPEN, _R, choices=BODIES, listed=True),
    "asked_of": Text("Who there was asked?", _S.PERSONAL, _R),
    "asked": LongText("What is it asked to do or tell?", _S.PERSONAL, _R, rows=2),
    "by_when": Date("By when?", _S.PERSONAL, _R),
}
REQUESTS = Group(
    "Which agencies are asked to help?",
    _S.PERSONAL,
    _R,
    fields=dict(_COLUMNS),
    one="agency",
    titled_by=("agency",),
    name="requests",
)
NEEDED = ("agency", "body", "asked")


class HelpAsked(EntryType):
    """One agency is asked to help with the enquiry."""

    kind = "help_asked"
    title = "Agency asked to help with the enquiry"
    on_child = "protection:help"
    answer_kind = "help_answer"
    answer_page = "protection:help_given"

    happened_at = When("When was it asked?", _S.PERSONAL, _R, past=True)
    agency = _COLUMNS["agency"]
    body = _COLUMNS["body"]
    asked_of = _COLUMNS["asked_of"]
    asked = _COLUMNS["asked"]
    by_when = _COLUMNS["by_when"]

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{STEP}.asked",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who is asked, and what."""
        words = " ".join(str(values.get("asked", "")).split())[:140]
        return f"{values.get('agency', '')} asked to help: {words}"

    @classmethod
    def discloses(cls, values: Values) -> Sequence[Disclosure]:
        """What the agency is told by being asked (HSSCP-6.4)."""
        basis = "It has a duty to help with an enquiry (Children Act 1989, section 47)"
        return [Disclosure(str(values.get("agency", "")), str(values.get("asked", "")), "Asked", basis)]

    @classmethod
    def asks_of(cls, values: Values) -> Teller | None:
        """The agency, which may read and answer it."""
        return Teller(agency=str(values.get("agency", "")))

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Asked."""
        return [ProposedEvent(STEP, "asked")]


class HelpAnswer(EntryType):
    """What an agency answered, or that it did not help; the duty to help stays then."""

    kind = "help_answer"
    title = "Answer of an agency asked to help"

    happened_at = When("When did it answer?", _S.PERSONAL, _R, past=True)
    outcome = Choice("Did it help?", _S.OPEN, _R, choices=OutcomeTitles(STEP))
    answered_by = Text("Who answered?", _S.PERSONAL, _R)
    answer = LongText(
        "What did it tell, or do? If it did not help: what did it say?", _S.PERSONAL, _R, rows=4
    )

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{STEP}.answered", f"{STEP}.not_helped")

    @classmethod
    def summary(cls, values: Values) -> str:
        """Whether it helped, and its first words."""
        outcome = OutcomeTitles(STEP).get(values.get("outcome", ""), cls.title)
        return f"{outcome}: {' '.join(str(values.get('answer', '')).split())[:140]}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """It helped, or did not."""
        return [ProposedEvent(STEP, values["outcome"])] if values.get("outcome") else []
