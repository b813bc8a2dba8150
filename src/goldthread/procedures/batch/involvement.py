"""When the episodes of a case begin and close: never while a contact still waits to be decided."""

from typing import Any

from goldthread.procedures.batch.asking import answer, holds, know
from goldthread.procedures.batch.columns import NEVER, NOTHING
from goldthread.procedures.batch.compiled import column, whole, within
from goldthread.procedures.batch.records import EFFECT, EPISODE, I4, KIND, RULE, U8


@within
def involve(desk: Any, many: int) -> int:
    """Lay out the episodes of a case, the first of which begins before all; how many. Effects join them."""
    effects, kinds = column(desk.effects, EFFECT), column(desk.kinds, KIND)
    episodes, last = column(desk.episodes, EPISODE), whole(0)
    episodes[0].begun, episodes[0].closed = -NEVER, NEVER
    for place in range(many):
        one = effects[place]
        one.waits = one.goes_on = False
        kind = kinds[one.kind]
        if kind.begins:
            if episodes[last].closed != NEVER:
                last += 1
                episodes[last].begun, episodes[last].closed = one.at, NEVER
                _stop(effects, place)
            one.waits = _is_to_be_decided(desk, place)
        elif kind.decides or kind.settles:
            _decide(effects, place, kind.decides, kind.ends)
        elif kind.ends:
            _stop(effects, place)
        if kind.ends and not kind.begins and episodes[last].closed == NEVER and not _is_open(effects, place):
            episodes[last].closed = one.at
    _join(desk, many, last)
    return int(last + 1)


@within
def _join(desk: Any, many: int, last: int) -> None:
    """Each effect belongs to the last episode that had begun."""
    effects, episodes, episode = column(desk.effects, EFFECT), column(desk.episodes, EPISODE), 0
    for place in range(many):
        while episode < last and episodes[episode + 1].begun <= effects[place].at:
            episode += 1
        effects[place].episode = episode


@within
def _is_to_be_decided(desk: Any, place: int) -> bool:
    """Whether the procedure asks for a decision about a contact, as far as the contact itself tells."""
    one = column(desk.effects, EFFECT)[place]
    rules, by_kind = column(desk.rules, RULE), column(desk.by_kind, I4)
    kind, answers = column(desk.kinds, KIND)[one.kind], column(desk.later, U8)
    know(desk, place, whole(NOTHING))
    answer(desk, whole(one.name), answers, whole(0))
    for turn in range(kind.first_rule, kind.last_rule):
        rule = rules[by_kind[turn]]
        if rule.deciding and holds(answers, whole(0), rule.question):
            return True
    return False


@within
def _decide(effects: Any, end: int, decides: bool, ends: bool) -> None:
    """Decide, or settle, the contact answered; or, where that is none that waits or goes on, all that wait.

    A contact decided otherwise than by an ending keeps the episode open.
    """
    answered = effects[end].answered
    is_one = answered != NOTHING and (effects[answered].waits or effects[answered].goes_on)
    found = False
    for place in range(end):
        contact = effects[place]
        if place == answered if is_one else contact.waits:
            found = True
            contact.waits = False
            if decides:
                contact.goes_on = not ends
    if decides and ends and not found:
        _stop(effects, end)


@within
def _stop(effects: Any, end: int) -> None:
    """No contact goes on."""
    for place in range(end):
        effects[place].goes_on = False


@within
def _is_open(effects: Any, end: int) -> bool:
    """Whether a contact waits or goes on."""
    for place in range(end):  # noqa: SIM110 - any() over this is not compiled
        if effects[place].waits or effects[place].goes_on:
            return True
    return False
