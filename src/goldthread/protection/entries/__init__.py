"""What can be recorded of child protection."""

from goldthread.protection.entries.conference import (
    ConferenceBooking,
    ConferenceReport,
    InitialConference,
    ReviewConference,
)
from goldthread.protection.entries.coregroup import CoreGroupMeeting, CoreGroupMinutes
from goldthread.protection.entries.enquiry import Section47Enquiry
from goldthread.protection.entries.help import HelpAnswer, HelpAsked
from goldthread.protection.entries.plan import PlanTranslation, ProtectionPlan
from goldthread.protection.entries.strategy import StrategyAfter, StrategyCall, StrategyMeeting

__all__ = [
    "ConferenceBooking",
    "ConferenceReport",
    "CoreGroupMeeting",
    "CoreGroupMinutes",
    "HelpAnswer",
    "HelpAsked",
    "InitialConference",
    "PlanTranslation",
    "ProtectionPlan",
    "ReviewConference",
    "Section47Enquiry",
    "StrategyAfter",
    "StrategyCall",
    "StrategyMeeting",
]
