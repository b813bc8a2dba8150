"""What can be recorded of an assessment."""

from goldthread.assessment.entries.contribution import Contribution, ContributionChase, ContributionRequest
from goldthread.assessment.entries.outcome import AssessmentCheck, AssessmentOutcome
from goldthread.assessment.entries.plans import CarePlan, NeedPlan
from goldthread.assessment.entries.section import AssessmentSection
from goldthread.assessment.entries.visit import Visit

__all__ = [
    "AssessmentCheck",
    "AssessmentOutcome",
    "AssessmentSection",
    "CarePlan",
    "Contribution",
    "ContributionChase",
    "ContributionRequest",
    "NeedPlan",
    "Visit",
]
