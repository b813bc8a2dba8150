"""The dashed ring around those who live with the child: it takes in them and nobody else."""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise

from goldthread.people.genogram_layout import Box, Picture, Sign

Point = tuple[float, float]

_ASIDE = 9  # from a sign or its words to the ring
_PASSAGE = 12  # the height and half the width of a passage between two rooms
_WIDE_ENOUGH = 3 * _PASSAGE


def ring(picture: Picture) -> list[list[Point]]:
    """The outline of the household, as closed rings of corners; empty where the child lives alone.

    It is one ring where a passage between rows is free, and otherwise as many as are needed.
    """
    rooms = list(_rooms(picture))
    if sum(1 for sign in picture.signs if sign.member.at_home) < 2:
        return []
    return _outline([box for _, box in rooms] + _passages(rooms, picture))


def _rooms(picture: Picture) -> Iterator[tuple[int, Box]]:
    """In each row, those of the household who stand beside one another."""
    for row, signs in groupby(
        sorted(picture.signs, key=lambda sign: (sign.row, sign.x)), lambda sign: sign.row
    ):
        together: list[Sign] = []
        for sign in signs:
            if together and not (sign.member.at_home and _is_open(picture, together[-1], sign)):
                yield row, _room(together, picture)
                together = []
            together += [sign] if sign.member.at_home else []
        if together:
            yield row, _room(together, picture)


def _is_open(picture: Picture, one: Sign, other: Sign) -> bool:
    """Whether no line passes through the row between two who stand side by side."""
    return not any(
        one.x < path.stretch.x1 < other.x and path.stretch.y1 <= one.y <= path.stretch.y2
        for path in picture.paths
    )


def _room(signs: Sequence[Sign], picture: Picture) -> Box:
    top, bottom = picture.bands[signs[0].row]
    return Box(signs[0].box.left - _ASIDE, top, signs[-1].words.right + _ASIDE, bottom)


def _passages(rooms: Sequence[tuple[int, Box]], picture: Picture) -> list[Box]:
    """Passages through the spaces between rows, until no more rooms can be joined."""
    group = {box: number for number, (_, box) in enumerate(rooms)}
    found: list[Box] = []
    near = sorted(
        combinations(rooms, 2), key=lambda pair: (pair[1][0] - pair[0][0] != 1, _gap(pair[0][1], pair[1][1]))
    )
    for (row, one), (other_row, other) in near:
        if group[one] == group[other] or other_row - row > 1:
            continue
        if other_row == row and row + 1 == len(picture.bands):
            continue  # there is no space below the last row
        found += _down(one, other) if other_row > row else _beside(one, other)
        joined = group[other]
        group = {box: group[one] if number == joined else number for box, number in group.items()}
    return found


def _gap(one: Box, other: Box) -> float:
    return max(one.left, other.left) - min(one.right, other.right)


def _down(one: Box, other: Box) -> list[Box]:
    """From a room to one in the row below: straight where they overlap, or along the top of that row."""
    left, right = max(one.left, other.left), min(one.right, other.right)
    if right - left >= _WIDE_ENOUGH:
        return [Box(left, one.bottom, right, other.top)]
    begin = min(max((left + right) / 2, one.left + _PASSAGE), one.right - _PASSAGE)
    end = min(max((left + right) / 2, other.left + _PASSAGE), other.right - _PASSAGE)
    level = Box(min(begin, end) - _PASSAGE, other.top - _PASSAGE, max(begin, end) + _PASSAGE, other.top)
    return [Box(begin - _PASSAGE, one.bottom, begin + _PASSAGE, other.top), level]


def _beside(one: Box, other: Box) -> list[Box]:
    """From a room to another of its row, below the row."""
    left, right = sorted([one, other])
    return [Box(left.right - 2 * _PASSAGE, left.bottom, right.left + 2 * _PASSAGE, left.bottom + _PASSAGE)]


def _outline(boxes: Sequence[Box]) -> list[list[Point]]:
    """The edge of all boxes together."""
    xs = sorted({x for box in boxes for x in (box.left, box.right)})
    ys = sorted({y for box in boxes for y in (box.top, box.bottom)})
    filled = {
        (x1, y1)
        for (x1, x2) in pairwise(xs)
        for (y1, y2) in pairwise(ys)
        if any(box.left <= x1 and x2 <= box.right and box.top <= y1 and y2 <= box.bottom for box in boxes)
    }
    return _chained(_edges(xs, ys, filled))


def _edges(xs: Sequence[float], ys: Sequence[float], filled: set[Point]) -> Iterator[tuple[Point, Point]]:
    """Each side of a filled cell that has none beside it, clockwise."""
    for x1, x2, before_x, after_x in zip(xs, xs[1:], [None, *xs], [*xs[1:-1], None], strict=False):
        for y1, y2, before_y, after_y in zip(ys, ys[1:], [None, *ys], [*ys[1:-1], None], strict=False):
            if (x1, y1) not in filled:
                continue
            if (x1, before_y) not in filled:
                yield (x1, y1), (x2, y1)
            if (after_x, y1) not in filled:
                yield (x2, y1), (x2, y2)
            if (x1, after_y) not in filled:
                yield (x2, y2), (x1, y2)
            if (before_x, y1) not in filled:
                yield (x1, y2), (x1, y1)


def _chained(edges: Iterator[tuple[Point, Point]]) -> list[list[Point]]:
    """The edges as closed rings, with the corners only."""
    onward: dict[Point, list[Point]] = {}
    for start, end in edges:
        onward.setdefault(start, []).append(end)
    rings = []
    while onward:
        here = first = min(onward)
        chain = []
        while here in onward:
            chain.append(here)
            ends = onward[here]
            here = ends.pop()
            if not ends:
                del onward[chain[-1]]
            if here == first:
                break
        rings.append(_corners(chain))
    return rings


def _corners(chain: Sequence[Point]) -> list[Point]:
    """Without the points at which the line goes straight on."""
    around = zip([chain[-1], *chain], chain, [*chain[1:], chain[0]], strict=False)
    return [
        here
        for before, here, after in around
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
    ]
