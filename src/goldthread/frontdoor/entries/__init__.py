"""What can be recorded at the front door."""

from goldthread.frontdoor.entries.agencies import (
    AgencyAnswer,
    AgencyEnquiry,
    PoliceNotification,
    PoliceProtection,
    ProtectiveAction,
)
from goldthread.frontdoor.entries.consultation import Consultation
from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.entries.deciding import (
    AssessmentStart,
    Decision,
    ProtectiveFactors,
    StrategyDecision,
    TransferAnswer,
    TransferOffer,
)
from goldthread.frontdoor.entries.following import Addition, Chase, ReceiptShown
from goldthread.frontdoor.entries.referrer import Acknowledgement, Feedback, MoreInformation, ReferrerTalk
from goldthread.frontdoor.entries.screening import FormReturn, Routing, SamePerson, Screening

__all__ = [
    "Acknowledgement",
    "Addition",
    "AgencyAnswer",
    "AgencyEnquiry",
    "AssessmentStart",
    "Chase",
    "Consultation",
    "Contact",
    "Decision",
    "Feedback",
    "FormReturn",
    "MoreInformation",
    "PoliceNotification",
    "PoliceProtection",
    "ProtectiveAction",
    "ProtectiveFactors",
    "ReceiptShown",
    "ReferrerTalk",
    "Routing",
    "SamePerson",
    "Screening",
    "StrategyDecision",
    "TransferAnswer",
    "TransferOffer",
]
