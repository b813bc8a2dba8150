"""What can be recorded here."""

from goldthread.retention.entries.destroying import Approved, Certificate, Proposed
from goldthread.retention.entries.holds import Hold, HoldLifted
from goldthread.retention.entries.rights import (
    Dispute,
    DisputeSettled,
    Request,
    RequestAnswer,
    Restriction,
    RestrictionLifted,
)

__all__ = [
    "Approved",
    "Certificate",
    "Dispute",
    "DisputeSettled",
    "Hold",
    "HoldLifted",
    "Proposed",
    "Request",
    "RequestAnswer",
    "Restriction",
    "RestrictionLifted",
]
