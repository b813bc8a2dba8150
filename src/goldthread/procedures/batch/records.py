"""What compiled code reads and writes: tables of the procedure, columns of events, and records of its own."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

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
        ("waits", "?"),
        ("goes_on", "?"),
    ],
    align=True,
)
"""An event that took effect: `row` gave it effect, and `proposed` is what that authorised.

`agency` and `role` are of whoever recorded the event.

Places of others: `since` of the first at the same instant, `search` of the first that may meet what it
starts, `answered`, `contact` and `around` as in the fold; `child` of what was known of the child.
"""
EPISODE = np.dtype([("begun", "i8"), ("closed", "i8")], align=True)
STATED = np.dtype([("at", "i8"), ("anew", "?")], align=True)
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
LATEST = np.dtype([("place", "i8"), ("turn", "i8")], align=True)
"""The last duty of a family that counts, and on the turn of which case it was found."""
MEETING = np.dtype([("turn", "i8"), ("at", "i8")], align=True)
"""When something was first met, and on whose turn that was looked for."""
I2, I4, I8, U8, YES = (np.dtype(name) for name in ("i2", "i4", "i8", "u8", "?"))
TABLES = {
    "from_day": I8,
    "kinds": KIND,
    "kinds_ask": U8,
    "may_authorise": YES,
    "rules": RULE,
    "by_kind": I4,
    "missing": U8,
    "grouped": U8,
    "refused": U8,
    "first_asked": I4,
    "eights": I4,
    "known": U8,
    "about_child": U8,
    "states_child": YES,
    "dates": I8,
    "days": I8,
    "meets": U8,
    "met_by": U8,
    "starts": YES,
    "own": YES,
    "begins": I8,
    "hours": I8,
    "due": I8,
    "changes": I4,
    "change_at": I8,
}
"""A procedure by numbers, for the words of some events; several numbers of one thing follow one another.

`kinds_ask` are the questions that the rules of each kind ask, as bits. `missing` are the conditions that
hold as long as nothing is stated. By word, the nth eight of conditions, and whichever `which` of those
hold, `grouped` are the groups of conditions that then hold, which are conditions, too, and come last.
`refused` are the questions to which the answer is then no: by eight, `which` and word. By name,
`eights[first_asked[name]:]` up to the next one's are the eights that are asked about. `meets` says by
way of meeting and by name which questions are asked of an event, of which one is enough (none: it does
not meet it); `met_by` which names do, as bits (those 64 apart have one in common); and `starts` whether
such an event starts duties that are met that way. `known` says by statement what holds and what is
decided, the last being empty; `dates` and `days` by fact and statement which date it gives. `due` is, by
limit and day, until when something may be done; a limit in `hours` (or NEVER) is so many microseconds
on. `changes` say by family which rule takes over open cases, at each instant of `change_at`.
"""
COLUMNS = {
    "first": I8,
    "name": I2,
    "at": I8,
    "recorded_at": I8,
    "role": I2,
    "person": I4,
    "agency": I4,
    "statement": I4,
}
"""The columns of Events."""
LINKED = ("linked", "targets", "linked_until")
"""By kind of link: the addresses of the rows that have it and of those that they name, and how many."""
NUMBERS = (
    "versions",
    "names",
    "roles",
    "statements",
    "words",
    "groups",
    "group_eights",
    "asks",
    "day_count",
    "changed",
    "families",
)
"""How many of each: `words` for all conditions, `groups` for those that come last, `asks` for questions."""
ROOM = {
    "cursor": I8,
    "links": I4,
    "root": I4,
    "current": I4,
    "items": ITEM,
    "waiting": I4,
    "effects": EFFECT,
    "place_of": I4,
    "early": I4,
    "facts": U8,
    "episodes": EPISODE,
    "stated": STATED,
    "of_child": U8,
    "answers": U8,
    "later": U8,
    "since": I8,
    "knows": U8,
    "meetings": MEETING,
    "latest": LATEST,
    "odd": I8,
    "duties": DUTY,
}
"""Where compiled code works: on one case; but `odd` cases and `duties` are of all that were folded.

`answers` are by effect what its questions were answered at first, and `later` since each later statement.
"""
STANDING = (
    "most_rows",
    "most_duties",
    "until",
    "case",
    "low",
    "rows",
    "seen",
    "turn",
    "is_odd",
    "odd_cases",
    "found",
)
"""How far the work has come: on which case, of so many `rows` from `low` on, as it stood at `until`.

`seen` are the names of its events, as bits; `turn` goes up with each event that starts duties.
"""
DESK = np.dtype([(name, "i8") for name in (*TABLES, *COLUMNS, *LINKED, *ROOM, *NUMBERS, *STANDING)])
"""The addresses of tables, columns and room, and how far the work has come."""
