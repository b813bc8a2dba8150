"""Places the boxes of a drawing in layers, so that its lines run downwards and cross little."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

Edge = tuple[str, str]
SWEEPS = 12
BEND_WEIGHT = 3.0  # how much more a line through a layer insists on its place than a box does


@dataclass(frozen=True)
class Arrangement:
    """`layers` from the top: every place from left to right, boxes by name, bends as "from>to:layer".

    `x` is the middle of each place. `routes` are, for each line, its places from the upper end to the lower;
    a line in `upwards` runs from the lower end to the upper.
    """

    layers: Sequence[Sequence[str]]
    x: Mapping[str, float]
    routes: Mapping[Edge, Sequence[str]]
    upwards: frozenset[Edge]


@dataclass
class _Draft:
    """The layers while they are put in order, and what hangs together across each gap."""

    layers: list[list[str]]
    up: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    down: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def arrange(
    boxes: Sequence[str], edges: Sequence[Edge], *, first: frozenset[str], most: int, box: float, bend: float
) -> Arrangement:
    """Arrange boxes, given in reading order, and the lines between them.

    `first` are those that stand at the top; where more than `most` stand beside each other, some go lower if
    they can. A box is `box` wide with its margin, a bend in a line `bend`.
    """
    upwards = _closing_circles(boxes, edges)
    downward = [edge[::-1] if edge in upwards else edge for edge in edges]
    depth = _depths(boxes, downward, first)
    _narrow(depth, downward, most)
    routes = {edge: _route(edge, down, depth) for edge, down in zip(edges, downward, strict=True)}
    draft = _draft(boxes, depth, routes)
    _untangle(draft)
    width = {name: box if name in depth else bend for layer in draft.layers for name in layer}
    return Arrangement(draft.layers, _places(draft, width), routes, upwards)


def _closing_circles(boxes: Sequence[str], edges: Sequence[Edge]) -> frozenset[Edge]:
    """The lines that lead back to a box from which one came."""
    following: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        following[one].append(other)
    found: set[Edge] = set()
    seen: set[str] = set()

    def visit(name: str, path: frozenset[str]) -> None:
        seen.add(name)
        for other in following[name]:
            if other in path:
                found.add((name, other))
            elif other not in seen:
                visit(other, path | {other})

    for name in boxes:
        if name not in seen:
            visit(name, frozenset({name}))
    return frozenset(found)


def _depths(boxes: Sequence[str], edges: Sequence[Edge], first: frozenset[str]) -> dict[str, int]:
    """The layer of each box: below all that lead to it, or, led to by none, just above what it leads to."""
    depth = dict.fromkeys(boxes, 0)
    for _ in boxes:
        for one, other in edges:
            depth[other] = max(depth[other], depth[one] + 1)
    led_to = {other for _, other in edges}
    for name in boxes:
        below = [depth[other] for one, other in edges if one == name]
        if name not in led_to and name not in first and below:
            depth[name] = min(below) - 1
    return depth


def _narrow(depth: dict[str, int], edges: Sequence[Edge], most: int) -> None:
    """Move boxes from crowded layers to the next, as long as all that they lead to stays below them."""
    layer = 0
    while layer <= max(depth.values(), default=-1):
        crowd = [name for name in depth if depth[name] == layer]
        free = [name for name in crowd if all(depth[to] > layer + 1 for one, to in edges if one == name)]
        for name in free[: max(len(crowd) - most, 0)]:
            depth[name] += 1
        layer += 1


def _route(edge: Edge, down: Edge, depth: Mapping[str, int]) -> list[str]:
    """The places of a line, from the upper end to the lower; its bends are named after it alone."""
    one, other = down
    return [one, *(f"{'>'.join(edge)}:{layer}" for layer in range(depth[one] + 1, depth[other])), other]


def _draft(boxes: Sequence[str], depth: Mapping[str, int], routes: Mapping[Edge, Sequence[str]]) -> _Draft:
    draft = _Draft([[] for _ in range(max(depth.values(), default=0) + 1)])
    for name in boxes:
        draft.layers[depth[name]].append(name)
    passing: list[list[str]] = [[] for _ in draft.layers]
    for route in routes.values():
        for layer, bend in enumerate(route[1:-1], depth[route[0]] + 1):
            passing[layer].append(bend)
        for one, other in pairwise(route):
            draft.down[one].append(other)
            draft.up[other].append(one)
    for places, bends in zip(draft.layers, passing, strict=True):
        half = len(places) // 2
        places[half:half] = bends  # lines that pass keep to the middle where they can
    return draft


def _untangle(draft: _Draft) -> None:
    """Order each layer by where its neighbours stand, down and up again; keep the best order seen."""
    best, fewest = [list(layer) for layer in draft.layers], _crossings(draft)
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        ways = draft.up if downwards else draft.down
        inner = draft.layers[1:] if downwards else draft.layers[-2::-1]
        for layer in inner:
            at = {name: place for other in draft.layers for place, name in enumerate(other)}
            wanted = {name: _mean([at[one] for one in ways[name]], at[name]) for name in layer}
            layer.sort(key=wanted.__getitem__)
        if (crossings := _crossings(draft)) < fewest:
            best, fewest = [list(layer) for layer in draft.layers], crossings
    draft.layers = best


def _crossings(draft: _Draft) -> int:
    return sum(
        (a - c) * (b - d) < 0
        for upper, lower in pairwise(draft.layers)
        for lines in [list(_lines(draft, upper, lower))]
        for number, (a, b) in enumerate(lines)
        for c, d in lines[:number]
    )


def _lines(draft: _Draft, upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[int, int]]:
    at = {name: place for place, name in enumerate(lower)}
    for place, name in enumerate(upper):
        for other in draft.down[name]:
            yield place, at[other]


def _places(draft: _Draft, width: Mapping[str, float]) -> dict[str, float]:
    """The middle of each place: near its neighbours, in order, and no two on top of each other."""
    x: dict[str, float] = {}
    for layer in draft.layers:
        x |= dict(zip(layer, spread([0.0] * len(layer), _gaps(layer, width)), strict=True))
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 1  # downwards last: upwards, lines that part push boxes away
        ways = draft.up if downwards else draft.down
        for layer in draft.layers if downwards else reversed(draft.layers):
            wanted = [_mean([x[one] for one in ways[name]], x[name]) for name in layer]
            weights = [BEND_WEIGHT if ">" in name else 1.0 for name in layer]
            x |= dict(zip(layer, spread(wanted, _gaps(layer, width), weights), strict=True))
    left = min((x[name] - width[name] / 2 for name in x), default=0)
    return {name: place - left for name, place in x.items()}


def _gaps(layer: Sequence[str], width: Mapping[str, float]) -> list[float]:
    return [(width[one] + width[other]) / 2 for one, other in pairwise(layer)]


def spread(
    wanted: Sequence[float], gaps: Sequence[float], weights: Sequence[float] | None = None
) -> list[float]:
    """The places nearest to those wanted, by least squares, in the same order and at least `gaps` apart.

    Less the gaps before them, places may not fall: pools of neighbours that would are put at their mean.
    """
    offsets = list(accumulate(gaps, initial=0.0))
    pools: list[tuple[float, float, int]] = []  # weighted mean, weight, how many
    for place, offset, weight in zip(wanted, offsets, weights or [1.0] * len(wanted), strict=False):
        pools.append((place - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, heavy, many), (other, light, few) = pools[-2:]
            both = heavy + light
            pools[-2:] = [((one * heavy + other * light) / both, both, many + few)]
    means = [mean for mean, _, many in pools for _ in range(many)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
