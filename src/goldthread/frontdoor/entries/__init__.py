"""What can be recorded at the front door."""

from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.entries.deciding import (
    AssessmentStart,
    ChildSeen,
    Decision,
    Feedback,
    PoliceNotification,
    PoliceProtection,
    ProtectiveAction,
    ProtectiveFactors,
    StrategyDecision,
    TransferAnswer,
    TransferOffer,
)
from goldthread.frontdoor.entries.screening import (
    AgencyAnswer,
    AgencyEnquiry,
    Consultation,
    FormReturn,
    Routing,
    Screening,
)

__all__ = [
    "AgencyAnswer",
    "AgencyEnquiry",
    "AssessmentStart",
    "ChildSeen",
    "Consultation",
    "Contact",
    "Decision",
    "Feedback",
    "FormReturn",
    "PoliceNotification",
    "PoliceProtection",
    "ProtectiveAction",
    "ProtectiveFactors",
    "Routing",
    "Screening",
    "StrategyDecision",
    "TransferAnswer",
    "TransferOffer",
]
