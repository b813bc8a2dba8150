"""Where each event stands among those of its case: what it answers, its contact, and what it states."""

from typing import Any

from goldthread.procedures.batch.columns import NOTHING
from goldthread.procedures.batch.compiled import column, within
from goldthread.procedures.batch.records import EFFECT, I4, KIND, U8


@within
def place(desk: Any, many: int) -> None:
    """Tell the effects where they stand."""
    effects, kinds = column(desk.effects, EFFECT), column(desk.kinds, KIND)
    place_of = column(desk.place_of, I4)
    early = column(desk.early, I4)  # the first that answers what is not yet there
    for row in range(desk.rows):
        place_of[row] = early[row] = NOTHING
    latest = NOTHING
    for turn in range(many):
        one, kind = effects[turn], kinds[effects[turn].kind]
        one.since = turn
        if turn > 0 and effects[turn - 1].at == one.at:
            one.since = effects[turn - 1].since
        one.answered = NOTHING
        if one.answers > NOTHING:
            one.answered = place_of[one.answers]
            if early[one.answers] == NOTHING:
                early[one.answers] = turn
        one.search = one.since if early[one.root] == NOTHING else min(one.since, early[one.root])
        place_of[one.root] = turn
        if kind.starts:
            one.contact, one.around = turn, NOTHING
        else:
            one.contact = NOTHING if one.answered == NOTHING else effects[one.answered].contact
            one.around = latest if one.contact == NOTHING else one.contact
        if kind.begins:
            latest = turn


@within
def state(desk: Any, many: int) -> None:
    """What each effect states, over what it authorises and over the contact around it, as bits."""
    effects, statement = column(desk.effects, EFFECT), column(desk.statement, I4)
    known, facts, words = column(desk.known, U8), column(desk.facts, U8), desk.words
    for turn in range(many):
        one = effects[turn]
        here, own = 2 * words * turn, 2 * words * statement[desk.low + one.row]
        for word in range(2 * words):
            facts[here + word] = known[own + word]
        if one.proposed > NOTHING:
            lay_under(facts, here, known, 2 * words * statement[desk.low + one.proposed], words)
        if one.around > NOTHING:
            lay_under(facts, here, facts, 2 * words * one.around, words)


@within
def lay_under(facts: Any, here: int, known: Any, below: int, words: int) -> None:
    """What is known below holds here, too, unless stated otherwise here."""
    for word in range(words):
        facts[here + word] |= known[below + word] & ~facts[here + words + word]
        facts[here + words + word] |= known[below + words + word]
