"""When the episodes of some cases begin and close: never while a contact still waits to be decided."""

from typing import Any, NamedTuple

import numpy as np

from goldthread.procedures.batch.asking import answer, holds
from goldthread.procedures.batch.columns import NEVER, NOTHING
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.records import EPISODE, Asked, Records, Small, Words


class Episodes(NamedTuple):
    """Episodes; those of case n lie from `first[n]` to before `first[n + 1]`. The first begins before all."""

    all: Records
    first: Small


@compiled
def involve(
    kinds: Records,
    rules: Records,
    by_kind: Small,
    asked: Asked,
    effects: Records,
    firsts: Small,
    facts: Words,
) -> Episodes:
    """The episodes of cases. Each effect is told to which of them it belongs."""
    cases = len(firsts) - 1
    episodes, first = np.empty(cases + len(effects), EPISODE), np.zeros(cases + 1, np.int32)
    known, answers = np.empty(facts.shape[2], np.uint64), np.empty((1, len(asked.refused)), np.uint64)
    for case in range(cases):
        begin, last = firsts[case], first[case]
        episodes[last].begun, episodes[last].closed = -NEVER, NEVER
        for place in range(begin, firsts[case + 1]):
            one = effects[place]
            one.waits = one.goes_on = False
            kind = kinds[one.kind]
            if kind.begins:
                if episodes[last].closed != NEVER:
                    last += 1
                    episodes[last].begun, episodes[last].closed = one.at, NEVER
                    _stop(effects, begin, place)
                answer(asked, one.name, facts, place, known, answers, 0)
                one.waits = _is_to_be_decided(rules, by_kind, kind, answers)
            elif kind.decides or kind.settles:
                _decide(effects, begin, place, one.answered, kind.decides, kind.ends)
            elif kind.ends:
                _stop(effects, begin, place)
            is_open = kind.begins or episodes[last].closed != NEVER or _is_open(effects, begin, place)
            if kind.ends and not is_open:
                episodes[last].closed = one.at
        _join(effects, begin, firsts[case + 1], episodes, first[case], last)
        first[case + 1] = last + 1
    return Episodes(episodes, first)


@inlined
def _is_to_be_decided(rules: Records, by_kind: Small, kind: Any, answers: Words) -> bool:
    """Whether the procedure asks for a decision about a contact, as far as the contact itself tells."""
    for turn in range(kind.first_rule, kind.last_rule):
        rule = rules[by_kind[turn]]
        if rule.deciding and holds(answers, 0, rule.question):
            return True
    return False


@compiled
def _decide(effects: Records, begin: int, end: int, answered: int, decides: bool, ends: bool) -> None:
    """Decide, or settle, the contact answered; or, where that is none that waits or goes on, all that wait.

    A contact decided otherwise than by an ending keeps the episode open.
    """
    is_one = answered != NOTHING and (effects[answered].waits or effects[answered].goes_on)
    found = False
    for place in range(begin, end):
        contact = effects[place]
        if place == answered if is_one else contact.waits:
            found = True
            contact.waits = False
            if decides:
                contact.goes_on = not ends
    if decides and ends and not found:
        _stop(effects, begin, end)


@compiled
def _stop(effects: Records, begin: int, end: int) -> None:
    """No contact goes on."""
    for place in range(begin, end):
        effects[place].goes_on = False


@inlined
def _is_open(effects: Records, begin: int, end: int) -> bool:
    """Whether a contact waits or goes on."""
    open_contacts = 0
    for place in range(begin, end):
        open_contacts += effects[place].waits or effects[place].goes_on
    return open_contacts > 0


@inlined
def _join(effects: Records, begin: int, end: int, episodes: Records, first: int, last: int) -> None:
    """Each effect belongs to the last episode that had begun."""
    episode = first
    for place in range(begin, end):
        while episode < last and episodes[episode + 1].begun <= effects[place].at:
            episode += 1
        effects[place].episode = episode
