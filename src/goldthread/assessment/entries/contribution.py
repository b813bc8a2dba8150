"""Asking an agency to contribute to an assessment, asking again, and what it sends (HSSCP-7.11)."""

from collections.abc import Sequence

from goldthread.assessment.dimensions import DOMAINS
from goldthread.assessment.entries.section import STEP
from goldthread.ledger.entries import EntryType, ProposedEvent, Teller, Values
from goldthread.ledger.fields import Choice, Date, Email, LongText, Retention, Sensitivity, Text

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
CONTRIBUTION = "contribution"
PERMITTED = {"yes": "Yes", "no": "No, or nobody could ask: it is necessary to protect the child"}


class ContributionRequest(EntryType):
    """An agency, or one person of it, is asked for what it knows."""

    kind = "contribution_request"
    title = "Contribution asked for"
    on_child = "assessment:ask"
    answer_kind = CONTRIBUTION
    answer_page = "assessment:contribute"

    agency = Text("Which agency?", _P, _R)
    person = Text("Who there?", _P, _R)
    email = Email("Email of that person", _P, _R, hint="With it they answer on their own page here.")
    asked = LongText("What do you ask, and what may they know? No more than is needed", _P, _R, rows=4)
    by_when = Date("By when?", _P, _R)
    permitted = Choice("Does the family permit it?", _P, _R, choices=PERMITTED)
    necessary_why = LongText(
        "What makes it necessary to protect the child?", _P, _R, rows=2, asked_when=("permitted", "no")
    )
    rights_told = Text(
        "When and how was the family told of its rights?", _P, _R, asked_when=("permitted", "no")
    )

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{CONTRIBUTION}.asked",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Of whom."""
        return f"{cls.title}: {values.get('agency', '')}"

    @classmethod
    def asks_of(cls, values: Values) -> Teller | None:
        """Whoever was asked answers on their own page, by email or for their agency."""
        return Teller(str(values.get("email", "")), str(values.get("agency", "")))

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Asked for; where nothing was written yet, the assessment starts with it."""
        begins = [ProposedEvent(STEP, "started")] if values.get("starts") else []
        return [*begins, ProposedEvent(CONTRIBUTION, "asked")]


class ContributionChase(EntryType):
    """An agency that has not answered is asked again."""

    kind = "contribution_chase"
    title = "Contribution asked for again"

    how = Text("How did you ask, and whom?", _P, _R)


class Contribution(EntryType):
    """What an agency contributes, in its own words."""

    kind = CONTRIBUTION
    title = "Contribution"

    since = Text("How long have you known the child, and how?", _P, _R)
    child_needs = LongText(
        DOMAINS["child"], _P, _R, rows=4, hint="Health, learning, feelings, friends, self-care."
    )
    parenting = LongText(
        DOMAINS["parenting"], _P, _R, rows=4, hint="Care, safety, warmth, limits, steadiness."
    )
    surroundings = LongText(
        DOMAINS["around"], _P, _R, rows=3, hint="Who matters, home, work, money, neighbours."
    )
    voice = LongText("What has the child said or shown? In the child’s own words", _P, _R, rows=3)
    strengths = LongText("What goes well?", _P, _R, rows=2)
    worries = LongText("What are you worried about?", _P, _R, rows=3)
    opinion = LongText("What do you make of it? (opinion)", _P, _R, rows=2)
    offers = LongText("What can your agency do for the family?", _P, _R, rows=2)
    received_how = Text("Who gave it, and how did it reach us?", _P, _R)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{CONTRIBUTION}.received",)

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Received."""
        return [ProposedEvent(CONTRIBUTION, "received")]
