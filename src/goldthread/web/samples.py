"""Invented people, questions and duties for the style guide, in every state that a page can show them."""

from dataclasses import dataclass, replace
from typing import Any

from goldthread.ledger.fields import (
    Choice,
    Date,
    Email,
    Field,
    File,
    Group,
    LongText,
    MultiChoice,
    NHSNumber,
    Number,
    Phone,
    Postcode,
    Retention,
    Sensitivity,
    Text,
    When,
    YesNo,
    YesNoUnknown,
)
from goldthread.web.clauses import Clause, OurReading, Why
from goldthread.web.duewords import NO_LIMIT, DueWords, Urgency
from goldthread.web.duties import DutyLine, NotCountedDay
from goldthread.web.forms import ChildOf
from goldthread.web.pathway import PathwayStep

_S, _R = Sensitivity.OPEN, Retention.ROUTING
_MANY = {f"answer_{n}": f"Answer {n}" for n in range(1, 15)}

FIELDS: dict[str, Field] = {
    "concern": LongText(
        "What are you worried about?", _S, _R, hint="Say what you saw or heard.", required=True
    ),
    "short": LongText("Anything else, in a few words", _S, _R, max_length=300, rows=2),
    "name": Text("Name of the school", _S, _R),
    "email": Email("E-mail address", _S, _R),
    "phone": Phone("Telephone number", _S, _R, required=True),
    "nhs": NHSNumber("NHS number", _S, _R, hint="Ten digits, on any letter from the NHS."),
    "postcode": Postcode("Postcode", _S, _R),
    "age": Number("How old, about?", _S, _R, maximum=120, unit="years"),
    "born": Date("Date of birth", _S, _R, hint="For example, 27 3 2018", past=True),
    "seen": When("When was the child last seen?", _S, _R, hint="The time may be 14:30 or 2:30pm", past=True),
    "known": YesNoUnknown("Is the family known to us?", _S, _R),
    "safe": YesNo("Is the child safe now?", _S, _R, required=True),
    "why_not": LongText("What makes you think not?", _S, _R, rows=3, asked_when=("safe", False)),
    "channel": Choice(
        "How did it arrive?",
        _S,
        _R,
        choices={"telephone": "By telephone", "email": "By e-mail", "other": "Another way"},
        choice_hints={"email": "Attach it below"},
    ),
    "other_way": Text("Which way?", _S, _R, asked_when=("channel", "other")),
    "needs": MultiChoice(
        "What is needed?",
        _S,
        _R,
        choices={"home": "Help at home", "school": "Help at school", "not_sure": "Not sure"},
    ),
    "ethnicity": Choice("One of many", _S, _R, choices=_MANY),
    "letter": File("The assessment", _S, _R),
    "children": Group(
        "Children",
        _S,
        _R,
        one="child",
        required=True,
        titled_by=("given", "family"),
        fields={
            "given": Text("First names", _S, _R, required=True),
            "family": Text("Last name", _S, _R),
            "born": Date("Date of birth", _S, _R),
        },
    ),
    "alone": YesNo("Was this child seen alone?", _S, _R, per_child=True, required=True),
    "voice": LongText("What did this child say?", _S, _R, per_child=True, rows=2),
}
CHILDREN = (ChildOf("1", "Rowan Alder"), ChildOf("2", "Noor Alder"))
FILLED: dict[str, list[str]] = {
    "concern": ["Came in without a coat again.\n\nSaid “nobody was up”. 🙁"],
    "name": ["مدرسة Alderbrook"],
    "phone": ["01632 960 001"],
    "born-day": ["5"],
    "born-month": ["3"],
    "born-year": ["2018"],
    "seen": ["2026-04-02T15:40:00Z"],
    "safe": ["no"],
    "why_not": ["Dad was shouting at the gate."],
    "channel": ["other"],
    "other_way": ["A note through the door"],
    "needs": ["home", "not_sure"],
    "letter": ["3f0b6f5a-5a0e-4c7e-9f3e-0d9a8c1b2a77"],
    "children-0-given": ["Rowan"],
    "children-0-family": ["Alder"],
    "children-1-given": ["Noor"],
    "child-1-alone": ["yes"],
}
WRONG: dict[str, list[str]] = {
    **FILLED,
    "concern": [" "],
    "short": ["x" * 301],
    "email": ["rowan at school"],
    "phone": ["ring me"],
    "nhs": ["999 123 4567"],
    "postcode": ["AL1"],
    "age": ["eight"],
    "born-day": ["31"],
    "born-month": ["2"],
    "seen": [""],
    "seen-day": ["29"],
    "seen-month": ["3"],
    "seen-year": ["2026"],
    "seen-time": ["1:30"],
    "safe": ["perhaps"],
    "needs": ["", "castle"],
    "children-0-given": [""],
    "children-1-born-day": ["12"],
    "child-1-alone": [],
}


