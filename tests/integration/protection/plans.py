"""Children with a child protection plan, as a conference made it; and people to write it and follow it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from goldthread.ledger import operations
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.protection.operations import planning
from tests import factories as make
from tests.integration.frontdoor.cast import wall
from tests.newest import newest

CONFERENCE = wall(2026, 11, 30, 11, 0)
NOOR = {"given_names": "Noor", "family_name": "Alder", "born": "2022-05-01", "first_language": "Arabic"}
SAMI = {"given_names": "Sami", "family_name": "Alder", "born": "2018-02-03"}
MEMBERS = [
    {"name": "Sal Worker", "role": "lead social worker", "agency": "Council", "email": "sal@example.org"},
    {"name": "Hana Visitor", "role": "health visitor", "agency": "Health Trust", "email": "hana@example.org"},
    {"name": "Ms Alder", "role": "mother"},
]
HUB = (
    ("strategy_discussion", "section_47", wall(2026, 11, 9, 10, 0), "social_worker"),
    ("section_47", "conference", wall(2026, 11, 20, 15, 0), "social_worker"),
    ("initial_conference", "plan", CONFERENCE, "chair"),
)
GLOUCESTERSHIRE = (
    ("strategy_discussion", "section_47", wall(2026, 11, 9, 10, 0), "referral_and_assessment_team"),
    ("section_47", "conference", wall(2026, 11, 20, 15, 0), "children_and_families_team"),
    ("initial_conference", "plan", CONFERENCE, "conference_team"),
)
# A whole version of the plan, as a page asks it.
PLAN = {
    "worries-0-worry": "Neglect: too little food in the house",
    "worries-0-worry_own": "We are worried because sometimes there is no food at home.",
    "worries-0-change": "Three meals a day by 31 January",
    "worries-0-change_own": "There will be food every day.",
    "worries-0-better": "Noor gains weight and is not hungry at nursery",
    "worries-0-better_own": "You will not feel hungry.",
    "actions-0-what": "Weekly shop with the family support worker",
    "actions-0-own": "Mum will buy food each week. Jo will help her.",
    "actions-0-who": "Ms Alder",
    "actions-0-who_role": "mother",
    "actions-0-by_when-day": "8",
    "actions-0-by_when-month": "1",
    "actions-0-by_when-year": "2027",
    "actions-0-know": "Full cupboards on unannounced visits",
    "not_working": "Legal advice, and the conference meets sooner",
    "not_working_own": "If it does not get better, we will have a big talk about what to do.",
    "identity": "Halal food; Arabic spoken at home",
}

OUTLINE: dict[str, Any] = {
    "worries": [
        {
            "worry": "Neglect: too little food in the house, and Noor is often alone with Sami",
            "worry_own": "We are worried because sometimes there is no food at home.",
            "change": "Three meals a day, and an adult at home, by 31 January",
            "change_own": "There will be food every day. A grown-up will be with you.",
            "better": "Noor gains weight and is not hungry at nursery",
            "better_own": "You will not feel hungry.",
        }
    ],
    "actions": [
        {
            "what": "Weekly shop with the family support worker",
            "own": "Mum will buy food each week. Jo will help her.",
            "who": "Ms Alder",
            "who_role": "mother",
            "by_when": "2027-01-08",
            "know": "Full cupboards on visits nobody announced",
        },
        {
            "what": "Weigh Noor every two weeks",
            "own": "Hana the nurse will weigh you. It does not hurt.",
            "who": "Hana Visitor",
            "who_role": "health visitor",
            "by_when": "2026-12-17",
            "know": "The red book",
        },
    ],
    "not_working": "Legal advice, and the conference meets sooner",
    "not_working_own": "If it does not get better, we will talk about what to do next.",
    "visits": "Sal Worker, every ten working days, at home and at nursery",
    "visits_own": "Sal will come to see you. You can play and talk.",
    "talk_own": "You can talk to Sal or to Miss Tia at nursery.",
}


def record(case: list[Subject], step: str, outcome: str, when: datetime, role: str, **said: Any) -> Entry:
    """A step recorded as any step is, for each child."""
    return operations.sign(
        by=make.author(role),
        at=when,
        kind="step_record",
        values={"step": step, "outcome": outcome, **said},
        parts=[Part(child) for child in case],
        key=uuid4().hex,
        occurred_at=when,
        outside_reason="As the case is told",
    )


def on_plan(path: Any = HUB, children: tuple[Mapping[str, str], ...] = (NOOR,), **said: Any) -> list[Subject]:
    """Children whom a conference on 30 November 2026 gave a plan."""
    contact = make.contact(
        wall(2026, 11, 6, 15, 0),
        make.author("csc_officer"),
        channel="telephone",
        form="none",
        children=list(children),
    )
    parts = (
        contact.parts.filter(episode__isnull=False).select_related("subject").order_by("subject__reference")
    )
    case = [part.subject for part in parts]
    for step, outcome, when, role in path:
        record(case, step, outcome, when, role)
    if path is HUB:
        facts = {"next_review": "2027-02-26", **said}
        record(case, "initial_conference", "review_date_set", wall(2026, 11, 30, 11, 30), "chair", **facts)
        record(
            case,
            "initial_conference",
            "core_group_named",
            wall(2026, 11, 30, 11, 35),
            "chair",
            members=MEMBERS,
        )
    return case


def outlined(*children: Mapping[str, str]) -> list[Subject]:
    """Children on a plan, with what the conference outlined as its first version."""
    case = on_plan(children=children or (NOOR,))
    planning.record(
        by=make.author("chair", make.user("chair", name="Chris Chair")),
        at=wall(2026, 11, 30, 12, 0),
        children=[(child, {"identity": "Halal food", "child_view": "I want my own bed."}) for child in case],
        values=OUTLINE,
        outcome="outlined",
        sending=Sending("outline", answers=newest("step_record")),
    )
    return case
