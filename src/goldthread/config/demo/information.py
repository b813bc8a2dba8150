"""What others have asked in the demonstration: one to answer, one that waits, one to be looked over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.disclosure.entries.request import STEP
from goldthread.disclosure.operations.requests import receive
from goldthread.ledger import operations as ledger
from goldthread.ledger.author import Author, acting
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.people.models import Person

_ASKED: tuple[tuple[str, float, dict[str, Any]], ...] = (
    (
        "Teasel",
        20,
        {
            "channel": "email",
            "enquirer": "Robin Ashdown, social worker",
            "organisation": "Othershire Children’s Services",
            "enquirer_email": "assessment@othershire.gov.uk",
            "their_reference": "OS-4471",
            "requester": "other_authority",
            "request_purpose": "section_47",
            "information_wanted": "whether_known",
            "background": "They have begun a section 47 enquiry: the family stays with relatives there.",
        },
    ),
    (
        "Alder",
        46,
        {
            "channel": "post",
            "enquirer": "Marigold Penhale, arrears officer",
            "organisation": "Wrenfield Homes",
            "enquirer_email": "arrears@example.org",
            "requester": "housing",
            "request_purpose": "other",
            "information_wanted": "whether_known",
            "background": "The rent is three months behind.",
        },
    ),
    (
        "Teasel",
        70,
        {
            "channel": "email",
            "enquirer": "Fraser Lindqvist, family court adviser",
            "organisation": "CAFCASS (demonstration)",
            "enquirer_email": "adviser@example.org",
            "their_reference": "FC/2031",
            "requester": "cafcass",
            "request_purpose": "court",
            "information_wanted": "detail",
            "reason_given": True,
            "role_shown": True,
            "background": "The parents ask the court with whom the children live.",
            "questions": [
                {"question": "Was either child ever on a plan?"},
                {"question": "How did the parents work with you?"},
            ],
        },
    ),
)


def play(people: Mapping[str, User], *, at: datetime) -> None:
    """Make them happen, up to `at`."""
    entries = [_ask(people, family, at - timedelta(hours=hours), said) for family, hours, said in _ASKED]
    officer, worker = people["officer"], people["assessor"]
    _sign(
        acting(officer, Capability.RECORD_WORK, at=at),
        entries[1],
        at - timedelta(hours=45),
        "information_told",
        {
            "step": STEP,
            "outcome": "evidence_asked",
            "told_how": "telephone",
            "who": "Marigold Penhale",
            "needed": "The parents’ signed consent.",
        },
    )
    _sign(
        acting(worker, Capability.RECORD_WORK, at=at),
        entries[2],
        at - timedelta(hours=3),
        "information_prepared",
        {
            "known": "Both are known. They were offered short breaks; there was no worry about harm.",
            "answers": [
                {"question": "Was either child ever on a plan?", "answer": "No."},
                {
                    "question": "How did the parents work with you?",
                    "answer": "The mother asked for help herself and kept every appointment.",
                },
            ],
            "relevance": "The adviser shows her role for the court; it bears on where the children live.",
        },
    )


def _ask(people: Mapping[str, User], family: str, when: datetime, said: Mapping[str, Any]) -> Entry:
    """A request about every child of that name."""
    found = Person.objects.filter(family=family, subject__parts__entry__kind="contact", born__year__gte=2010)
    children = list(found.distinct().order_by("born", "pk"))
    rows = [{"given_names": child.given, "family_name": child.family} for child in children]
    return receive(
        by=acting(people["officer"], Capability.TAKE_CONTACT, at=when),
        at=when,
        values={**said, "about": rows},
        known={place: child.subject_id for place, child in enumerate(children)},
        newcomers=[],
        sending=Sending(f"demonstration/information/{said['organisation']}"),
    )


def _sign(by: Author, request: Entry, when: datetime, kind: str, values: Mapping[str, Any]) -> None:
    subjects = Subject.objects.filter(parts__entry=request).order_by("pk")
    ledger.sign(
        by=by,
        at=when,
        kind=kind,
        values=values,
        parts=[Part(subject) for subject in subjects],
        key=f"demonstration/information/{kind}",
        links=Links(answers=request),
    )
