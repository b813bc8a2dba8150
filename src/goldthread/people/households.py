"""Who lived where and when, from what was told of addresses: as of any day.

An address that was told without a day counts from the day on which it was told, until the next one begins.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from goldthread.people.folding import fold
from goldthread.people.models import Address

Place = tuple[str, str]  # what tells one home from another: see place


@dataclass(frozen=True)
class Stay:
    """One person at one place, from `since` (or, where that was not told, `told`) to before `until`.

    `dated`: not a former address of which nobody said when. A `safe` place is shared with others at a safe
    place only, so that nobody can tell where it is from who lives there.
    """

    person: UUID
    place: Place
    words: str
    told: date
    entry: UUID
    since: date | None = None
    until: date | None = None
    current: bool = True
    safe: bool = False

    @property
    def begin(self) -> date:
        """The first day on which they are known to have lived there."""
        return self.since or self.told

    @property
    def dated(self) -> bool:
        """Whether it can be placed in time at all."""
        return self.current or self.since is not None

    def covers(self, day: date) -> bool:
        """Whether they lived there that day, as far as is known."""
        return self.dated and self.begin <= day and (self.until is None or day < self.until)


def in_order(told: Iterable[Stay]) -> list[Stay]:
    """Each person's stays in turn: a home ends when the next one begins, unless something else was told."""
    ordered = sorted(told, key=lambda one: (str(one.person), one.begin, one.told, str(one.entry)))
    people = groupby(ordered, lambda one: one.person)
    return [stay for _, stays in people for stay in _in_turn(stays)]


def _in_turn(stays: Iterable[Stay]) -> list[Stay]:
    """One person's stays. A home told of again goes on; two told of for one day stand side by side."""
    done: list[Stay] = []
    for stay in stays:
        again = next((n for n, one in enumerate(done) if _goes_on(one, stay)), None)
        if again is not None:
            done[again] = replace(done[again], until=stay.until, safe=done[again].safe or stay.safe)
            continue
        if stay.current:
            done = [_left(one, stay.begin) for one in done]
        done.append(stay)
    return done


def _goes_on(one: Stay, later: Stay) -> bool:
    lasting = one.until is None or one.until > later.begin
    return one.place == later.place and one.dated and later.dated and lasting


def _left(one: Stay, day: date) -> Stay:
    """A home of which no end was told, once somebody has moved on that day."""
    return replace(one, until=day) if one.dated and one.until is None and one.begin < day else one


def hidden(stays: Sequence[Stay]) -> list[Stay]:
    """The same, where a place that anyone of them must keep hidden is hidden for all."""
    safe = {stay.place for stay in stays if stay.safe}
    return [replace(stay, safe=stay.place in safe) for stay in stays]


def place(address: Address) -> Place:
    """What tells one home from another: in one postcode, part of a street, the numbers or else the name."""
    numbers = " ".join(re.findall(r"\d+[a-z]?\b", fold(address.lines)))
    return numbers or fold(re.split("[,\n]", address.lines.strip())[0]), address.postcode
