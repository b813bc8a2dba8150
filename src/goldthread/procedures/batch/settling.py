"""Which events of a block take effect, and when: as last corrected and, where needed, authorised."""

import numpy as np

from goldthread.procedures.batch.authorising import Effects, Items, authorised_of
from goldthread.procedures.batch.block import Block
from goldthread.procedures.batch.columns import NOTHING, Bools, Ints
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.sorting import in_order


def settle(plan: Plan, block: Block) -> tuple[Items, Effects, Bools]:
    """The items and effects of a block, and the cases that are too odd to be settled here."""
    odd = _odd(plan, block)
    items = _items(plan, block, odd)
    guarded = plan.guarded[items.kind]
    free = np.flatnonzero(~guarded)
    effects = Effects(free, items.root[free], np.full(len(free), NOTHING), items.answers[free])
    if guarded.any():
        authorised = authorised_of(plan, block, items, np.flatnonzero(guarded), odd)
        effects = Effects(*map(np.concatenate, zip(effects, authorised, strict=True)))
    effects = effects.of(~odd[items.case[effects.item]])
    columns = (items.moment, plan.order[items.kind], block.recorded_at[items.row])
    order = in_order(*(column[effects.item] for column in columns), effects.root)
    effects = effects.of(order)
    linked = effects.root != items.row[effects.item]
    if linked.any():
        tied = _tied(linked, *(column[effects.item] for column in columns))
        odd[items.case[effects.item[tied]]] = True
    return items, effects.of(~odd[items.case[effects.item]]), odd


def _odd(plan: Plan, block: Block) -> Bools:
    """Cases with a link to an unknown event, a time beyond the calendar, or a correction that is too old."""
    odd = np.zeros(block.cases, dtype=np.bool_)
    for link in (block.corrects, block.answers, block.authorises, block.declines):
        odd[block.case[link < NOTHING]] = True
    odd[block.case[block.corrects >= np.arange(len(block.row))]] = True
    odd[block.case[~plan.london.holds(block.at)]] = True
    if plan.successors:  # what is stated about the child may change what a new rule takes over, and keeps
        odd[block.case[plan.states_child[block.statement]]] = True
    return odd


def _items(plan: Plan, block: Block, odd: Bools) -> Items:
    root = _roots(block)
    current = np.zeros_like(root)
    current[root] = np.arange(len(root))  # of several rows with one root, the last counts
    row = np.flatnonzero(current[root] == np.arange(len(root)))
    settles = _rooted(root, np.where(block.authorises > NOTHING, block.authorises, block.declines))[row]
    is_settling = settles > NOTHING
    other = np.where(is_settling, current[settles], row)
    later = block.moment[other] > block.moment[row]
    moment = np.where(later, block.moment[other], block.moment[row])
    at = np.where(later, block.at[other], block.at[row])
    order = in_order(moment, is_settling.astype(np.int64), row)
    row, at = row[order], at[order]
    day = plan.london.day(at)
    items = Items(
        row,
        root[row],
        block.case[row],
        at,
        moment[order],
        day,
        plan.kind(day, block.name[row].astype(np.int64)),
        _rooted(root, block.answers)[row],
        settles[order],
    )
    odd[items.case[items.answers == items.root]] = True
    corrected = items.root != items.row
    if corrected.any():
        odd[items.case[_tied(corrected, items.moment, is_settling[order], block.recorded_at[row])]] = True
    return items


def _roots(block: Block) -> Ints:
    """For each row, the row under which it was first recorded."""
    own = np.arange(len(block.row))
    if not (block.corrects > NOTHING).any():
        return own
    root = np.where((block.corrects > NOTHING) & (block.corrects < own), block.corrects, own)
    while (root[root] != root).any():
        root = root[root]
    return root


def _rooted(root: Ints, links: Ints) -> Ints:
    return np.where(links > NOTHING, root[links], NOTHING)


def _tied(doubtful: Bools, *columns: Ints | Bools) -> Ints:
    """The places of rows that have a neighbour alike in all columns, where one of the two is doubtful.

    What then comes first hangs on the order of ids, which a row's number no longer tells.
    """
    same = doubtful[1:] | doubtful[:-1]
    for column in columns:
        same &= column[1:] == column[:-1]
    return np.flatnonzero(same)
