"""The roles, in plain English, and what each may do. Their ids are the packs' role ids."""

from dataclasses import dataclass

from goldthread.accounts.capabilities import Capability


@dataclass(frozen=True)
class Role:
    """A role a person may hold in a team.

    `says` is for the data-protection officer: who may hold it and why it can do what it can.
    """

    title: str
    says: str
    may: frozenset[Capability]


_DESK = frozenset(
    {
        Capability.READ_RECORD,
        Capability.RECORD_WORK,
        Capability.ROUTE,
        Capability.SEARCH_PEOPLE,
        Capability.TAKE_CONTACT,
    }
)
_SOCIAL_WORK = _DESK | {Capability.SCREEN, Capability.TRANSFER}
_DELEGATED = _SOCIAL_WORK | {Capability.DECIDE}
_MANAGE = _DELEGATED | {
    Capability.AUTHORISE_DECISION,
    Capability.AUTHORISE_PROTECTION,
    Capability.SEE_OUTBOX,
    Capability.SEE_TEAM_WORK,
}

ROLES: dict[str, Role] = {
    "professional_referrer": Role(
        "Professional referrer",
        "A person who works with children in another agency. Sees only what they or their agency sent.",
        frozenset({Capability.SEND_REQUEST}),
    ),
    "csc_officer": Role(
        "Customer Service Centre officer",
        "Takes contacts, acknowledges them and passes them to where they belong. Decides nothing.",
        _DESK | {Capability.SEE_OUTBOX, Capability.SEE_TEAM_WORK},
    ),
    "consultation_hub": Role(
        "Consultation Hub adviser",
        "Advises schools and early years settings. Never progresses a referral (HERTS-2.16).",
        frozenset({Capability.ADVISE, Capability.READ_RECORD, Capability.SEARCH_PEOPLE}),
    ),
    "social_worker": Role(
        "Social worker",
        "A registered social worker: screens contacts and works with children and families.",
        _SOCIAL_WORK,
    ),
    "delegated_social_worker": Role(
        "Social worker with delegated authority",
        "A social worker whom a manager has trusted to decide the response to a contact (HERTS-7.2).",
        _DELEGATED,
    ),
    "consultant_social_worker": Role(
        "Consultant social worker",
        "An experienced social worker with delegated authority who guides others' practice.",
        _DELEGATED | {Capability.SEE_TEAM_WORK},
    ),
    "manager": Role(
        "Manager",
        "Authorises outcomes, and whatever protects a child now (HERTS-9.1, HERTS-10.17).",
        _MANAGE,
    ),
    "team_manager": Role(
        "Team Manager",
        "A manager of a team, who alone may allow enquiries without the parents' knowledge (HERTS-6.8).",
        _MANAGE | {Capability.AUTHORISE_ENQUIRY},
    ),
    "out_of_hours": Role(
        "Safeguarding Out of Hours worker",
        "A social worker on duty while the Customer Service Centre is closed (HERTS-3.18).",
        _DELEGATED | {Capability.SEE_TEAM_WORK},
    ),
    "privacy_officer": Role(
        "Privacy officer",
        "Sees who has read or changed a record. Sees no record.",
        frozenset({Capability.READ_AUDIT}),
    ),
}
