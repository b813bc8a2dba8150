"""Where everything in a genogram stands, in pixels: a pure function, so that a test can measure it.

Rows are generations. Words stand to the right of their sign, so that lines may leave a sign downwards and
reach it from above without touching any words. Between two rows lies a space for lines and nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import NamedTuple

from goldthread.people.genogram import Bond, Genogram, Line, Member, Net, Shape
from goldthread.people.genogram_lines import Route, Stretch, ports, routes
from goldthread.people.genogram_places import LABEL, LABEL_GAP, RADIUS, places
from goldthread.people.genogram_rows import Node, Rows, in_rows
from goldthread.people.genogram_words import LINE_HEIGHT, wrapped

MARGIN = 26
_PADDING = 8  # above and below a row
SLASHES = {Bond.SEPARATED: 1, Bond.PARTED: 1, Bond.DIVORCED: 2}
_SLASH_CLEAR = 11  # from a slash to the next upright line


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Sign:
    """One member: the middle of the sign, and the words beside it in lines."""

    member: Member
    row: int
    x: float
    y: float
    name: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def box(self) -> Box:
        """Around the sign."""
        return Box(self.x - RADIUS, self.y - RADIUS, self.x + RADIUS, self.y + RADIUS)

    @property
    def words(self) -> Box:
        """Around the words."""
        left, height = self.x + RADIUS + LABEL_GAP, LINE_HEIGHT * (len(self.name) + len(self.notes))
        return Box(left, self.y - height / 2, left + LABEL, self.y + height / 2)


@dataclass(frozen=True)
class Path:
    """One drawn line, level or upright. `leaps` are the x at which it leaps over lines of other nets."""

    net: int
    look: str  # the value of a Line or of a Bond
    stretch: Stretch
    leaps: tuple[float, ...] = ()


@dataclass(frozen=True)
class Slash:
    """A mark on a couple's line: one stroke for those who parted, two for a divorce."""

    net: int
    x: float
    y: float
    strokes: int


@dataclass(frozen=True)
class Picture:
    """A whole genogram, ready to be drawn. `bands` are the top and bottom of each row."""

    width: float
    height: float
    signs: tuple[Sign, ...]
    paths: tuple[Path, ...]
    slashes: tuple[Slash, ...]
    bands: tuple[tuple[float, float], ...]


def lay_out(genogram: Genogram) -> Picture:
    """The picture of a genogram: the same one for the same members and nets."""
    rows = in_rows(genogram)
    x = places(rows)
    drawing = _Drawing(genogram, rows, {node: at + MARGIN + RADIUS for node, at in x.items()})
    return drawing.picture()


@dataclass
class _Drawing:
    """A picture in the making."""

    genogram: Genogram
    rows: Rows
    x: dict[Node, float]
    signs: dict[Node, Sign] = field(default_factory=dict)
    paths: list[Path] = field(default_factory=list)
    bands: list[tuple[float, float]] = field(default_factory=list)

    def picture(self) -> Picture:
        """Rows and spaces from the top down, then what depends on all of them."""
        port = ports(self.rows.knots, self.x)
        spaces = [routes(self.rows.below(row), port) for row in range(-1, len(self.rows.rows))]
        y, tops = float(MARGIN), []
        for number, (_, height) in enumerate(spaces):
            tops.append(y)
            y += height if spaces[number][0] else _PADDING * (0 < number < len(self.rows.rows))
            if number < len(self.rows.rows):
                y = self._row(number, y)
        for (made, height), top in zip(spaces, tops, strict=True):
            for route in made:
                self._route(route, top, height)
        self._pass_rows()
        paths = tuple(_leaping(self.paths))
        right = max([*(sign.words.right for sign in self.signs.values()), *(one.stretch.x2 for one in paths)])
        return Picture(
            width=right + MARGIN,
            height=y + MARGIN,
            signs=tuple(self.signs.values()),
            paths=paths,
            slashes=tuple(_slashes(self.genogram, paths)),
            bands=tuple(self.bands),
        )

    def _row(self, number: int, top: float) -> float:
        """Put the signs of one row in place; its bottom."""
        made = [
            Sign(one.member, number, self.x[one], 0, *_words(one.member))
            for one in self.rows.rows[number]
            if one.member
        ]
        half = max([RADIUS, *((one.words.bottom - one.words.top) / 2 for one in made)])
        bottom = top + 2 * (half + _PADDING)
        members = [node for node in self.rows.rows[number] if node.member]
        for node, one in zip(members, made, strict=True):
            self.signs[node] = Sign(one.member, number, one.x, (top + bottom) / 2, one.name, one.notes)
        self.bands.append((top, bottom))
        return bottom

    def _route(self, route: Route, top: float, height: float) -> None:
        """The lines of one knot, led on to the signs that they belong to."""
        net, knot = self.genogram.nets[route.knot.net], route.knot
        for number, one in enumerate(route.couple):
            stretch = one.down(top)
            if number < len(knot.above):
                stretch = stretch._replace(y1=self._foot(knot.above[number], stretch))
            self._add(knot.net, _couple_look(net), stretch)
        lines = {line for line, _ in route.own}
        shared = lines.pop().value if len(lines) == 1 else Line.BIRTH.value
        for one in route.shared:
            self._add(knot.net, _couple_look(net) if knot.leads_down else shared, one.down(top))
        for node, (line, one) in zip(knot.below, route.own, strict=True):
            stretch = one.down(top)
            if node in self.signs:
                stretch = stretch._replace(y2=_edge(self.signs[node], stretch.x1, -1))
            self._add(knot.net, _couple_look(net) if knot.leads_down else line.value, stretch)

    def _add(self, net: int, look: str, stretch: Stretch) -> None:
        self.paths.append(Path(net, look, stretch))

    def _foot(self, node: Node, stretch: Stretch) -> float:
        """Where a line that comes down from a place begins."""
        return _edge(self.signs[node], stretch.x1, 1) if node in self.signs else stretch.y1

    def _pass_rows(self) -> None:
        """Lines that pass through a row, in the lane that is kept for them."""
        for knot in self.rows.knots:
            for node, line in zip(knot.below, knot.lines, strict=True):
                if node.member is None:
                    top, bottom = self.bands[node.row]
                    net = self.genogram.nets[knot.net]
                    look = _couple_look(net) if knot.leads_down else line.value
                    self._add(knot.net, look, Stretch(self.x[node], top, self.x[node], bottom))


