"""What can be recorded of early help."""

from goldthread.earlyhelp.entries.conversation import EarlyHelpConversation
from goldthread.earlyhelp.entries.disagreement import Disagreement, DisagreementStep
from goldthread.earlyhelp.entries.meeting import EarlyHelpMeeting, EarlyHelpMeetingOff, EarlyHelpWork
from goldthread.earlyhelp.entries.opening import EarlyHelpEnding, EarlyHelpLead, EarlyHelpOpening
from goldthread.earlyhelp.entries.plan import EarlyHelpPlan

__all__ = [
    "Disagreement",
    "DisagreementStep",
    "EarlyHelpConversation",
    "EarlyHelpEnding",
    "EarlyHelpLead",
    "EarlyHelpMeeting",
    "EarlyHelpMeetingOff",
    "EarlyHelpOpening",
    "EarlyHelpPlan",
    "EarlyHelpWork",
]
