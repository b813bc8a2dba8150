"""The pathway as a drawing: boxes and lines with their places, which a template writes as SVG."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from goldthread.manual.layering import Arrangement, Edge, arrange
from goldthread.manual.pathway import Stop

# All in px.
BOX, MARGIN, BEND = 186, 14, 20  # a box and the room beside it; the room that a passing line takes
PAD, TITLE, NOTE = 9, 18, 16  # inside a box: its edge, a line of its title, a line of its notes
GAP = 44  # between rows, where the lines run
EDGE = 4  # around the whole
SHEET = 1120  # as wide as a drawing may be without being made smaller
BESIDE = range(3, 8)  # boxes beside each other
PORT = 16  # between two lines at the same box, at most
HEAD = 5  # an arrow's head
TITLE_SIZE, NOTE_SIZE = 14, 13  # of the letters
_NARROW, _WIDE = frozenset("iljtfrI.,:;'’!|()-/ "), frozenset("mwMW@%")


@dataclass(frozen=True)
class Box:
    """A step. `title` and `notes` are lines, each with the height of its foot."""

    stop: Stop
    x: float
    y: float
    height: float
    title: Sequence[tuple[str, float]]
    notes: Sequence[tuple[str, float]]
    width: float = BOX

    @property
    def middle(self) -> float:
        """Half way across."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Line:
    """What leads from one box to another: a path, and that of its arrow's head. `faint`: it opens nothing."""

    path: str
    head: str
    faint: bool


@dataclass(frozen=True)
class Drawing:
    """A whole drawing."""

    width: float
    height: float
    boxes: Sequence[Box]
    lines: Sequence[Line]


@dataclass(frozen=True)
class _Row:
    """One layer on the sheet."""

    top: float
    height: float

    @property
    def foot(self) -> float:
        return self.top + self.height


@lru_cache(maxsize=64)
def draw(thread: tuple[Stop, ...]) -> Drawing:
    """The drawing of steps that hang together: the lowest of those that fit the sheet, or the narrowest."""
    tried = (_drawn(thread, most) for most in BESIDE)
    return min(tried, key=lambda one: (max(one.width, SHEET), one.height))


def _drawn(thread: Sequence[Stop], most: int) -> Drawing:
    """The drawing with at most so many boxes beside each other, where that can be."""
    by_id = {stop.id: stop for stop in thread}
    edges: list[Edge] = [(stop.id, other) for stop in thread for other in (*stop.leads_to, *stop.calls_for)]
    first = frozenset(stop.id for stop in thread if stop.starts)
    plan = arrange(list(by_id), edges, first=first, most=most, box=BOX + MARGIN, bend=BEND)
    rows = _rows(plan, by_id)
    boxes = {
        name: _box(by_id[name], EDGE + plan.x[name] - (BOX + MARGIN) / 2, row)
        for layer, row in zip(plan.layers, rows, strict=True)
        for name in layer
        if name in by_id
    }
    width = EDGE * 2 + max([box.x + BOX for box in boxes.values()] + list(plan.x.values()))
    return Drawing(width, rows[-1].foot + EDGE, list(boxes.values()), _lines(plan, boxes, rows))


def _rows(plan: Arrangement, stops: Mapping[str, Stop]) -> list[_Row]:
    """Each layer as high as its highest box."""
    heights = [
        max((_height(stops[name]) for name in layer if name in stops), default=0.0) for layer in plan.layers
    ]
    tops = accumulate((height + GAP for height in heights[:-1]), initial=float(EDGE))
    return [_Row(top, height) for top, height in zip(tops, heights, strict=True)]


def _height(stop: Stop) -> float:
    return PAD * 2 + TITLE * len(_title(stop)) + NOTE * len(_notes(stop))


def _title(stop: Stop) -> list[str]:
    return wrapped(stop.title, BOX - 2 * PAD, TITLE_SIZE)


