"""Made-up Hertfordshire cases, as many and as mixed as an authority sees: no two need be alike."""
# ruff: noqa: INP001 - a script's part

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from goldthread.procedures.events import CaseEvent

Facts = dict[str, Any]

CONTACTS: Sequence[tuple[str, Facts]] = (
    ("referrer", {"channel": "telephone", "form": "none", "referrer_kind": "public"}),
    ("referrer", {"channel": "online_form", "form": "public_report", "referrer_kind": "public"}),
    ("referrer", {"channel": "in_person", "form": "none", "referrer_kind": "family"}),
    (
        "professional_referrer",
        {
            "channel": "email",
            "form": "child_protection_request",
            "referrer_kind": "school",
            "consulted_hub": True,
            "consultation_advice": "child_protection_request",
        },
    ),
    (
        "professional_referrer",
        {
            "channel": "email",
            "form": "child_protection_request",
            "referrer_kind": "school",
            "consulted_hub": False,
        },
    ),
    (
        "professional_referrer",
        {
            "channel": "online_form",
            "form": "service_request",
            "referrer_kind": "early_years",
            "asks_for": "service",
            "consent": "agreed",
        },
    ),
    ("professional_referrer", {"channel": "telephone", "form": "none", "referrer_kind": "other_health"}),
    ("professional_referrer", {"channel": "telephone", "form": "none", "referrer_kind": "hospital"}),
    ("professional_referrer", {"channel": "email", "form": "none", "referrer_kind": "police"}),
)
"""Who calls, and what every such contact states."""

SOMETIMES: Mapping[str, float] = {
    "significant_harm": 0.3,
    "imminent_risk": 0.06,
    "urgent": 0.1,
    "child_open": 0.2,
    "suspected_crime": 0.1,
    "several_needs": 0.15,
    "pr_holder_agrees": 0.6,
    "nhs_number_given": 0.6,
    "families_first_assessment": 0.15,
    "harm_by_child": 0.05,
    "concern_about_professional": 0.02,
    "anonymous": 0.1,
    "worker_known": 0.1,
}
"""What else a contact may state, and how often it is so. Of these, each is stated three times in four."""

AFTER: Mapping[str, Mapping[str, float]] = {
    "contact.received": {
        "acknowledgement.sent": 6,
        "screening.completed": 6,
        "routing.routed": 4,
        "written_confirmation.received": 2,
        "decision.assessment": 2,
        "decision.no_further_action": 2,
        "decision.strategy_discussion": 1,
        "form_return.returned": 0.5,
        "consultation.advised_child_protection_request": 0.5,
        "contact.received": 0.8,
    },
    "acknowledgement.sent": {
        "screening.completed": 6,
        "routing.routed": 3,
        "written_confirmation.received": 1,
    },
    "routing.routed": {"screening.completed": 6, "acknowledgement.sent": 2, "decision.assessment": 2},
    "written_confirmation.received": {"screening.completed": 4, "acknowledgement.sent": 3},
    "form_return.returned": {"consultation.advised_child_protection_request": 2, "contact.received": 3},
    "consultation.advised_child_protection_request": {"contact.received": 1},
    "screening.completed": {
        "decision.no_further_action": 5,
        "decision.early_help": 3,
        "decision.assessment": 5,
        "decision.strategy_discussion": 2,
        "agency_enquiry.made": 2,
        "acknowledgement.sent": 1,
        "police_notification.notified": 0.5,
        "contact.received": 0.5,
    },
    "agency_enquiry.made": {"agency_enquiry.answered": 5, "decision.assessment": 2},
    "agency_enquiry.answered": {"decision.assessment": 3, "decision.no_further_action": 2},
    "police_notification.notified": {"decision.strategy_discussion": 4, "decision.assessment": 1},
    "decision.no_further_action": {"feedback.told": 8, "contact.received": 1},
    "decision.early_help": {"feedback.told": 6, "contact.received": 0.5},
    "decision.assessment": {"child_and_family_assessment.started": 6, "feedback.told": 4},
    "decision.strategy_discussion": {
        "strategy_discussion.initiated": 6,
        "strategy_discussion.not_initiated": 1,
    },
    "strategy_discussion.initiated": {"feedback.told": 3, "child_and_family_assessment.child_seen": 4},
    "strategy_discussion.not_initiated": {"child_and_family_assessment.started": 3, "feedback.told": 2},
    "child_and_family_assessment.started": {"child_and_family_assessment.child_seen": 6, "feedback.told": 3},
    "child_and_family_assessment.child_seen": {"feedback.told": 3, "contact.chased": 1},
    "feedback.told": {"contact.received": 1, "contact.chased": 1},
}
"""What may follow an event, with weights."""

ON = 0.86
"""How often something follows at all, so far as the case has gone."""


def everyday_case(chance: Random, begin: datetime) -> list[CaseEvent]:
    """A case from `begin` on, as it stands on some later day: about seven events."""
    name, at, contacts = "contact.received", begin, []
    events: list[CaseEvent] = []
    while True:
        made = _event(name, at, f"e{len(events)}", chance)
        if contacts and name != "contact.received" and chance.random() < 0.3:
            made = made._replace(answers=contacts[-1])
        events.append(made)
        if name == "contact.received":
            contacts.append(made.id)
        if made.role == "social_worker":  # a decision that the manager then authorises
            at += timedelta(minutes=int(chance.expovariate(1 / 200)) + 1)
            events.append(_event(name, at, f"e{len(events)}", chance, "manager"))
        if name not in AFTER or chance.random() > ON:
            return events
        name = chance.choices(list(AFTER[name]), list(AFTER[name].values()))[0]
        at += timedelta(minutes=int(chance.expovariate(1 / 900)) + 1)


def _event(name: str, at: datetime, number: str, chance: Random, role: str = "") -> CaseEvent:
    step, _, outcome = name.partition(".")
    facts: Facts = {}
    if name == "contact.received":
        role, stated = chance.choice(CONTACTS)
        others = {
            fact: chance.random() < share for fact, share in SOMETIMES.items() if chance.random() < 0.75
        }
        facts = {**stated, **others}
    elif step == "decision" and not role:
        role = "manager" if chance.random() < 0.6 else "social_worker"
    return CaseEvent(number, step, outcome, at, at, role or "manager", facts=facts)
