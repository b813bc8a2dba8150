"""Where each event stands among those of its case: what it answers, its contact, and what it states."""

import numpy as np

from goldthread.procedures.batch.columns import NOTHING
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.records import Records, Small, Words


@compiled
def place(kinds: Records, statement: Small, effects: Records, first: Small) -> None:
    """Tell the effects where they stand. `statement` says what each row states."""
    place_of = np.full(len(statement), NOTHING, np.int32)
    early = np.full(len(statement), NOTHING, np.int32)  # the first that answers what is not yet there
    for case in range(len(first) - 1):
        latest = NOTHING
        for place in range(first[case], first[case + 1]):
            one, before, kind = effects[place], effects[place - 1], kinds[effects[place].kind]
            is_new = place == first[case] or before.at != one.at
            one.since = place if is_new else before.since
            one.answered = NOTHING
            if one.answers > NOTHING:
                one.answered = place_of[one.answers]
                if early[one.answers] == NOTHING:
                    early[one.answers] = place
            one.search = one.since if early[one.root] == NOTHING else min(one.since, early[one.root])
            place_of[one.root] = place
            if kind.starts:
                one.contact, one.around = place, NOTHING
            else:
                one.contact = NOTHING if one.answered == NOTHING else effects[one.answered].contact
                one.around = latest if one.contact == NOTHING else one.contact
            if kind.begins:
                latest = place


@compiled
def stated(known: Words, statement: Small, effects: Records) -> Words:
    """What each effect states, over what it authorises and over the contact around it, as bits."""
    facts = np.empty((len(effects), 2, known.shape[2]), np.uint64)
    for place in range(len(effects)):
        one = effects[place]
        copy(known, statement[one.row], facts, place)
        if one.proposed > NOTHING:
            lay_under(facts, place, known, statement[one.proposed])
        if one.around > NOTHING:
            lay_under(facts, place, facts, one.around)
    return facts


@inlined
def copy(known: Words, place: int, facts: Words, where: int) -> None:
    """Write what is known at a place."""
    for word in range(facts.shape[2]):
        facts[where, 0, word] = known[place, 0, word]
        facts[where, 1, word] = known[place, 1, word]


@inlined
def lay_under(facts: Words, place: int, known: Words, below: int) -> None:
    """What is known below holds at a place, too, unless stated otherwise there."""
    for word in range(facts.shape[2]):
        facts[place, 0, word] |= known[below, 0, word] & ~facts[place, 1, word]
        facts[place, 1, word] |= known[below, 1, word]
