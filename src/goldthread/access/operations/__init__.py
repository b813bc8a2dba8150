"""Every write about who may see what: each takes `by` and `at`, and leaves its audit row."""

from goldthread.access.operations.emergency import NoGlass, break_glass, end_glass, review_glass
from goldthread.access.operations.protecting import (
    exclude,
    give_reason,
    grant,
    keep_from,
    lift,
    protect,
    release,
)

__all__ = [
    "NoGlass",
    "break_glass",
    "end_glass",
    "exclude",
    "give_reason",
    "grant",
    "keep_from",
    "lift",
    "protect",
    "release",
    "review_glass",
]
