"""What can be recorded of allegations."""

from goldthread.allegations.entries.report import AllegationReport, SeniorPersonTold
from goldthread.allegations.entries.work import (
    AllegationEnded,
    AllegationMeeting,
    AllegationNote,
    ChildConcerned,
    InitialDiscussion,
    Invitation,
    RecordSent,
    SettingAction,
    Strand,
)

__all__ = [
    "AllegationEnded",
    "AllegationMeeting",
    "AllegationNote",
    "AllegationReport",
    "ChildConcerned",
    "InitialDiscussion",
    "Invitation",
    "RecordSent",
    "SeniorPersonTold",
    "SettingAction",
    "Strand",
]
