"""Every write about who may see what: each takes `by` and `at`, and leaves its audit row."""

from goldthread.access.operations.budgets import Reviewed, notice_budgets, review_budget
from goldthread.access.operations.changing import (
    NotYours,
    keep_out,
    let_in,
    name_person,
    set_level,
    unname_person,
)
from goldthread.access.operations.emergency import NoGlass, break_glass, end_glass, review_glass
from goldthread.access.operations.leaving import close_account, close_dormant, end_sessions, reopen_account
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
    "NotYours",
    "Reviewed",
    "break_glass",
    "close_account",
    "close_dormant",
    "end_glass",
    "end_sessions",
    "exclude",
    "give_reason",
    "grant",
    "keep_from",
    "keep_out",
    "let_in",
    "lift",
    "name_person",
    "notice_budgets",
    "protect",
    "release",
    "reopen_account",
    "review_budget",
    "review_glass",
    "set_level",
    "unname_person",
]
