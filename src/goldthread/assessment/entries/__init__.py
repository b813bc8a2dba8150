"""What can be recorded of an assessment."""

from goldthread.assessment.entries.visit import Visit

__all__ = ["Visit"]