@dataclass(frozen=True)
class Happening:
    """One line of a chronology."""

    when: str
    title: str
    by: str
    text: str = ""
    href: str = ""
    badges: tuple[tuple[str, str], ...] = ()


_WHERE = ("Contacts and referrals", "section 4")
_WHY = Why(
    clauses=(Clause("The contact is acknowledged within one working day.", *_WHERE, ""),),
    readings=(OurReading("R2", "When does a working day end?", "At midnight.", "It is the only whole day."),),
    requirements=("EXAMPLE-4.1",),
)
_QUOTED = Why((Clause("The same, where the document is at hand.", *_WHERE, "As it is written."),), (), ())
_LATE = DueWords("2 working days overdue", "by the end of 7 April 2026", Urgency.LATE)
_TODAY = DueWords("due today", "by the end of 9 April 2026", Urgency.TODAY)
_LATER = DueWords("due in 3 working days", "by the end of 14 April 2026", Urgency.LATER)
_BEGAN = "2 April 2026 at 4:40pm"
_EASTER = (NotCountedDay("3 April 2026", "Good Friday"), NotCountedDay("4 April 2026", "Saturday"))


def _duty(title: str, state: str, due: DueWords, owner: str, **more: Any) -> DutyLine:
    return DutyLine(id=title, title=title, state=state, due=due, owner=owner, began=_BEGAN, why=_WHY, **more)


DUTIES = [
    replace(
        _duty("Decide the response", "overdue", _LATE, "Priya Shah", about="Rowan Alder", href="#"),
        not_counted=_EASTER,
        act=("Decide", "#"),
    ),
    _duty(
        "Acknowledge the contact",
        "open",
        _TODAY,
        "Customer Service Centre",
        target=_TODAY,
        about="Noor Alder",
    ),
    _duty(
        "See the child",
        "open",
        _LATER,
        "Sam Okafor",
        last_working_day="10 April 2026",
        softened="in most cases",
    ),
    replace(_duty("Tell the police", "open", NO_LIMIT, "Social worker"), why=_QUOTED),
    _duty("Route the contact", "met", _TODAY, "Customer Service Centre", met="9 April 2026 at 9:20am"),
    _duty("Confirm in writing", "met_late", _LATE, "Referrer", met="9 April 2026 at 10am"),
    _duty("Tell the referrer", "missed", _LATE, "Assessment Team"),
]
PATHWAY = [
    PathwayStep("Contact", "done", "2 April 2026", "#"),
    PathwayStep("Acknowledged", "done", "2 April 2026"),
    PathwayStep("Screening", "now", "since 7 April 2026"),
    PathwayStep("Decision", "ahead"),
    PathwayStep("Early help", "skipped"),
    PathwayStep("Child and family assessment", "ahead"),
]
_SCHOOL = "Dana Reed, Designated Safeguarding Lead"
EVENTS = [
    Happening("9 April 2026 at 9:20am", "Routed to the Assessment Team", "Jo Marsh, officer", href="#"),
    Happening(
        "7 April 2026 at 10:15am",
        "Child protection request",
        _SCHOOL,
        "Neglect building over months.\nNo coat again.",
        "#",
        (("Proposed", "today"), ("Amended", "quiet")),
    ),
    Happening(_BEGAN, "Child protection request, returned", _SCHOOL),
]
