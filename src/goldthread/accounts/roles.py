"""The roles, in plain English, and what each may do. Their ids are the packs' role ids."""

from dataclasses import dataclass

from goldthread.accounts.capabilities import Capability as C


@dataclass(frozen=True)
class Role:
    """A role a person may hold in a team.

    `says` is for the data-protection officer: who may hold it and why it can do what it can.
    """

    title: str
    says: str
    may: frozenset[C]


_DESK = frozenset({C.READ_RECORD, C.RECORD_WORK, C.ROUTE, C.SEARCH_PEOPLE, C.TAKE_CONTACT})
_SOCIAL_WORK = _DESK | {C.SCREEN, C.TRANSFER}
_DELEGATED = _SOCIAL_WORK | {C.DECIDE}
_MANAGE = _DELEGATED | {C.AUTHORISE_DECISION, C.AUTHORISE_PROTECTION, C.SEE_OUTBOX, C.SEE_TEAM_WORK}

ROLES: dict[str, Role] = {
    "professional_referrer": Role(
        "Professional referrer",
        "A person who works with children in another agency. Sees only the requests that they or their agency sent.",
        frozenset({C.SEND_REQUEST}),
    ),
    "csc_officer": Role(
        "Customer Service Centre officer",
        "Takes contacts, acknowledges them and passes them to the service that should have them. Decides nothing.",
        _DESK | {C.SEE_OUTBOX, C.SEE_TEAM_WORK},
    ),
    "consultation_hub": Role(
        "Consultation Hub adviser",
        "Advises schools and early years settings and records the advice. Never progresses a referral (HERTS-2.16).",
        frozenset({C.ADVISE, C.READ_RECORD, C.SEARCH_PEOPLE}),
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
        _DELEGATED | {C.SEE_TEAM_WORK},
    ),
    "manager": Role(
        "Manager",
        "Authorises the outcome of contacts and whatever is needed to protect a child (HERTS-9.1, HERTS-10.17).",
        _MANAGE,
    ),
    "team_manager": Role(
        "Team Manager",
        "A manager of a team. Alone may allow talking to agencies without the parents' knowledge (HERTS-6.8).",
        _MANAGE | {C.AUTHORISE_ENQUIRY},
    ),
    "out_of_hours": Role(
        "Safeguarding Out of Hours worker",
        "A social worker on duty while the Customer Service Centre is closed (HERTS-3.18).",
        _DELEGATED | {C.SEE_TEAM_WORK},
    ),
    "privacy_officer": Role(
        "Privacy officer",
        "Sees who has read or changed a record. Sees no record.",
        frozenset({C.READ_AUDIT}),
    ),
}
