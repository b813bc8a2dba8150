"""Puts rows in order."""

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
