"""The people of an allegation against a head teacher on Christmas Eve, and what is typed."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from goldthread.accounts.models import User
from goldthread.allegations.operations import receiving
from goldthread.ledger import operations as ledger
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part, Sending
from tests import factories as make
from tests.integration.frontdoor.by_pack import at
from tests.integration.frontdoor.cast import wall
from tests.newest import newest

EVE = wall(2026, 12, 24, 15, 30)
BOXING = wall(2026, 12, 28, 9, 0)  # the Monday that is a bank holiday in place of Saturday
TUESDAY = wall(2026, 12, 29, 9, 30)
WEDNESDAY = wall(2026, 12, 30, 10, 0)
HEAD = "Perpetua Quillbrook"
REPORT = {
    "given_names": "Perpetua",
    "family_name": "Quillbrook",
    "born-day": "3",
    "born-month": "3",
    "born-year": "1971",
    "employer": "Alderbrook Primary",
    "role": "Head teacher",
    "in_charge": "yes",
    "in_contact": "not_known",
    "works_as": "staff",
    "allegation_criteria": ["offence"],
    "point_nature": "Messages to a pupil of year six at night.",
    "point_earlier_concerns": "None held.",
    "point_where_from": "The pupil’s aunt.",
    "children-0-name": "Rowan Alder",
    "told": "no",
    "begun": "no",
    "reporter_phone": "01632 960 102",
}
CANARIES = ("quillbrook", "perpetua", "messages to a pupil", "head teacher", "initial discussion")


def lado(name: str = "Lena Lado") -> User:
    """A LADO."""
    return make.user("lado", name=name)


def reporter(name: str = "Dilys Lead") -> User:
    """The safeguarding lead of the head teacher's own school."""
    return make.user("professional_referrer", name=name, of=make.agency("Alderbrook Primary", "school"))


def report(by: User | None, **other: Any) -> Entry:
    """The setting's form, page by page, on Christmas Eve."""
    with at(EVE, by, "/allegations/report/") as browser:
        browser.send()
        named = {} if by else {"reporter_name": "Dilys Lead"}
        browser.through({**REPORT, **named, **other}, "Check your answers")
        browser.send()
        assert (browser.status, browser.heading) == (200, "Sent to the LADO"), browser.said
    return newest("allegation")


def told(by: User, at: datetime = EVE, **other: Any) -> Entry:
    """The same, without the pages."""
    said = {
        "given_names": "Perpetua",
        "family_name": "Quillbrook",
        "born": "1971-03-03",
        "employer": "Alderbrook Primary",
        "role": "Head teacher",
        "in_contact": "yes",
        "works_as": "staff",
        "allegation_criteria": ["offence"],
        "point_nature": "Messages to a pupil of year six at night.",
        "reporter_name": by.name,
        "reporter_role": by.designation,
        "told": True,
        "told_name": "Gil Governor",
        "told_role": "Chair of governors",
        "told_implicated": False,
        **other,
    }
    as_reporter = make.author("professional_referrer", by)
    return receiving.receive(by=as_reporter, at=at, values=said, sending=Sending(uuid4().hex))


def discussed(entry: Entry, by: User, outcome: str, at: datetime = TUESDAY) -> Entry:
    """The Initial Discussion, with this outcome."""
    advice = {"point_immediate_action": "She stays away.", "opinion": "A clumsy note."}
    return ledger.sign(
        by=make.author("lado", by),
        at=at,
        kind="allegation_discussion",
        values={"step": "lado_discussion", "outcome": outcome, "in_contact": "no", **advice},
        parts=[Part(entry.parts.get().subject)],
        key=uuid4().hex,
    )


def page(entry: Entry, name: str = "") -> str:
    """The LADO's page of an allegation, or of an act on it."""
    return f"/allegations/{entry.parts.get().subject_id}/{name}"
