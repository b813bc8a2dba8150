"""Leads the lines of a genogram through the spaces between its rows, each on a track of its own.

From a row down, a space holds first the couples' lines, then those over brothers and sisters, then those over
twins. So lines of two families never lie on one another; where they must cross, one leaps over the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple, TypeVar

from goldthread.people.genogram import Line
from goldthread.people.genogram_rows import Knot, Node

TRACK = 13  # between two tracks
CLEAR = 7  # the least distance between two upright lines
_PORT = 8  # between two lines that leave one sign
_Key = TypeVar("_Key")
_HALF = 16  # how far from the middle of a sign a line may leave it


class Stretch(NamedTuple):
    """A straight line, upright or level; y counts from the top of its space until it is placed."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right."""
        return self.y1 == self.y2

    def down(self, by: float) -> "Stretch":
        """The same, lower."""
        return Stretch(self.x1, self.y1 + by, self.x2, self.y2 + by)


@dataclass(eq=False)
class Route:
    """The lines of one knot: those of the couple, and those that lead to each below with their own look."""

    knot: Knot
    tops: list[float]  # where the lines from above come in
    feet: list[float]  # where those below are reached
    stem: float = 0.0  # where the line goes down from the couple to the children
    couple: list[Stretch] = field(default_factory=list)
    shared: list[Stretch] = field(default_factory=list)
    own: list[tuple[Line, Stretch]] = field(default_factory=list)

    def stretches(self) -> list[Stretch]:
        """All of its lines."""
        return [*self.couple, *self.shared, *(one for _, one in self.own)]


def ports(knots: Sequence[Knot], x: dict[Node, float]) -> dict[tuple[Knot, Node, str], float]:
    """Where each knot's line leaves or reaches each place, side by side where there are several."""
    meeting: dict[tuple[Node, str], list[tuple[float, int, Knot]]] = {}
    for number, knot in enumerate(knots):
        for node in knot.above:
            meeting.setdefault((node, "foot"), []).append((_side(node, knot, x), number, knot))
        for node in knot.below:
            meeting.setdefault((node, "head"), []).append((_side(node, knot, x), number, knot))
    found: dict[tuple[Knot, Node, str], float] = {}
    for (node, side), group in meeting.items():
        step = min(_PORT, 2 * _HALF / max(1, len(group) - 1))
        for place, (_, _, knot) in enumerate(sorted(group, key=lambda one: one[:2])):
            found[knot, node, side] = x[node] + step * (place - (len(group) - 1) / 2)
    return found


def _side(node: Node, knot: Knot, x: dict[Node, float]) -> float:
    """The order of lines at one sign: what comes from near goes outside of what comes from afar."""
    beyond = knot.above if node in knot.below else knot.below
    others = [x[one] for one in knot.above if one is not node] or [
        x[one] for one in beyond if one is not node
    ]
    away = sum(others) / len(others) - x[node] if others else 0.0
    return 0.0 if not away else 1 / away


def routes(knots: Sequence[Knot], port: dict[tuple[Knot, Node, str], float]) -> tuple[list[Route], float]:
    """The lines of the knots of one space, and how high the space must be."""
    made = [
        Route(
            knot,
            [port[knot, one, "foot"] for one in knot.above],
            [port[knot, one, "head"] for one in knot.below],
        )
        for knot in knots
    ]
    _stems(made)
    over = _tracks([(one, _span([*one.tops, one.stem])) for one in made if _has_bar(one)])
    under = _tracks([(one, _span([one.stem, *_hung(one)])) for one in made if one.feet])
    pairs = [(one, group) for one in made for group in sorted(set(one.knot.twins) - {0})]
    twins = _tracks([((one, group), _span(_twins(one, group))) for one, group in pairs])
    high, low = max(over.values(), default=-1) + 1, max(under.values(), default=-1) + 1
    lowest = max(twins.values(), default=-1) + 1
    y_low = (high + max(low, 1)) * TRACK
    height = y_low + (lowest + 1) * TRACK
    for one in made:
        y1 = (over.get(one, 0) + 1) * TRACK
        y2 = y_low - under.get(one, 0) * TRACK
        y3 = {group: height - TRACK * (twins[one, group] + 1.0) for other, group in pairs if other is one}
        _draw(one, y1, y2, y3, height)
    return made, height


def _has_bar(route: Route) -> bool:
    """Whether there is a level line between those above, or one to shift the stem aside."""
    return bool(route.tops) and (len(route.tops) > 1 or route.stem != route.tops[0])