def _notes(stop: Stop) -> list[str]:
    """What stands under the title: its clocks, and what else is remarkable."""
    again = "can follow itself" if stop.repeats else ""
    ends = "can end the case" if stop.endings else ""
    return [line for said in (stop.clock, again, ends) for line in wrapped(said, BOX - 2 * PAD, NOTE_SIZE)]


def _box(stop: Stop, x: float, row: _Row) -> Box:
    title, notes = _title(stop), _notes(stop)
    head = row.top + (row.height - _height(stop)) / 2 + PAD - 4  # in the middle of a row of higher boxes
    feet = head + TITLE * len(title)
    return Box(
        stop,
        x,
        row.top,
        row.height,
        [(line, head + TITLE * number) for number, line in enumerate(title, 1)],
        [(line, feet + NOTE * number) for number, line in enumerate(notes, 1)],
    )


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in lines of at most that width, as far as letters can be guessed; words are never cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and _length(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _length(text: str, size: float) -> float:
    """About how wide a text is, in bold, where Arial is missing and a wider font stands in for it."""
    ems = (
        0.36 if letter in _NARROW else 1.0 if letter in _WIDE else 0.78 if letter.isupper() else 0.67
        for letter in text
    )
    return sum(ems) * size


def _lines(plan: Arrangement, boxes: Mapping[str, Box], rows: Sequence[_Row]) -> list[Line]:
    """Every line, from port to port through its bends."""
    leaving = _ports(plan, boxes, 0)
    entering = _ports(plan, boxes, -1)
    at = {name: row for layer, row in zip(plan.layers, rows, strict=True) for name in layer}
    faint = {(box.stop.id, other) for box in boxes.values() for other in box.stop.calls_for}
    lines = []
    for edge, route in plan.routes.items():
        bends = [(EDGE + plan.x[name] - BEND / 2, at[name]) for name in route[1:-1]]
        begin, end = (leaving[edge], at[route[0]].foot), (entering[edge], at[route[-1]].top)
        back = edge in plan.upwards
        lines.append(
            Line(_path(begin, bends, end), _head(*(begin if back else end), back=back), edge in faint)
        )
    return lines


def _ports(plan: Arrangement, boxes: Mapping[str, Box], side: int) -> dict[Edge, float]:
    """Where each line meets its upper (side 0) or lower (side -1) box: side by side, as they come."""
    beside = 1 if side == 0 else -2
    at_box: dict[str, list[Edge]] = defaultdict(list)
    for edge, route in sorted(plan.routes.items(), key=lambda item: plan.x[item[1][beside]]):
        at_box[route[side]].append(edge)
    ports: dict[Edge, float] = {}
    for name, edges in at_box.items():
        apart = min(PORT, (BOX - 2 * PAD) / len(edges))
        first = boxes[name].middle - apart * (len(edges) - 1) / 2
        ports |= {edge: first + apart * number for number, edge in enumerate(edges)}
    return ports


def _path(begin: tuple[float, float], bends: Sequence[tuple[float, _Row]], end: tuple[float, float]) -> str:
    """A smooth path downwards, straight through the rows that it passes."""
    x, y = begin
    said = [f"M{x:.1f} {y:.1f}"]
    for through, row in bends:
        said += [_curve(x, y, through, row.top), f"V{row.foot:.1f}"]
        x, y = through, row.foot
    return " ".join([*said, _curve(x, y, *end)])


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    half = (y + to_y) / 2
    return f"C{x:.1f} {half:.1f} {to_x:.1f} {half:.1f} {to_x:.1f} {to_y:.1f}"


def _head(x: float, y: float, *, back: bool) -> str:
    """A small arrow's head at the end of a line, pointing down, or up for a line that leads back."""
    foot = y + (HEAD * 1.6 if back else -HEAD * 1.6)
    return f"M{x - HEAD:.1f} {foot:.1f} L{x:.1f} {y:.1f} L{x + HEAD:.1f} {foot:.1f} Z"
