"""What asking an agency to contribute goes by: whether the family permits it."""

from datetime import datetime

from goldthread.procedures.fold import CaseState

PERMISSION = "permission_to_gather"  # the fact of the procedure


def permitted(state: CaseState, at: datetime) -> bool:
    """Whether the family last said that it permits gathering what others know (HUB-2.4)."""
    told = (one.facts for one in reversed(state.until(at)) if PERMISSION in one.facts)
    return next(told, {}).get(PERMISSION) is True
