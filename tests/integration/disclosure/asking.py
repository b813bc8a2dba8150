"""People about whom is asked, and requests about them, for the tests of requests for information."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from goldthread.accounts.models import Team, User
from goldthread.disclosure.operations.requests import receive
from goldthread.disclosure.requestfile import RequestFile, request_file
from goldthread.ledger import operations as ledger
from goldthread.ledger.models import Entry, Event, Subject
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.people.creating import Newcomer
from tests import factories as make
from tests.factories import later

MORNING = later(days=26)  # a Tuesday
COUNCIL = "checks@othershire.gov.uk"
DETAIL: dict[str, Any] = {
    "requester": "other_authority",
    "request_purpose": "other",
    "information_wanted": "detail",
    "reason_given": True,
    "consent_shown": "parental_responsibility",
    "questions": [{"question": "Was there ever a plan?"}, {"question": "What was the father like?"}],
    "enquirer_email": COUNCIL,
}


@dataclass(frozen=True)
class People:
    """One child with a worker, one whose case is closed, one grown up since; and who works at the desk."""

    open: Subject
    closed: Subject
    adult: Subject
    officer: User
    worker: User
    manager: User
    data: User
    support: User


def people() -> People:
    """All of them, weeks before the morning of the requests."""
    team = Team.objects.create(name="Assessment Team North", service="assessment_team")
    worker = make.user("allocated_worker", name="Wren Worker", team=team)
    held = make.contact()
    _sign(held, "decision", {"reasons": "Neglect."}, {"outcome": "assessment"}, make.author("manager"))
    routed = {"service": team.service, "team": str(team.pk), "team_name": team.name}
    routed |= {"worker": str(worker.pk), "worker_name": worker.name}
    _sign(held, "routing", routed, {}, make.author("csc_officer"))
    return People(
        open=make.child_of(held),
        closed=_closed("Clover", "Pennywort", "2015-07-30"),
        adult=_closed("Sorrel", "Marsh", "2004-02-11"),
        officer=make.user("csc_officer", name="Olu Officer"),
        worker=worker,
        manager=make.user("team_manager", name="Tam Teamlead", team=team),
        data=make.user("data_protection_team", name="Dot Data"),
        support=make.user("service_support", name="Sue Support"),
    )


def _closed(given: str, family: str, born: str) -> Subject:
    contact = make.contact(children=[{"given_names": given, "family_name": family, "born": born}])
    said = {"reasons": "The school can help."}
    _sign(contact, "decision", said, {"outcome": "no_further_action"}, make.author("manager"))
    return make.child_of(contact)


def _sign(contact: Entry, kind: str, values: Mapping[str, Any], own: Mapping[str, Any], by: Any) -> Entry:
    return ledger.sign(
        by=by,
        at=later(hours=1),
        kind=kind,
        values=values,
        parts=[Part(make.child_of(contact), dict(own))],
        key=uuid4().hex,
        links=Links(answers=contact),
        outside_reason="Decided at once.",
    )


def ask(who: User, about: Subject | None, *, at: datetime = MORNING, **said: Any) -> Entry:
    """A request that came in, about somebody on record or somebody new, as an officer entered it."""
    row = {"given_names": "Fern", "family_name": "Newcombe"} if about is None else {"given_names": "One"}
    return receive(
        by=make.author("csc_officer", who),
        at=at,
        values={"enquirer": "Ann Asker", "organisation": "An agency", "about": [row], **said},
        known={} if about is None else {0: about.pk},
        newcomers=[] if about is not None else [Newcomer()],
        sending=Sending(uuid4().hex),
    )


def file_of(request: Entry) -> RequestFile:
    """The request as its page sees it."""
    return request_file(request, list(request.parts.select_related("subject", "episode")))


def minutes(number: int) -> datetime:
    """So long after that morning began."""
    return later(days=26, minutes=number)


def page(request: Entry, name: str = "") -> str:
    """The address of a request, or of an act on it."""
    return f"/information/{request.pk}/{name}"


def events(request: Entry) -> set[str]:
    """What happened in answer to it."""
    return {str(event) for event in Event.objects.filter(entry__answers=request)}