def _words(member: Member) -> tuple[tuple[str, ...], tuple[str, ...]]:
    notes = [line for note in member.notes for line in wrapped(note, LABEL)]
    return tuple(wrapped(member.name, LABEL, bold=True)), tuple(notes)


def _couple_look(net: Net) -> str:
    """A couple's line looks like what the two are to each other; that of one alone like those below."""
    if net.bond is Bond.LOOSE:
        return Line.LOOSE.value
    if len(net.above) == 1 and net.below:
        lines = {one.line for one in net.below}
        return (lines.pop() if len(lines) == 1 else Line.BIRTH).value
    return net.bond.value


def _edge(sign: Sign, x: float, side: int) -> float:
    """The y at which a line at x meets a sign, below (1) or above (-1) its middle."""
    aside = min(abs(x - sign.x), RADIUS)
    reach = {
        Shape.SQUARE: RADIUS,
        Shape.CIRCLE: sqrt(RADIUS**2 - aside**2),
        Shape.DIAMOND: RADIUS - aside,
        Shape.TRIANGLE: RADIUS if side > 0 else RADIUS - 2 * aside,
    }[sign.member.shape]
    return sign.y + side * reach


def _leaping(paths: Sequence[Path]) -> Iterator[Path]:
    """The lines, each level one leaping over the upright lines of other nets."""
    upright = [(one.net, one.stretch) for one in paths if not one.stretch.is_level]
    for path in paths:
        level = path.stretch
        if not level.is_level:
            yield path
            continue
        crossed = {
            one.x1
            for net, one in upright
            if net != path.net and level.x1 < one.x1 < level.x2 and one.y1 < level.y1 < one.y2
        }
        yield Path(path.net, path.look, level, tuple(sorted(crossed)))


def _slashes(genogram: Genogram, paths: Sequence[Path]) -> Iterator[Slash]:
    """On the level line of each couple that parted, as near its middle as it is clear of upright lines."""
    for number, net in enumerate(genogram.nets):
        strokes = SLASHES.get(net.bond, 0)
        own = [one.stretch for one in paths if one.net == number and one.look == net.bond.value]
        level = max((one for one in own if one.is_level), key=lambda one: one.x2 - one.x1, default=None)
        if not strokes or level is None:
            continue
        taken = [
            one.stretch.x1
            for one in paths
            if not one.stretch.is_level and one.stretch.y1 <= level.y1 <= one.stretch.y2
        ]
        middle, half = (level.x1 + level.x2) / 2, int((level.x2 - level.x1) / 2)
        places = [middle + sign * step for step in range(half) for sign in (1, -1)]
        clear = max(
            places, key=lambda at: (min([_SLASH_CLEAR, *(abs(at - x) for x in taken)]), -abs(at - middle))
        )
        yield Slash(number, clear, level.y1, strokes)
