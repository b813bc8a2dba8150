"""Duties as they are found in a block: numbers of rules and places of events."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.columns import Bools, Ints

States = NDArray[np.int8]
OPEN, MET, MET_LATE, OVERDUE, MISSED = range(5)
STATES = ("open", "met", "met_late", "overdue", "missed")


class Found(NamedTuple):
    """Duties in columns: the numbers of rules, the places of events (`start`, `met`), and instants."""

    rule: Ints
    start: Ints
    opened: Ints
    due: Ints
    usual: Ints
    met: Ints

    def of(self, places: Ints | Bools) -> "Found":
        """Those at some places."""
        return Found(*(column[places] for column in self))


NONE = Found(*(np.zeros(0, dtype=np.int64) for _ in Found._fields))
"""No duties."""