def _span(xs: Iterable[float]) -> tuple[float, float]:
    found = list(xs)
    return min(found), max(found)


def _twins(route: Route, group: int) -> list[float]:
    return [foot for foot, one in zip(route.feet, route.knot.twins, strict=True) if one == group]


def _hung(route: Route) -> list[float]:
    """Where lines go down from the line over brothers and sisters: twins share one."""
    alone = [foot for foot, one in zip(route.feet, route.knot.twins, strict=True) if not one]
    groups = sorted(set(route.knot.twins) - {0})
    return alone + [_middle(_twins(route, group)) for group in groups]


def _middle(xs: Sequence[float]) -> float:
    return (min(xs) + max(xs)) / 2


def _stems(made: Sequence[Route]) -> None:
    """Choose where each line goes down to the children, clear of every other upright line of the space."""
    chosen: list[float] = []
    for one in sorted(made, key=lambda route: (len(route.tops) != 1, *_span([*route.tops, *route.feet]))):
        others = [x for other in made if other is not one for x in (*other.feet, *_hung(other))]
        if len(one.tops) > 1:  # one line alone goes on down from where it left its sign
            others += [x for other in made if other is not one for x in other.tops]
        one.stem = _stem(one, [*others, *chosen])
        chosen.append(one.stem)


def _stem(route: Route, others: Sequence[float]) -> float:
    if not route.tops:
        return _hung(route)[0]
    low, high = _span(route.tops)
    wanted = sum(_hung(route)) / len(route.feet) if route.feet else (low + high) / 2
    if len(route.tops) == 1:
        wanted = low
    else:
        low, high = low + 2 * CLEAR, high - 2 * CLEAR
        wanted = min(max(wanted, low), high)
    inside = (at for at in _about(wanted, high - low) if low <= at <= high)
    every = inside if len(route.tops) > 1 else ()
    return next(
        at for at in chain(every, _about(wanted)) if all(abs(at - other) >= CLEAR for other in others)
    )


def _about(wanted: float, reach: float = 10_000) -> Iterator[float]:
    """Places ever farther from the one wanted, on either side."""
    return (wanted + sign * step for step in range(0, int(reach) + 1, 2) for sign in (1, -1))


def _tracks(wanted: Iterable[tuple[_Key, tuple[float, float]]]) -> dict[_Key, int]:
    """A track for each level line, the short ones first, so that none on a track meets another."""
    tracks: list[list[tuple[float, float]]] = []
    found: dict[_Key, int] = {}
    for key, (low, high) in sorted(wanted, key=lambda one: (one[1][1] - one[1][0], one[1])):
        if low == high:
            continue  # a line straight down needs no track
        for number in range(len(tracks) + 1):
            if number == len(tracks):
                tracks.append([])
            if all(high + 2 * CLEAR <= left or right + 2 * CLEAR <= low for left, right in tracks[number]):
                tracks[number].append((low, high))
                found[key] = number
                break
    return found


def _draw(route: Route, y1: float, y2: float, y3: dict[int, float], height: float) -> None:
    """The stretches of one knot. y1 and y2: the couple's line and that over the children; y3 over twins."""
    low, high = _span([route.stem, *_hung(route)])
    is_straight = low == high and not y3
    if not _has_bar(route):
        y1 = TRACK / 2 if is_straight else y2
    route.couple += [Stretch(top, 0, top, y1) for top in route.tops]
    if _has_bar(route):
        left, right = _span([*route.tops, route.stem])
        route.couple.append(Stretch(left, y1, right, y1))
    if is_straight:  # in one piece, so that no other line seems to branch off it
        route.own += [(route.knot.lines[0], Stretch(foot, y1, foot, height)) for foot in route.feet]
        return
    if route.tops and y1 < y2:
        route.shared.append(Stretch(route.stem, y1, route.stem, y2))
    if low < high:
        route.shared.append(Stretch(low, y2, high, y2))
    for foot, line, twin in zip(route.feet, route.knot.lines, route.knot.twins, strict=True):
        route.own.append((line, Stretch(foot, y3.get(twin, y2), foot, height)))
    for group, y in y3.items():
        feet = _twins(route, group)
        route.shared.append(Stretch(_middle(feet), y2, _middle(feet), y))
        route.shared.append(Stretch(min(feet), y, max(feet), y))
