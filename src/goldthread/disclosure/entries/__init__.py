"""What can be recorded of disclosure."""

from goldthread.disclosure.entries.consent import ConsentSaid
from goldthread.disclosure.entries.redaction import CopyGiven, RedactedCopy, Redaction, RedactionCheck
from goldthread.disclosure.entries.request import InformationRequest
from goldthread.disclosure.entries.work import (
    EnquiryForm,
    InformationAnswer,
    InformationCheck,
    InformationEvidence,
    InformationPassed,
    InformationPrepared,
    InformationRefused,
    InformationTold,
    InformationViewing,
)

__all__ = [
    "ConsentSaid",
    "CopyGiven",
    "EnquiryForm",
    "InformationAnswer",
    "InformationCheck",
    "InformationEvidence",
    "InformationPassed",
    "InformationPrepared",
    "InformationRefused",
    "InformationRequest",
    "InformationTold",
    "InformationViewing",
    "RedactedCopy",
    "Redaction",
    "RedactionCheck",
]
