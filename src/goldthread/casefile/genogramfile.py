"""A genogram as SVG has it: paths and words with the classes that give them their look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldthread.people.genogram import Bond, Genogram, Line, Member, Shape
from goldthread.people.genogram_layout import SLASHES, Path, Picture, Slash, lay_out
from goldthread.people.genogram_places import RADIUS
from goldthread.people.genogram_ring import Point, ring
from goldthread.people.genogram_words import LINE_HEIGHT

_LEAP = 5  # half the width of the bow over a crossing line
_ROUND = 10  # of the ring's corners
_BASELINE = 12  # from the top of a line of words to its foot


@dataclass(frozen=True)
class Drawn:
    """One path and its look."""

    d: str
    look: str


@dataclass(frozen=True)
class Words:
    """One line of words."""

    text: str
    x: float
    y: float
    is_name: bool


@dataclass(frozen=True)
class DrawnSign:
    """One member: the sign, a second one inside it for the index child, a cross for who has died."""

    member: Member
    x: float
    y: float
    outline: str
    inner: str
    cross: str
    words: list[Words]


@dataclass(frozen=True)
class Drawing:
    """A genogram to be put in a page, with what its key must explain and the same in sentences."""

    width: int
    height: int
    rings: list[str]
    lines: list[Drawn]
    slashes: list[str]
    signs: list[DrawnSign]
    key: list[tuple[str, Drawn]]
    members: list[tuple[Member, str]]
    sentences: list[str]


def drawing(genogram: Genogram) -> Drawing:
    """The drawing of a genogram."""
    picture = lay_out(genogram)
    rings = [_rounded(corners) for corners in ring(picture)]
    return Drawing(
        width=round(picture.width),
        height=round(picture.height),
        rings=rings,
        lines=[Drawn(_line(path), _look(path.look)) for path in picture.paths],
        slashes=[d for slash in picture.slashes for d in _strokes(slash)],
        signs=list(_signs(picture)),
        key=list(_key(picture, has_ring=bool(rings))),
        members=genogram.about(),
        sentences=genogram.sentences(),
    )


def _look(value: str) -> str:
    return value.replace(" ", "-")


def _line(path: Path) -> str:
    """A straight line, with a bow wherever it leaps over others; near ones are taken in one leap."""
    one = path.stretch
    d = f"M{one.x1:g} {one.y1:g}"
    for start, end in _bows(path.leaps):
        d += f"H{start:g}c1 -7 {end - start - 1:g} -7 {end - start:g} 0"
    return f"{d}L{one.x2:g} {one.y2:g}"


def _bows(leaps: Sequence[float]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for x in leaps:
        if found and x - _LEAP <= found[-1][1]:
            found[-1] = (found[-1][0], x + _LEAP)
        else:
            found.append((x - _LEAP, x + _LEAP))
    return found


def _strokes(slash: Slash) -> Iterator[str]:
    for number in range(slash.strokes):
        x = slash.x + 6 * (number - (slash.strokes - 1) / 2)
        yield f"M{x - 3:g} {slash.y + 7:g}L{x + 3:g} {slash.y - 7:g}"


def _rounded(corners: Sequence[Point]) -> str:
    """A closed line with round corners."""
    d = ""
    for number, here in enumerate(corners):
        before, after = corners[number - 1], corners[(number + 1) % len(corners)]
        start, end = _towards(here, before), _towards(here, after)
        d += f"{'L' if d else 'M'}{start[0]:g} {start[1]:g}Q{here[0]:g} {here[1]:g} {end[0]:g} {end[1]:g}"
    return f"{d}Z"


def _towards(here: Point, there: Point) -> Point:
    length = abs(there[0] - here[0]) + abs(there[1] - here[1])
    part = min(_ROUND, length / 2) / length
    return here[0] + (there[0] - here[0]) * part, here[1] + (there[1] - here[1]) * part


def _signs(picture: Picture) -> Iterator[DrawnSign]:
    for sign in picture.signs:
        lines = [(text, True) for text in sign.name] + [(text, False) for text in sign.notes]
        words = [
            Words(text, sign.words.left, sign.words.top + _BASELINE + LINE_HEIGHT * number, is_name)
            for number, (text, is_name) in enumerate(lines)
        ]
        yield DrawnSign(
            member=sign.member,
            x=sign.x,
            y=sign.y,
            outline=_outline(sign.member.shape, sign.x, sign.y, RADIUS),
            inner=_outline(sign.member.shape, sign.x, sign.y, RADIUS - 4) if sign.member.is_index else "",
            cross=_cross(sign.x, sign.y) if sign.member.dead else "",
            words=words,
        )


def _outline(shape: Shape, x: float, y: float, r: float) -> str:
    return {
        Shape.SQUARE: f"M{x - r:g} {y - r:g}h{2 * r:g}v{2 * r:g}h{-2 * r:g}Z",
        Shape.CIRCLE: f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 1 {2 * r:g} 0a{r:g} {r:g} 0 1 1 {-2 * r:g} 0Z",
        Shape.DIAMOND: f"M{x:g} {y - r:g}l{r:g} {r:g}l{-r:g} {r:g}l{-r:g} {-r:g}Z",
        Shape.TRIANGLE: f"M{x:g} {y - r:g}l{r:g} {2 * r:g}h{-2 * r:g}Z",
    }[shape]


def _cross(x: float, y: float) -> str:
    r = RADIUS * 0.7
    return f"M{x - r:g} {y - r:g}l{2 * r:g} {2 * r:g}M{x + r:g} {y - r:g}l{-2 * r:g} {2 * r:g}"


_SHAPES = {
    Shape.SQUARE: "Male",
    Shape.CIRCLE: "Female",
    Shape.DIAMOND: "Gender other or not known",
    Shape.TRIANGLE: "Unborn",
}
_LOOKS = {
    Bond.MARRIED: "Married",
    Bond.CIVIL_PARTNERS: "Civil partners",
    Bond.COUPLE: "A couple, not married",
    Bond.SEPARATED: "Separated: one stroke",
    Bond.DIVORCED: "Divorced: two strokes",
    Bond.PARTED: "No longer a couple: one stroke",
    Bond.PARENTS: "Parents together, nothing more told",
    Line.BIRTH: "Child by birth",
    Line.ADOPTED: "Adopted",
    Line.FOSTERED: "Fostered",
    Line.KEPT: "In the care of family or a guardian",
    Line.LOOSE: "Another tie, as told",
    Line.DOUBTED: "Contradicted by another statement",
}


_ROOM = "M8 3h28q6 0 6 6v6q0 6 -6 6h-28q-6 0 -6 -6v-6q0 -6 6 -6Z"
_TWICE = _outline(Shape.CIRCLE, 22, 12, 10) + _outline(Shape.CIRCLE, 22, 12, 7)
_CROSSED = _outline(Shape.SQUARE, 22, 12, 9) + "M16 6l12 12M28 6l-12 12"


def _key(picture: Picture, *, has_ring: bool) -> Iterator[tuple[str, Drawn]]:
    """What each sign and line in this drawing means, each with a small drawing of it (44 by 24)."""
    shapes = {sign.member.shape for sign in picture.signs}
    for shape, words in _SHAPES.items():
        if shape in shapes:
            yield words, Drawn(_outline(shape, 22, 12, 9), "sign")
    yield "Whose record this is: a double outline", Drawn(_TWICE, "sign")
    if any(sign.member.dead for sign in picture.signs):
        yield "Has died: a cross, and the age at death", Drawn(_CROSSED, "sign")
    if has_ring:
        yield "Lives with the child: inside the ring", Drawn(_ROOM, "ring")
    used = {path.look for path in picture.paths}
    for look, words in _LOOKS.items():
        if look.value in used:
            strokes = SLASHES.get(look, 0) if isinstance(look, Bond) else 0
            yield words, Drawn("M2 12H42" + "".join(_strokes(Slash(0, 22, 12, strokes))), _look(look.value))
