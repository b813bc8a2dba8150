"""What is written in the demonstration's two families in child protection. Everyone is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_HOME = {"address": "11 Kestrel Rise, Wrenfield", "postcode": "ZZ99 4AA"}
_FLAT = {"address": "Flat 2, 8 Sedge Court, Wrenfield", "postcode": "ZZ99 4BB"}


@dataclass(frozen=True)
class Family:
    """Children, those around them, and how the children live."""

    name: str
    children: list[dict[str, Any]]
    household: list[dict[str, Any]]
    circumstances: Mapping[str, Any]
    later: int = 0  # days by which it happens later than the other family's


def _child(given: str, family: str, born: str, **more: Any) -> dict[str, Any]:
    return {"given_names": given, "family_name": family, "born": born, **more}


def _adult(given: str, family: str, relationship: str, *, at_home: bool, holds: str) -> dict[str, Any]:
    return {
        "given_names": given,
        "family_name": family,
        "relationship": relationship,
        "lives_with_child": "yes" if at_home else "no",
        "has_parental_responsibility": holds,
    }


HADDAD = Family(
    "haddad",
    [
        _child(
            "Sami",
            "Haddad",
            "2018-02-03",
            school="Alderbrook Primary School",
            first_language="Arabic",
            **_HOME,
        ),
        _child(
            "Noor", "Haddad", "2022-05-01", school="Little Acorns Nursery", first_language="Arabic", **_HOME
        ),
    ],
    [
        _adult("Amal", "Haddad", "mother", at_home=True, holds="yes"),
        _adult("Karim", "Haddad", "father", at_home=False, holds="yes"),
        _adult("Layla", "Haddad", "aunt_or_uncle", at_home=False, holds="no"),
    ],
    {
        "staying": "home",
        "legal_status": "none",
        "gp": "Fernhollow Surgery",
        "barred": [
            {"who": "Karim Haddad", "terms": "Only with Layla Haddad in the room, as agreed in writing"}
        ],
    },
)
OKORO = Family(
    "okoro",
    [_child("Ada", "Okoro", "2024-08-19", **_FLAT)],
    [_adult("Chidi", "Okoro", "father", at_home=True, holds="yes")],
    {
        "staying": "hospital",
        "staying_where": "Meadowlark Hospital, children’s ward",
        "gp": "Fernhollow Surgery",
    },
    later=38,
)
CALL = {
    "channel": "telephone",
    "form": "none",
    "immediate_danger": False,
    "referrer_kind": "school",
    "referrer_name": "Priya Larkspur",
    "referrer_agency": "Alderbrook Primary School",
    "referrer_phone": "01632 960 102",
    "concern": "Bruises on two Mondays that nobody can explain, and a child who will not go home.",
}
REASONS = "Injuries that do not fit what is said of them."
WHY = "Two injuries in a month, and no explanation that holds"
STRATEGY: dict[str, Any] = {
    "how": "video",
    "people": [
        {
            "name": "Idris Thornapple",
            "role": "Police constable",
            "agency": "Police",
            "part": "police",
            "came": "there",
        },
        {
            "name": "Esme Quillfeather",
            "role": "Health visitor",
            "agency": "Fernhollow Surgery",
            "came": "there",
        },
    ],
    "told_to_family": "The mother is told today that there will be an enquiry, and why.",
    "actions": [{"what": "See both children at school and nursery", "who": "The social worker"}],
}
ENQUIRY = {
    "enquirer": "The allocated social worker",
    "findings": "Both children were seen at school and at home. A doctor examined them.",
    "opinion_on_safety": "Safe while their father sees them only with their aunt there.",
}
BOOKING: dict[str, Any] = {
    "place": "Civic Centre, room 2",
    "invited": [
        {"name": "Amal Haddad", "role": "mother", "invite": "invite"},
        {"name": "Karim Haddad", "role": "father", "invite": "in_writing", "why": "Bail conditions"},
        {"name": "Priya Larkspur", "agency": "Alderbrook Primary School", "invite": "invite", "report": True},
    ],
}
CONFERENCE: dict[str, Any] = {
    "place": "Civic Centre, room 2",
    "people": [
        {"name": "Amal Haddad", "role": "mother", "came": "there"},
        {"name": "Priya Larkspur", "role": "Designated safeguarding lead", "came": "there"},
        {"name": "Esme Quillfeather", "role": "Health visitor", "came": "apologies"},
    ],
    "views": [
        {"agency": "Alderbrook Primary School", "how": "both", "view": "Sami is calmer since October."}
    ],
    "contingency": "We meet within a day if the children are taken from Wrenfield.",
    "earlier_review_triggers": "Another injury, or contact without the aunt.",
}
DECIDED = {
    "decision": "plan",
    "plan_criterion": "harm_shown",
    "category": ["physical"],
    "presence": "child_not_there",
    "voice": "Sami drew his room and said that he likes it when it is quiet.",
    "at_risk": WHY,
    "reasons": "Harm was shown, and more is likely without a plan.",
}
VIEW = {"child_view": "Sami says that he sleeps better."}
VISIT = {
    "came_of_it": "visited",
    "announced": False,
    "where": "At home",
    "observed": "The flat was warm and tidy; there was supper on the table.",
    "opinion": "Their mother keeps to what was agreed.",
}
VOICE = "He showed his school book and talked about football."
IMPACT = "The first time that Sami talked about his father without being asked."
CORE_GROUP: dict[str, Any] = {
    "people": [
        {"name": "Amal Haddad", "role": "mother", "came": "there"},
        {"name": "Priya Larkspur", "role": "Designated safeguarding lead", "came": "there"},
    ],
    "progress": [
        {"item": "a1", "action": "See both children every week", "state": "on_track", "note": "Seen."}
    ],
}


def report(on: str) -> dict[str, Any]:
    """The school's report, which came that day."""
    return {
        "agency": "Alderbrook Primary School",
        "said_by": "Priya Larkspur",
        "received_on": on,
        "view": "Sami is quiet on Mondays. His attendance is good.",
        "shared": "yes",
        "acknowledged": "By email",
    }


def members(worker: str) -> list[dict[str, Any]]:
    """The core group."""
    return [
        {"name": worker, "role": "lead social worker", "email": "lead@example.org"},
        {"name": "Priya Larkspur", "role": "school", "agency": "Alderbrook Primary School"},
        {"name": "Amal Haddad", "role": "mother"},
    ]


def plan(worker: str, by_when: str) -> dict[str, Any]:
    """The outline of the plan."""
    return {
        "worries": [
            {
                "item": "w1",
                "worry": "The children were hurt, and nobody could say how",
                "worry_own": "We are worried because you were hurt.",
                "change": "Their father sees them only with Layla there",
                "change_own": "Dad will see you when Layla is there.",
                "better": "No new bruises, and both say that they feel safe",
                "better_own": "You will feel safe at home.",
            }
        ],
        "actions": [
            {
                "item": "a1",
                "what": "See both children every week",
                "own": f"{worker.partition(' ')[0]} will come and see you every week.",
                "who": worker,
                "by_when": by_when,
                "know": "A visit in the record for each week",
            }
        ],
        "not_working": CONFERENCE["contingency"],
    }
