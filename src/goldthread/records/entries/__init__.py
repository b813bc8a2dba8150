"""What can be recorded here."""

from goldthread.records.entries.complaint import Complaint, ComplaintReply
from goldthread.records.entries.explained import Explained, ExplainedTranslation
from goldthread.records.entries.recordset import RecordSet
from goldthread.records.entries.referrer import ReferrerNote
from goldthread.records.entries.training import Training

__all__ = [
    "Complaint",
    "ComplaintReply",
    "Explained",
    "ExplainedTranslation",
    "RecordSet",
    "ReferrerNote",
    "Training",
]
