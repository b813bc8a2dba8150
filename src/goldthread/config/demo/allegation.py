"""One allegation, and an earlier one about the same adult elsewhere, where the pack has the steps for it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.allegations.operations.receiving import receive
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure
from goldthread.ledger.author import Author, acting
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part, Sending

_STEP = "allegation"
_ADULT = {"given_names": "Corin", "family_name": "Blackmoor", "born": "1984-06-11"}
_LATER: dict[str, Any] = {
    **_ADULT,
    "employer": "Alderbrook Primary School",
    "role": "Head teacher",
    "in_charge": True,
    "in_contact": "yes",
    "contact_how": "He is in school every day. Nobody is with him.",
    "works_as": "staff",
    "allegation_criteria": ["harmed", "unsuitable"],
    "point_nature": "He took a pupil by the arm and shouted. A parent saw it at the gate.",
    "point_earlier_concerns": "None held by the school.",
    "point_where_from": "The parent told the safeguarding lead.",
    "when_it_was": "Yesterday, at the end of the day",
    "children": [{"name": "Clover Pennywort", "born": "2015-07-30", "how": "The pupil"}],
    "told": True,
    "told_name": "Hester Lovegrove",
    "told_role": "Chair of governors",
    "told_implicated": False,
    "begun": False,
}
_EARLIER: dict[str, Any] = {
    **_ADULT,
    "employer": "Wrenfield Swimming Club",
    "role": "Coach",
    "in_contact": "no",
    "works_as": "volunteer",
    "allegation_criteria": ["unsuitable"],
    "point_nature": "He gave lifts home to one child alone, against the club's rules.",
    "told": True,
    "told_name": "Rufus Penhale",
    "told_role": "Club secretary",
    "told_implicated": False,
}


def play(people: Mapping[str, User], *, at: datetime) -> None:
    """The earlier one did not meet the criteria; the later one waits for its Initial Discussion."""
    lado = next((one for one in people.values() if one.may(Capability.HANDLE_ALLEGATIONS, at=at)), None)
    sender = next((one for one in people.values() if one.may(Capability.SEND_REQUEST, at=at)), None)
    if _STEP not in procedure.newest().steps or lado is None or sender is None:
        return
    before = at - timedelta(days=400)
    other = {
        "reporter_name": "Ivo Standish",
        "reporter_role": "Welfare officer",
        "reporter_phone": "01632 960 140",
    }
    earlier = _told(
        acting(lado, Capability.HANDLE_ALLEGATIONS, at=at), {**_EARLIER, **other}, before, "earlier"
    )
    _discuss(lado, earlier, before + timedelta(hours=3))
    own = {
        "reporter_name": sender.name,
        "reporter_role": sender.designation,
        "reporter_agency": sender.agency.name,
        "reporter_phone": "01632 960 102",
        "channel": "online_form",
    }
    by = acting(sender, Capability.SEND_REQUEST, at=at)
    _told(by, {**_LATER, **own}, at - timedelta(hours=3), "later")


def _told(by: Author, values: dict[str, Any], when: datetime, name: str) -> Entry:
    return receive(by=by, at=when, values=values, sending=Sending(key=f"demonstration/allegation/{name}"))


def _discuss(lado: User, about: Entry, when: datetime) -> None:
    said = {"step": "lado_discussion", "outcome": "criteria_not_met", "in_contact": "no"}
    advice = {"point_employment_and_safeguarding": "The club goes through its own rules with him."}
    ledger.sign(
        by=acting(lado, Capability.HANDLE_ALLEGATIONS, at=when),
        at=when,
        kind="allegation_discussion",
        values={**said, **advice},
        parts=[Part(about.parts.get().subject)],
        key="demonstration/allegation/discussion",
    )
