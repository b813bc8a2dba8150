"""Cuts the events of many cases into blocks of whole cases, small enough to stay in the processor's cache."""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from goldthread.procedures.batch.clock import London
from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools, Codes, Events, Ints, Links

ROWS = 60_000
"""About how many events a block has."""
ROOM = 2**62


class Block(NamedTuple):
    """Some cases' events. Rows and cases count from the block's own first; `row` is the row among all events.

    `moment` orders events by case and then by time. Links to an event unknown here are below NOTHING.
    """

    first_case: int
    cases: int
    row: Ints
    case: Ints
    name: Codes
    at: Ints
    moment: Ints
    role: Codes
    person: Codes
    agency: Codes
    statement: Codes
    recorded_at: Ints
    corrects: Ints
    answers: Ints
    authorises: Ints
    declines: Ints


def cut(events: Events, london: London) -> list[tuple[int, int]]:
    """The cases of each block: from which, and before which."""
    limits = [0]
    most = ROOM // london.span
    while limits[-1] < events.cases:
        begin = limits[-1]
        end = int(np.searchsorted(events.first, events.first[begin] + ROWS, side="right")) - 1
        limits.append(min(max(end, begin + 1), begin + most, events.cases))
    return list(pairwise(limits))


def block(events: Events, cases: tuple[int, int], london: London, known_at: int) -> Block:
    """The events of some cases that had been recorded by an instant."""
    begin, end = cases
    low, high = int(events.first[begin]), int(events.first[end])
    part = slice(low, high)
    case = np.repeat(np.arange(end - begin), np.diff(events.first[begin : end + 1]))
    links = [
        _dense(each, low, high)
        for each in (events.corrects, events.answers, events.authorises, events.declines)
    ]
    at = events.at[part]
    whole = Block(
        begin,
        end - begin,
        np.arange(low, high),
        case,
        events.name[part],
        at,
        case * london.span + london.clipped(at),
        events.role[part],
        events.person[part],
        events.agency[part],
        events.statement[part],
        events.recorded_at[part],
        *links,
    )
    if known_at == NEVER:
        return whole
    return _only(whole, whole.recorded_at <= known_at)


def _dense(links: Links, low: int, high: int) -> Ints:
    """A kind of link for each row."""
    dense = np.full(high - low, NOTHING)
    begin, end = np.searchsorted(links.rows, (low, high))
    targets = links.targets[begin:end]
    dense[links.rows[begin:end] - low] = np.where(targets > NOTHING, targets - low, targets)
    return dense


def _only(whole: Block, kept: Bools) -> Block:
    """The block without the events that were not known. Links to them lead nowhere."""
    place = np.where(kept, np.cumsum(kept) - 1, NOTHING - 1)
    columns: dict[str, Any] = {
        name: column[kept] for name, column in whole._asdict().items() if isinstance(column, np.ndarray)
    }
    for link in ("corrects", "answers", "authorises", "declines"):
        targets = columns[link]
        columns[link] = np.where(targets > NOTHING, place[targets], targets)
    return whole._replace(**columns)
