"""What happened in a block of cases, in columns: each event with its contact, its episode and what holds."""

from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.asking import Bits, Known, holds
from goldthread.procedures.batch.authorising import Effects, Items
from goldthread.procedures.batch.block import Block
from goldthread.procedures.batch.child import Timeline, timeline
from goldthread.procedures.batch.columns import NOTHING, Bools, Codes, Ints
from goldthread.procedures.batch.involvement import MOST, Episodes, Involving, Marks, episodes
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.sorting import ranks


class Happened(NamedTuple):
    """Events that took effect, in order. What names another event gives its place among these, or NOTHING.

    `since` is the place of the first event at the same instant of the case. `root` is the row of the event as
    first recorded; `role` and `agency` are those of whoever recorded it. `answers` is the row of what it
    answers, and `answered` its place, if that took effect before. `around` is the contact whose facts hold,
    too. Episodes are numbered through the block; `closed` says when each was (NEVER: it is open).
    """

    case: Ints
    at: Ints
    moment: Ints
    since: Ints
    day: Ints
    name: Ints
    kind: Ints
    root: Ints
    role: Codes
    agency: Codes
    answers: Ints
    answered: Ints
    contact: Ints
    around: Ints
    statement: Ints
    proposed: Ints
    facts: Known
    conditions: Bits
    episode: Ints
    closed: Ints
    child: Timeline | None


class _Placed(NamedTuple):
    """Where each event stands among the others of its case; as in Happened."""

    case: Ints
    moment: Ints
    kind: Ints
    since: Ints
    until: Ints
    answered: Ints
    contact: Ints
    around: Ints


def fold_block(plan: Plan, block: Block, items: Items, effects: Effects, odd: Bools) -> Happened:
    """What happened. Cases with too many contacts are marked as odd."""
    item, placed = effects.item, _placed(plan, block, items, effects)
    author = np.where(effects.root == items.root[item], items.row[item], effects.proposal)
    own, proposed = (_statements(plan, block, rows) for rows in (items.row[item], effects.proposal))
    facts = _stated(plan, own, proposed)
    found = _episodes(plan, items.at[item], placed, facts, odd)
    facts = _with(facts, placed.around)
    child = timeline(plan, block, items, placed.moment[found.begins[found.begins > NOTHING]])
    conditions = facts if child is None else facts.under(child.known.of(child.place(placed.moment)))
    return Happened(
        case=placed.case,
        at=items.at[item],
        moment=placed.moment,
        since=placed.since,
        day=items.day[item],
        name=placed.kind % len(plan.names),
        kind=placed.kind,
        root=effects.root,
        role=block.role[author],
        agency=block.agency[author],
        answers=effects.answers,
        answered=placed.answered,
        contact=placed.contact,
        around=placed.around,
        statement=own,
        proposed=proposed,
        facts=facts,
        conditions=plan.asking.answered(conditions),
        episode=found.of,
        closed=found.closed,
        child=child,
    )


def _placed(plan: Plan, block: Block, items: Items, effects: Effects) -> _Placed:
    case, moment, kind = (column[effects.item] for column in (items.case, items.moment, items.kind))
    answered = _answered(effects, len(block.row))
    contact = _contacts(plan.starts[kind], answered)
    around = _around(plan, case, kind, contact)
    return _Placed(case, moment, kind, *_instants(moment), answered, contact, around)


def _episodes(plan: Plan, at: Ints, placed: _Placed, facts: Known, odd: Bools) -> Episodes:
    kind, answered = placed.kind, placed.answered
    bits = _contact_bits(plan, placed.case, kind, odd)
    to_decide = _to_decide(plan, kind, plan.asking.answered(facts))
    answered_bits = np.where(answered > NOTHING, bits[answered], np.uint64(0))
    return episodes(plan, Involving(placed.case, at, kind, placed.until, bits, answered_bits, to_decide))


def _instants(moment: Ints) -> tuple[Ints, Ints]:
    """For each event, the place of the first at the same instant of its case, and that after the last."""
    first = np.flatnonzero(np.append(True, moment[1:] != moment[:-1])[: len(moment)])
    many = np.diff(np.append(first, len(moment)))
    return np.repeat(first, many), np.repeat(first + many, many)


def _answered(effects: Effects, rows: int) -> Ints:
    """The place of what each effect answers, if that comes before it."""
    own = np.arange(len(effects.root))
    place = np.full(rows + 1, NOTHING)
    place[effects.root] = own
    answered = place[effects.answers]  # what answers nothing finds the last one, which is nothing
    return np.where(answered < own, answered, NOTHING)


def _contacts(starts: Bools, answered: Ints) -> Ints:
    """The contact to which the links of each event lead; a contact is its own."""
    own = np.arange(len(answered))
    contact = np.where(starts, own, answered)
    while True:
        further = np.where(contact > NOTHING, contact[contact], NOTHING)
        if (further == contact).all():
            return contact
        contact = further


def _around(plan: Plan, case: Ints, kind: Ints, contact: Ints) -> Ints:
    """The contact whose facts lie under those of an event: its own, or else the latest that began a case."""
    own = np.arange(len(case))
    latest = np.maximum.accumulate(np.where(plan.begins[kind], own, NOTHING)) if len(own) else own
    latest = np.where((latest > NOTHING) & (case[latest] == case), latest, NOTHING)
    return np.where(plan.starts[kind], NOTHING, np.where(contact > NOTHING, contact, latest))


def _statements(plan: Plan, block: Block, rows: Ints) -> Ints:
    """The numbers of what rows state; of no row, that of the empty statement."""
    nothing = plan.known.holds.shape[1] - 1
    return np.where(rows > NOTHING, block.statement[rows], nothing)


def _stated(plan: Plan, own: Ints, proposed: Ints) -> Known:
    """What events state, over what had been proposed, by the numbers of the statements."""
    facts = plan.known.of(own)
    nothing = plan.known.holds.shape[1] - 1
    return plan.known.of(proposed).under(facts) if (proposed != nothing).any() else facts


def _contact_bits(plan: Plan, case: Ints, kind: Ints, odd: Bools) -> Marks:
    """For each contact that begins a case, a bit of its own among those of the case."""
    bits = np.zeros(len(case), dtype=np.uint64)
    places = np.flatnonzero(plan.begins[kind])
    number = ranks(case[places])
    odd[case[places[number >= MOST]]] = True
    bits[places] = np.left_shift(np.uint64(1), np.minimum(number, MOST).astype(np.uint64))
    return bits


def _to_decide(plan: Plan, kind: Ints, bits: Bits) -> Bools:
    """Whether the procedure asks for a decision about each contact, as far as the contact itself tells."""
    asked = np.zeros(len(kind), dtype=np.bool_)
    for one, questions in plan.deciding.items():
        places = np.flatnonzero(kind == one)
        contacts = bits[:, places]
        for question in questions:
            asked[places] |= holds(question, contacts)
    return asked


def _with(facts: Known, around: Ints) -> Known:
    """The facts of events, over those of the contacts around them."""
    places = np.flatnonzero(around > NOTHING)
    laid = facts.of(around[places]).under(facts.of(places))
    for column, new in zip(facts, laid, strict=True):
        column[:, places] = new
    return facts
