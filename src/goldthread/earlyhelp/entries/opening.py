"""How a family's early help begins, who leads it, and how it ends or goes up to social care."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from goldthread.earlyhelp.entries import common
from goldthread.earlyhelp.entries.common import EPISODE, OfFamily
from goldthread.ledger.entries import Allocation, Meeting, ProposedEvent, Values
from goldthread.ledger.fields import Choice, Date, Retention, Sensitivity, Text, YesNo
from goldthread.people import circumstances as life

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
BEGAN = {
    "new": "An early help assessment",
    "contact": "A contact was decided so",
    "stepped_down": "Stepped down from children’s social care",
    "moved": "The family moved here",
}
ENDS = {
    "met": "What should change has changed",
    "universal": "Universal services go on from here",
    "declined": "The family no longer wants it",
    "moved": "The family has moved away",
}


class Led(OfFamily):
    """An entry that says who leads a family's early help. `lead` is the id of a user, where it is one."""

    lead_name = Text("Who is the lead professional?", _P, _R)
    lead_outside = Text(
        "Lead professional who does not sign in here: name, role, agency and telephone", _P, _R
    )
    members = common.team()

    @classmethod
    def allocation(cls, values: Values) -> Allocation | None:
        """The lead holds the case; nobody here does where the lead does not sign in."""
        if not values.get("lead") and not values.get("lead_outside"):
            return None
        return Allocation(worker=str(values.get("lead", "")))


class EarlyHelpOpening(Led):
    """Early help begins, with its assessment: what was found, who leads, who is around the family."""

    kind = "early_help_opening"
    title = "Early help assessment"
    opens_episode = True
    page = "earlyhelp:written"
    on_child = "earlyhelp:open"

    began = Choice("How did it come to early help?", _P, _R, choices=BEGAN)
    why = common.text("Why is help needed now?")
    strengths = common.text("What goes well in the family, and who helps already?")
    needs = common.text("What does this child need?", 3, per_child=True)
    child_view = common.text("What does the child say?", 2, per_child=True)
    family_view = common.text("What do the parents say, and what help do they want?")
    agreed_by = Text("Who in the family agreed to this, and on which day?", _P, _R)
    next_review = Date("When is it reviewed next?", _P, _R, called="the day of the review")

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{EPISODE}.opened",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """How it came to early help, and who leads."""
        return f"{cls.title}: {cls.began.text(values.get('began', ''))}; lead: {lead_of(values)}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """It begins."""
        return [cls.event(EPISODE, "opened", {**values, **part})]

    @classmethod
    def more_facts(cls, values: Values) -> dict[str, Any]:
        """The family is open to early help; and whether it was not before."""
        return {common.OPEN: True, common.NEWLY: bool(values.get("newly"))}

    @classmethod
    def meetings(cls, values: Values, part: Values) -> Sequence[Meeting]:
        """The next review."""
        return reviews(values)

    @classmethod
    def plan(cls, values: Values, part: Values) -> str:
        """That there is early help, before its plan is written."""
        return f"Early help, lead professional {lead_of(values)}; plan not written yet"

    @classmethod
    def statements(cls, values: Values, parts: Mapping[str, Values]) -> Sequence[object]:
        """What each child needs."""
        told = {child: part.get("needs") for child, part in parts.items()}
        return [life.Worried(about=child, words=str(words)) for child, words in told.items() if words]


class EarlyHelpLead(Led):
    """Another lead professional, or another team around the family."""

    kind = "early_help_lead"
    title = "Lead professional and team"
    on_child = "earlyhelp:lead"

    why = common.text("Why?", 2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{EPISODE}.lead_changed",)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who leads."""
        return f"Early help is led by {lead_of(values)}"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Who leads is named."""
        return [cls.event(EPISODE, "lead_changed", values)]


class EarlyHelpEnding(OfFamily):
    """Early help ends, or goes up to children's social care, which goes on with the whole record."""

    kind = "early_help_ending"
    title = "End of early help"
    on_child = "earlyhelp:end"
    derived = ("level_of_need", "threshold_document", "threshold_version")

    ended_because = Choice("Why does it end?", _P, _R, choices=ENDS, asked_when=("outcome", "ended"))
    why = common.text("What changed, and on what is this based?")
    left = common.text("What is still to do, and who does it from here?", 2)
    family_view = common.text("What does the family say?", 2)
    family_told = YesNo("Has the family been told?", _P, _R)
    child_view = common.text("What does the child say?", 2, per_child=True)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """All that `events` gives."""
        return (f"{EPISODE}.stepped_up", f"{EPISODE}.ended")

    @classmethod
    def summary(cls, values: Values) -> str:
        """How it ended."""
        if values.get("outcome") == "stepped_up":
            return "Early help stepped up to children’s social care"
        return f"Early help ended: {cls.ended_because.text(values.get('ended_because', ''))}"

    @classmethod
    def more_facts(cls, values: Values) -> dict[str, Any]:
        """The family is no longer open to early help."""
        return {common.OPEN: False}

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """How it ends."""
        return [cls.event(EPISODE, str(values["outcome"]), {**values, **part})]

    @classmethod
    def plan(cls, values: Values, part: Values) -> str:
        """That the plan no longer stands."""
        return cls.summary(values)

    @classmethod
    def allocation(cls, values: Values) -> Allocation:
        """The lead professional holds it no longer."""
        return Allocation(worker="")


def lead_of(values: Values) -> str:
    """The lead professional as an entry names them."""
    return str(values.get("lead_name") or values.get("lead_outside") or "nobody yet")


def reviews(values: Values) -> list[Meeting]:
    """The review that an entry fixes."""
    on = values.get("next_review")
    return [Meeting(EPISODE, date.fromisoformat(on))] if on else []
