"""Puts the members of a genogram in rows, one a generation, and each row in an order with few crossings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from goldthread.people.genogram import Bond, Genogram, Line, Member, Net

_ROUNDS = 8
_LONGEST_MOVE = 3  # neighbours that are moved together


@dataclass(eq=False)
class Node:
    """A place in a row: a member, or with None the place where a line passes through the row."""

    row: int
    member: Member | None = None


@dataclass(eq=False)
class Knot:
    """The lines of one net in the space below one row; a long line passes through a knot for each row."""

    net: int
    row: int
    above: list[Node]
    below: list[Node]
    lines: list[Line]  # of each below
    twins: list[int]
    leads_down: bool = False  # no more than the line of somebody above who stands rows higher

    @property
    def is_couple(self) -> bool:
        """Two above."""
        return len(self.above) == 2


@dataclass
class Rows:
    """The rows from the oldest generation down, each in order, and the knots between them."""

    rows: list[list[Node]]
    knots: list[Knot]
    place: dict[Node, int] = field(default_factory=dict)

    def below(self, row: int) -> list[Knot]:
        """The knots in the space under a row."""
        return [knot for knot in self.knots if knot.row == row]

    @cached_property
    def spaces(self) -> dict[int, list[Knot]]:
        """The same for all rows, once the knots are complete."""
        return {row: self.below(row) for row in range(-1, len(self.rows))}


def in_rows(genogram: Genogram) -> Rows:
    """The members and the lines between them, row by row."""
    generation = generations(genogram)
    nodes = {member.id: Node(generation[member.id], member) for member in genogram.members}
    count = max((node.row for node in nodes.values()), default=0) + 1
    rows = Rows([[] for _ in range(count)], [])
    passing: list[Node] = []
    for number, net in enumerate(genogram.nets):
        passing += _knots(rows, number, net, nodes)
    for node in [*_walk(genogram, nodes), *passing]:
        rows.rows[node.row].append(node)
    _untangle(rows)
    return rows


def generations(genogram: Genogram) -> dict[UUID, int]:
    """The row of each member: children below parents, and the two of a couple level wherever they can be."""
    level = {member.id: member.id for member in genogram.members}
    steps: dict[UUID, set[tuple[UUID, int]]] = {member.id: set() for member in genogram.members}
    for net in genogram.nets:
        for person in net.above:
            steps[person] |= {(one.id, net.drop) for one in net.below}
    for net in sorted(genogram.nets, key=lambda net: net.bond is Bond.LOOSE):
        for one, other in _side_by_side(net):
            if not (_leads(steps, level, one, other) or _leads(steps, level, other, one)):
                _level(level, one, other)
    return _numbered(level, steps)


def _side_by_side(net: Net) -> Iterator[tuple[UUID, UUID]]:
    """Those who belong in one row: a couple, and brothers and sisters."""
    if len(net.above) == 2:
        yield net.above[0], net.above[1]
    yield from ((net.below[0].id, one.id) for one in net.below[1:])


def _level(level: dict[UUID, UUID], one: UUID, other: UUID) -> None:
    gone, kept = level[other], level[one]
    for person, first in level.items():
        if first == gone:
            level[person] = kept


def _leads(steps: dict[UUID, set[tuple[UUID, int]]], level: dict[UUID, UUID], start: UUID, end: UUID) -> bool:
    """Whether one is an ancestor of the other, or of somebody on the other's level."""
    seen, waiting = set(), [level[start]]
    while waiting:
        here = waiting.pop()
        for person in [person for person, first in level.items() if first == here]:
            for child, _ in steps[person]:
                if level[child] == level[end]:
                    return True
                if level[child] not in seen:
                    seen.add(level[child])
                    waiting.append(level[child])
    return False


def _numbered(level: dict[UUID, UUID], steps: dict[UUID, set[tuple[UUID, int]]]) -> dict[UUID, int]:
    """Each level as far down as its parents push it, then as close to its children as it can come."""
    down = [(level[one], level[child], drop) for one, found in steps.items() for child, drop in found]
    down = [(one, child, drop) for one, child, drop in down if one != child]
    row = dict.fromkeys(level.values(), 0)
    for _ in row:
        for one, child, drop in down:
            row[child] = max(row[child], row[one] + drop)
    for _ in row:
        for one in row:
            room = [row[child] - drop for parent, child, drop in down if parent == one]
            if room:
                row[one] = max(row[one], min(room))
    used = sorted(set(row.values()))
    return {person: used.index(row[first]) for person, first in level.items()}


def _knots(rows: Rows, number: int, net: Net, nodes: dict[UUID, Node]) -> list[Node]:
    """The knot of a net, with the places where its lines pass through rows that lie between."""
    passing: list[Node] = []

    def through(node: Node, upto: int) -> Node:
        """The foot of a line that is led down from a member to a row."""
        for row in range(node.row, upto):
            place = Node(row + 1)
            passing.append(place)
            rows.knots.append(Knot(number, row, [node], [place], [Line.BIRTH], [0], leads_down=True))
            node = place
        return node

    tops = [nodes[person] for person in net.above]
    feet = [nodes[one.id] for one in net.below]
    row = max((node.row for node in tops), default=min((foot.row for foot in feet), default=1) - 1)
    knot = Knot(number, row, [through(node, row) for node in tops], [], [], [])
    rows.knots.append(knot)
    for one, foot in zip(net.below, feet, strict=True):
        head = foot
        for above in range(foot.row - 1, row, -1):
            place = Node(above)
            passing.append(place)
            rows.knots.append(Knot(number, above, [place], [head], [one.line], [0]))
            head = place
        knot.below.append(head)
        knot.lines.append(one.line)
        knot.twins.append(one.twins if head is foot else 0)
    knot.twins = [one if knot.twins.count(one) > 1 else 0 for one in knot.twins]
    return passing


