"""Puts the rows of each case in the order in which they were recorded."""

from typing import Any

from goldthread.procedures.batch.columns import Column, Ints
from goldthread.procedures.batch.compiled import entry, within


@entry
def sort_within(order: Ints, first: Ints, recorded_at: Column, high: Column, low: Column) -> None:
    """Sort the rows `order[first[n]:first[n + 1]]` of each case by time, then by the two halves of the id."""
    for case in range(len(first) - 1):
        for turn in range(first[case] + 1, first[case + 1]):
            row, place = order[turn], turn
            key = _key(recorded_at, high, low, row)
            while place > first[case] and key < _key(recorded_at, high, low, order[place - 1]):
                order[place] = order[place - 1]
                place -= 1
            order[place] = row


@within
def _key(recorded_at: Column, high: Column, low: Column, row: int) -> tuple[Any, Any, Any]:
    return recorded_at[row], high[row], low[row]
