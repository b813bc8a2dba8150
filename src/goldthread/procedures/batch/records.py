"""What compiled code reads and writes: tables of the procedure, columns of events, and records of its own."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.columns import Bools, Ints

Records = NDArray[Any]
Words = NDArray[np.uint64]
"""Bits for conditions or questions, 64 to a word. Of facts, first those that hold, then those stated."""
Small = NDArray[np.int32]

OPEN, MET, MET_LATE, OVERDUE, MISSED = range(5)
STATES = ("open", "met", "met_late", "overdue", "missed")

KIND = np.dtype(
    [
        ("order", "i4"),
        ("first_rule", "i4"),
        ("last_rule", "i4"),
        ("starts", "?"),
        ("begins", "?"),
        ("decides", "?"),
        ("ends", "?"),
        ("settles", "?"),
        ("guarded", "?"),
        ("two_people", "?"),
    ],
    align=True,
)
"""What an outcome does to a case, under one version. Its rules are `by_kind[first_rule:last_rule]`."""
RULE = np.dtype(
    [
        ("question", "i4"),
        ("since", "i4"),
        ("until", "i4"),
        ("meeting", "i4"),
        ("limit", "i4"),
        ("usual", "i4"),
        ("counted_from", "i4"),
        ("family", "i4"),
        ("deciding", "?"),
        ("immediate", "?"),
        ("once", "?"),
        ("from_first", "?"),
        ("from_last", "?"),
    ],
    align=True,
)
"""A duty rule, by numbers; NOTHING is a limit, or a fact, that it has not. `deciding`: it asks to decide."""
ITEM = np.dtype(
    [
        ("at", "i8"),
        ("recorded_at", "i8"),
        ("settling", "?"),
        ("row", "i4"),
        ("root", "i4"),
        ("answers", "i4"),
        ("settles", "i4"),
    ],
    align=True,
)
"""What was recorded, as last corrected (`row`). Links name the row under which a thing was first recorded."""
EFFECT = np.dtype(
    [
        ("at", "i8"),
        ("recorded_at", "i8"),
        ("order", "i4"),
        ("root", "i4"),
        ("row", "i4"),
        ("agency", "i4"),
        ("role", "i4"),
        ("proposed", "i4"),
        ("answers", "i4"),
        ("kind", "i4"),
        ("name", "i4"),
        ("day", "i4"),
        ("since", "i4"),
        ("search", "i4"),
        ("answered", "i4"),
        ("contact", "i4"),
        ("around", "i4"),
        ("episode", "i4"),
        ("child", "i4"),
        ("first_period", "i4"),
        ("last_period", "i4"),
        ("waits", "?"),
        ("goes_on", "?"),
    ],
    align=True,
)
"""An event that took effect: `row` gave it effect, and `proposed` is what that authorised.

`agency` and `role` are of whoever recorded the event.

Places of others: `since` of the first at the same instant, `search` of the first that may meet what it
starts, `answered`, `contact` and `around` as in the fold; `child` of what was known of the child. Its periods
are what held when it happened, and then since each later statement.
"""
EPISODE = np.dtype([("begun", "i8"), ("closed", "i8")], align=True)
STATED = np.dtype([("at", "i8"), ("statement", "i4"), ("version", "i4"), ("anew", "?")], align=True)
"""What was stated about a child; `anew`: an episode begins, with nothing known."""
DUTY = np.dtype(
    [
        ("start", "i8"),
        ("case", "i8"),
        ("opened", "i8"),
        ("due", "i8"),
        ("usual", "i8"),
        ("met", "i8"),
        ("rule", "i4"),
        ("state", "i4"),
    ],
    align=True,
)
"""A duty: `start` is a place and, in the end, a row; instants are NEVER where there is none."""


class Asked(NamedTuple):
    """All questions, as tables of what each eight conditions say, whichever of them hold.

    `missing` are the conditions that hold as long as nothing is stated. By word and given `which` hold of the
    nth eight, `grouped[word, n, which]` are the groups of conditions that then hold, which are conditions,
    too, and come last; and `refused[word, n, which]` the questions to which the answer is then no. `of` are
    by name the questions asked of events.
    """

    missing: Words
    grouped: Words
    refused: Words
    of: Words


class Tables(NamedTuple):
    """A procedure by numbers, for the words of some events.

    `kinds_ask` are the questions that the rules of each kind ask, as bits. `meets` says by way of meeting and
    by name which questions are asked of an event, of which one is enough (none: it does not meet it), and
    `starts` whether such an event starts duties that are met that way. `known` says by statement what holds
    and what is decided, the last being empty; `dates` and `days` by fact and statement which date it gives.
    `due` is, by limit and day, until when something may be done; a limit in `hours` (or NEVER) is so many
    microseconds on. `changes` say by family which rule takes over open cases, at each instant of `change_at`.
    """

    from_day: Ints
    kinds: Records
    kinds_ask: Words
    may_authorise: Bools
    rules: Records
    by_kind: Small
    asked: Asked
    known: Words
    about_child: Words
    states_child: Bools
    dates: NDArray[np.int64]
    days: NDArray[np.int64]
    meets: Words
    starts: Bools
    own: Bools
    begins: Ints
    hours: Ints
    due: NDArray[np.int64]
    changes: Small
    change_at: Ints