def _walk(genogram: Genogram, nodes: dict[UUID, Node]) -> Iterator[Node]:
    """Every member once: each family together, the eldest first, beginning with those who have no parents."""
    born = {member.id: (member.born is None, str(member.born or "")) for member in genogram.members}
    has_parents = {one.id for net in genogram.nets for one in net.below}
    seen: set[UUID] = set()

    def visit(person: UUID) -> Iterator[Node]:
        if person in seen:
            return
        seen.add(person)
        yield nodes[person]
        for net in genogram.nets:
            if person in net.above:
                for other in net.above:
                    yield from visit(other)
                for one in sorted(net.below, key=lambda one: born[one.id]):
                    yield from visit(one.id)

    first = sorted(genogram.members, key=lambda member: (nodes[member.id].row, member.id in has_parents))
    for member in first:
        yield from visit(member.id)


def _untangle(rows: Rows) -> None:
    """Move neighbours along their row as long as that makes the picture plainer."""
    for row in rows.rows:
        _number(rows, row)
    for _ in range(_ROUNDS):
        if not any([_better(rows, number) for number in range(len(rows.rows))]):  # noqa: C419 (every row)
            return


def _number(rows: Rows, row: Iterable[Node]) -> None:
    rows.place |= {node: place for place, node in enumerate(row)}


def _better(rows: Rows, number: int) -> bool:
    """Whether some move along this row helped; the best one is made."""
    row, found = rows.rows[number], False
    best = _cost(rows, number)
    for size in range(1, min(_LONGEST_MOVE, len(row) - 1) + 1):
        for start in range(len(row) - size + 1):
            for moved in _moves(rows.rows[number], start, size):
                _number(rows, moved)
                cost = _cost(rows, number)
                if cost < best - 1e-6:
                    best, found = cost, True
                    rows.rows[number] = moved
            _number(rows, rows.rows[number])
    return found


def _moves(row: list[Node], start: int, size: int) -> Iterator[list[Node]]:
    """The row with some neighbours put elsewhere, as they are and the other way round."""
    some, rest = row[start : start + size], row[:start] + row[start + size :]
    for place in range(len(rest) + 1):
        if place != start:
            yield [*rest[:place], *some, *rest[place:]]
        if size > 1:
            yield [*rest[:place], *reversed(some), *rest[place:]]


def _cost(rows: Rows, number: int) -> float:
    """How hard this row and the spaces above and below it are to read."""
    home = [
        place
        for place, node in enumerate(sorted(rows.rows[number], key=rows.place.__getitem__))
        if node.member and node.member.at_home
    ]
    cost = 1.5 * (home[-1] - home[0] + 1 - len(home)) if home else 0.0
    return cost + _space(rows, number - 1) + _space(rows, number)


def _space(rows: Rows, row: int) -> float:
    knots = [_Spread(rows, knot) for knot in rows.spaces.get(row, ())]
    cost = sum(knot.cost for knot in knots)
    for place, one in enumerate(knots):
        cost += sum(one.crossings(other) for other in knots[place + 1 :])
    return cost


class _Spread:
    """One knot as it lies now: the places of its ends."""

    def __init__(self, rows: Rows, knot: Knot) -> None:
        self.above = sorted(rows.place[node] for node in knot.above)
        self.below = sorted(rows.place[node] for node in knot.below)
        self.middle = sum(self.above) / len(self.above) if self.above else None
        upper, lower = len(rows.rows[knot.row]) if knot.row >= 0 else 0, 0
        self.cost = 0.0
        if len(self.above) == 2:
            self.cost += 4 * (self.above[1] - self.above[0] - 1)
        if self.below:
            lower = len(rows.rows[knot.row + 1])
            self.cost += 1.0 * (self.below[-1] - self.below[0] + 1 - len(self.below))
            self.cost += 0.4 * _out_of_order(rows, knot)
        if self.below and self.middle is not None:
            centre = sum(self.below) / len(self.below)
            self.cost += 0.25 * abs((self.middle - upper / 2) - (centre - lower / 2))

    def crossings(self, other: "_Spread") -> float:
        """About how often the lines of two knots cross."""
        found = 0.0
        if self.above and other.above:
            apart = self.above[-1] < other.above[0] or other.above[-1] < self.above[0]
            found += 0 if apart else 1.5
        if self.middle is not None and other.middle is not None and self.middle != other.middle:
            left, right = (self, other) if self.middle < other.middle else (other, self)
            found += sum(5 for one in left.below for two in right.below if one > two)
        elif self.below and other.below:
            apart = self.below[-1] < other.below[0] or other.below[-1] < self.below[0]
            found += 0 if apart else 2.5
        return found


def _out_of_order(rows: Rows, knot: Knot) -> int:
    """How many pairs of brothers and sisters stand with the younger one first."""
    born = [(rows.place[node], node.member.born) for node in knot.below if node.member and node.member.born]
    return sum(1 for place, day in born for other, later in born if place < other and day > later)
