"""Gives every place in a row its x, so that families stand under one another and nothing touches."""

from collections.abc import Sequence
from itertools import pairwise

from goldthread.people.genogram_rows import Knot, Node, Rows

RADIUS = 20  # half of a sign, in pixels, as everything here
LABEL = 104  # the width of the words beside a sign
LABEL_GAP = 6  # between a sign and its words
GAP = 22  # between the words of one person and the sign of the next
LANE = 14  # what a line that passes through a row keeps clear on either side
_ROUNDS = 60
_TOGETHER = 0.35  # how much a couple, or brothers and sisters, draw one another near


def places(rows: Rows) -> dict[Node, float]:
    """The x of the middle of each sign, and of each line that passes through."""
    x = {node: _spread(row)[node] for row in rows.rows for node in row}
    for round_ in range(_ROUNDS):
        order = rows.rows if round_ % 2 else list(reversed(rows.rows))
        for row in order:
            wanted = [_wanted(node, rows.knots, x) for node in row]
            x |= dict(zip(row, _keep_apart(wanted, row), strict=True))
    left = min(x.values(), default=0.0)
    return {node: round(at - left) + 0.0 for node, at in x.items()}


def _spread(row: Sequence[Node]) -> dict[Node, float]:
    """The row as tight as it can stand, about zero."""
    at = [0.0]
    for one, other in pairwise(row):
        at.append(at[-1] + apart(one, other))
    return {node: one - at[-1] / 2 for node, one in zip(row, at, strict=False)}


def apart(one: Node, other: Node) -> float:
    """The least distance from one place to the next on its right."""
    right = RADIUS + LABEL_GAP + LABEL + GAP / 2 if one.member else LANE
    left = RADIUS + GAP / 2 if other.member else LANE
    return right + left


def _wanted(node: Node, knots: Sequence[Knot], x: dict[Node, float]) -> float:
    """Where a place would best be: its family's middle over or under it, and near whom it is tied to."""
    wishes: list[tuple[float, float]] = [(x[node], 0.2)]
    for knot in knots:
        if not knot.above or not knot.below:
            continue
        above = sum(x[one] for one in knot.above) / len(knot.above)
        below = sum(x[one] for one in knot.below) / len(knot.below)
        if node in knot.below:
            weight = 4.0 if node.member is None else 1.0
            wishes.append((x[node] + above - below, weight))
        elif node in knot.above:
            wishes.append((x[node] + below - above, 1.0))
    groups = [group for knot in knots for group in (knot.above, knot.below) if node in group]
    for group in groups:
        others = [x[one] for one in group if one is not node]
        if others:
            wishes.append((sum(others) / len(others), _TOGETHER))
    return sum(at * weight for at, weight in wishes) / sum(weight for _, weight in wishes)


def _keep_apart(wanted: Sequence[float], row: Sequence[Node]) -> list[float]:
    """The nearest places to those wanted that keep the order and the distances (pool adjacent violators)."""
    before = [0.0]
    for one, other in pairwise(row):
        before.append(before[-1] + apart(one, other))
    blocks: list[tuple[float, int]] = []  # mean and size
    for at, needed in zip(wanted, before, strict=False):
        mean, size = at - needed, 1
        while blocks and blocks[-1][0] > mean:
            last, many = blocks.pop()
            mean, size = (last * many + mean * size) / (many + size), many + size
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    return [mean + needed for mean, needed in zip(flat, before, strict=False)]
