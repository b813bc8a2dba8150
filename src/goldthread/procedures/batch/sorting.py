"""Puts rows in order, and takes those of many groups in turn."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from goldthread.procedures.batch.columns import Column, Ints


def in_order(first: Ints, *then: Column) -> Ints:
    """The places of rows, sorted by several numbers. Where they are nearly in order, this is quick."""
    order = np.argsort(first, kind="stable")
    ranked = first[order]
    same = ranked[1:] == ranked[:-1]
    if then and same.any():
        tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
        rows = order[tied]
        order[tied] = rows[np.lexsort((*(each[rows] for each in reversed(then)), ranked[tied]))]
    return order


def ranks(group: Ints) -> Ints:
    """For rows whose groups lie together: the place of each in its own group."""
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    begins = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    return np.arange(len(group)) - np.repeat(begins, np.diff(np.append(begins, len(group))))


def rounds(rank: Ints) -> Iterator[Ints]:
    """The places of the first rows of all groups, then of the second ones, and so on."""
    order = np.argsort(rank, kind="stable")
    limits = np.searchsorted(rank[order], np.arange(int(rank.max(initial=-1)) + 2))
    for begin, end in pairwise(limits):
        yield order[begin:end]
