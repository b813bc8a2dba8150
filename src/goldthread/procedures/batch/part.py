"""Some cases' events, cut out of the columns of all."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.columns import NEVER, NOTHING, Events, Ints
from goldthread.procedures.batch.records import Small

CORRECTS, ANSWERS, AUTHORISES, DECLINES = range(4)


class Part(NamedTuple):
    """The events of some cases, of which those of case n lie from `first[n]` to before `last[n]`.

    Rows count from the first one here. `links` are of four kinds; one to an unknown event is below NOTHING.
    """

    first: Ints
    last: Ints
    name: NDArray[np.int16]
    at: Ints
    recorded_at: Ints
    role: NDArray[np.int16]
    person: Small
    agency: Small
    statement: Small
    links: Small


def cut(events: Events, begin: int, end: int, known_at: int) -> Part:
    """The events of the cases from `begin` to before `end` that had been recorded by an instant."""
    low, high = int(events.first[begin]), int(events.first[end])
    rows = slice(low, high)
    first, last = events.first[begin:end] - low, events.first[begin + 1 : end + 1] - low
    if known_at != NEVER:
        recorded = np.append(0, np.cumsum(events.recorded_at[rows] <= known_at))
        last = first + recorded[last] - recorded[first]
    links = np.full((high - low, 4), NOTHING, np.int32)
    for kind, sparse in enumerate((events.corrects, events.answers, events.authorises, events.declines)):
        some = slice(*np.searchsorted(sparse.rows, (low, high)))
        targets = sparse.targets[some]
        links[sparse.rows[some] - low, kind] = np.where(targets > NOTHING, targets - low, targets)
    return Part(
        first,
        last,
        events.name[rows],
        events.at[rows],
        events.recorded_at[rows],
        events.role[rows],
        events.person[rows],
        events.agency[rows],
        events.statement[rows],
        links,
    )
