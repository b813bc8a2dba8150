"""Every component of the kit in every state, with invented people. Served in demonstration mode only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

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
    parse_fields,
)
from goldthread.web import errors, guard
from goldthread.web.clauses import Clause, OurReading, Why
from goldthread.web.controls import KeptFile
from goldthread.web.duewords import NO_LIMIT, DueWords, Urgency
from goldthread.web.duties import DutyLine, NotCountedDay
from goldthread.web.forms import ChildOf, EntryForm
from goldthread.web.page import render
from goldthread.web.pathway import PathwayStep
from goldthread.web.posted import posted

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


@guard.public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """What records and lists are made of."""
    return render(request, "web/styleguide/components.html.jinja", _parts())


@guard.public
@require_http_methods(["GET", "HEAD", "POST"])
def example(request: HttpRequest, name: str) -> HttpResponse:
    """One whole page in one state."""
    if name not in EXAMPLES:
        raise Http404
    return EXAMPLES[name](request)


def _dense(raw: dict[str, list[str]], *, wrong: bool = False) -> Callable[[HttpRequest], HttpResponse]:
    def show(request: HttpRequest) -> HttpResponse:
        ids = [child.id for child in CHILDREN]
        found = parse_fields(FIELDS, raw, children=ids, now=datetime(2026, 4, 7, tzinfo=UTC)).errors
        files = {"letter": KeptFile("assessment.pdf", "/styleguide/")}
        form = EntryForm(FIELDS, raw, found if wrong else (), children=CHILDREN, dense=True, files=files)
        return render(request, "web/styleguide/dense.html.jinja", {"form": form})

    return show


def _step(request: HttpRequest) -> HttpResponse:
    """One question, which answers back: it can be sent, wrongly too, with rows added and removed."""
    sent = posted(request)
    only = ["children"] if request.GET.get("of") == "children" else ["safe", "why_not"]
    found = parse_fields(FIELDS, sent.raw, only=only).errors if request.method == "POST" else []
    raw = sent.regrouped
    form = EntryForm(
        FIELDS,
        sent.raw if raw is None else raw,
        found if raw is None else (),
        only=only,
        heading=only[0] == "safe",
        key=sent.key,
        focus=sent.focus,
    )
    context = {
        "form": form,
        "back": "/styleguide/",
        "exit_this_page": True,
        "sent": not found and request.method == "POST",
    }
    return render(request, "web/styleguide/step.html.jinja", context)


def _problem(problem: errors.Problem) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: errors.show(request, problem)


EXAMPLES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "step": _step,
    "form": _dense({}),
    "form-filled": _dense(FILLED),
    "form-errors": _dense(WRONG, wrong=True),
    "not-found": _problem(errors.NOT_FOUND),
    "failed": _problem(errors.FAILED),
    "too-large": _problem(errors.TOO_LARGE),
}


@dataclass(frozen=True)
class Happening:
    """One line of a chronology."""

    when: str
    title: str
    by: str
    text: str = ""
    href: str = ""
    badges: tuple[tuple[str, str], ...] = field(default=())


def _parts() -> dict[str, Any]:
    why = Why(
        clauses=(
            Clause(
                "The contact is acknowledged within one working day.",
                "Contacts and referrals",
                "section 4",
                "",
            ),
        ),
        readings=(
            OurReading("R2", "When does a working day end?", "At midnight.", "It is the only whole day."),
        ),
        requirements=("EXAMPLE-4.1",),
    )
    quoted = Clause(
        "The same, where the document is at hand.", "Contacts and referrals", "section 4", "As it is written."
    )
    easter = (NotCountedDay("3 April 2026", "Good Friday"), NotCountedDay("4 April 2026", "Saturday"))
    return {
        "duties": [
            DutyLine(
                "a",
                "Decide the response",
                "overdue",
                DueWords("2 working days overdue", "by the end of 7 April 2026", Urgency.LATE),
                "Priya Shah",
                "2 April 2026 at 4:40pm",
                why,
                not_counted=easter,
                about="Rowan Alder",
                href="#",
                act=("Decide", "#"),
            ),
            DutyLine(
                "b",
                "Acknowledge the contact",
                "open",
                DueWords("due today", "by the end of 9 April 2026", Urgency.TODAY),
                "Customer Service Centre",
                "8 April 2026 at 9am",
                why,
                target=DueWords("due in 2 hours", "by 4pm on 9 April 2026", Urgency.TODAY),
                about="Noor Alder",
            ),
            DutyLine(
                "c",
                "See the child",
                "open",
                DueWords("due in 3 working days", "by the end of 14 April 2026", Urgency.LATER),
                "Sam Okafor",
                "9 April 2026 at 9am",
                why,
                last_working_day="10 April 2026",
                softened="in most cases",
            ),
            DutyLine(
                "d",
                "Tell the police",
                "open",
                NO_LIMIT,
                "Social worker",
                "9 April 2026 at 9am",
                Why((quoted,), (), ()),
            ),
            DutyLine(
                "e",
                "Route the contact",
                "met",
                DueWords("", "", Urgency.NONE),
                "Customer Service Centre",
                "9 April 2026",
                why,
                met="9 April 2026 at 9:20am",
            ),
            DutyLine(
                "f",
                "Confirm in writing",
                "met_late",
                DueWords("", "", Urgency.LATE),
                "Referrer",
                "1 April 2026",
                why,
                met="9 April 2026 at 10am",
            ),
            DutyLine(
                "g",
                "Tell the referrer",
                "missed",
                DueWords("", "by the end of 1 April 2026", Urgency.LATE),
                "Team",
                "1 April 2026",
                why,
            ),
        ],
        "pathway": [
            PathwayStep("Contact", "done", "2 April 2026", "#"),
            PathwayStep("Acknowledged", "done", "2 April 2026"),
            PathwayStep("Screening", "now", "since 7 April 2026"),
            PathwayStep("Decision", "ahead"),
            PathwayStep("Early help", "skipped"),
            PathwayStep("Child and family assessment", "ahead"),
        ],
        "events": [
            Happening(
                "9 April 2026 at 9:20am",
                "Routed to the Assessment Team",
                "Jo Marsh, Customer Service Centre officer",
                href="#",
            ),
            Happening(
                "7 April 2026 at 10:15am",
                "Child protection request",
                "Dana Reed, Designated Safeguarding Lead",
                "Neglect building over months.\nNo coat again.",
                "#",
                (("Proposed", "today"), ("Amended", "quiet")),
            ),
            Happening(
                "2 April 2026 at 4:40pm",
                "Child protection request, returned",
                "Dana Reed, Designated Safeguarding Lead",
            ),
        ],
        "results": Paginator(range(200), 10).page(7),
    }
