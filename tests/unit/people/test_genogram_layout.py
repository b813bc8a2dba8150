"""Genograms measured: in twenty families nothing overlaps, and no line passes through a person."""

from functools import cache
from itertools import combinations, pairwise

import pytest

from goldthread.people.genogram_facts import genogram
from goldthread.people.genogram_layout import Box, Path, Picture, Sign, lay_out
from goldthread.people.genogram_lines import CLEAR
from goldthread.people.genogram_ring import ring
from goldthread.people.genogram_words import width
from tests.unit.people.families import FAMILIES, family

EDGE = 0.01  # a line that ends on a sign touches it


@cache
def picture(told: str) -> Picture:
    return lay_out(genogram(family(told)))


def box(path: Path) -> Box:
    """A line with the thickness that it is drawn in."""
    one = path.stretch
    return (
        Box(one.x1 - 1, one.y1, one.x2 + 1, one.y2)
        if not one.is_level
        else Box(one.x1, one.y1 - 1, one.x2, one.y1 + 1)
    )


def inside(sign: Sign) -> Box:
    """The sign itself without its rim: smaller than its box, for a line may end on a curve or a slope."""
    return Box(sign.x - 2, sign.y - 2, sign.x + 2, sign.y + 2)


def belongs(path: Path, sign: Sign) -> bool:
    """Whether the line begins at the foot of this sign or ends at its head."""
    one = path.stretch
    return (
        not one.is_level
        and abs(one.x1 - sign.x) <= 16
        and (sign.box.top - EDGE <= one.y2 <= sign.y or sign.y <= one.y1 <= sign.box.bottom + EDGE)
    )


def overlaps_of(found: Picture) -> list[str]:
    """What is wrong with a picture, in words."""
    wrong = []
    solid = [(sign, part) for sign in found.signs for part in (sign.box, sign.words)]
    for (one, first), (other, second) in combinations(solid, 2):
        if one is not other and first.touches(second):
            wrong.append(f"{one.member.name} touches {other.member.name}")
    for path in found.paths:
        for sign in found.signs:
            room = inside(sign) if belongs(path, sign) else sign.box
            if box(path).touches(room) or box(path).touches(sign.words):
                wrong.append(f"a line of net {path.net} passes through {sign.member.name}")
    for one_path, other_path in combinations(found.paths, 2):
        if one_path.net != other_path.net and _lie_together(one_path, other_path):
            wrong.append(f"lines of nets {one_path.net} and {other_path.net} lie on one another")
    return wrong


def _lie_together(one: Path, other: Path) -> bool:
    """Whether two lines of different nets run along each other."""
    return one.stretch.is_level == other.stretch.is_level and box(one).touches(box(other))


@pytest.mark.takes(2)
@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_overlaps_and_no_line_passes_through_a_person(name: str) -> None:
    assert overlaps_of(picture(FAMILIES[name])) == []


@pytest.mark.takes(1)
def test_the_families_are_as_many_and_as_large_as_promised() -> None:
    sizes = [len(family(told).figures) for told in FAMILIES.values()]
    assert len(sizes) == 20
    assert max(sizes) == 40


def test_the_measure_finds_what_is_wrong() -> None:
    """Two pictures on one sheet are a mess, and it is found to be one."""
    one, other = picture(FAMILIES["two fathers told of"]), picture(FAMILIES["parents who are cousins"])
    mess = Picture(0, 0, one.signs + other.signs, one.paths + other.paths, (), ())
    words = " ".join(overlaps_of(mess))
    assert "touches" in words
    assert "passes through" in words


@pytest.mark.takes(2)
@pytest.mark.parametrize("name", FAMILIES)
def test_lines_cross_only_where_one_leaps_and_reach_whom_they_should(name: str) -> None:
    found = picture(FAMILIES[name])
    for path, other in combinations(found.paths, 2):
        for level, upright in ((path, other), (other, path)):
            if level.net != upright.net and level.stretch.is_level and not upright.stretch.is_level:
                crossed = box(level).touches(box(upright))
                assert not crossed or upright.stretch.x1 in level.leaps
    ends = {(round(p.stretch.x1, 1), round(p.stretch.y2, 1)) for p in found.paths if not p.stretch.is_level}
    heads = [
        sign
        for sign in found.signs
        if any(abs(x - sign.x) <= 16 and sign.box.top - 1 <= y <= sign.y for x, y in ends)
    ]
    below = {one.id for net in genogram(family(FAMILIES[name])).nets for one in net.below}
    assert {sign.member.id for sign in heads} == below


@pytest.mark.takes(5)
def test_words_fit_the_room_beside_their_sign() -> None:
    for told in FAMILIES.values():
        for sign in picture(told).signs:
            room = sign.words.right - sign.words.left
            assert all(width(line, bold=True) <= room for line in sign.name)
            assert all(width(line) <= room for line in sign.notes)


def test_the_same_family_gives_the_same_picture_however_it_is_told() -> None:
    told = FAMILIES["loose ties and a restricted record"]
    turned = family(told)
    other = type(turned)(
        turned.index, dict(reversed(turned.figures.items())), turned.ties[::-1], turned.home, turned.on
    )
    assert lay_out(genogram(other)) == picture(told)


def test_children_stand_below_parents_and_a_couple_on_one_row() -> None:
    signs = {sign.member.name: sign for sign in picture(FAMILIES["parents who are cousins"]).signs}
    assert [signs[name].row for name in ("Old Amin", "Karim Shah", "Sara Shah", "Rowan Shah")] == [0, 1, 2, 3]
    assert signs["Amir Shah"].y == signs["Sara Shah"].y


def test_a_parting_is_marked_on_the_line_of_the_couple() -> None:
    found = picture(FAMILIES["six children by five fathers, twins"])
    assert sorted(one.strokes for one in found.slashes) == [1, 2]
    for slash in found.slashes:
        upright = [one.stretch for one in found.paths if not one.stretch.is_level]
        near = [one for one in upright if one.y1 <= slash.y <= one.y2 and abs(one.x1 - slash.x) < CLEAR]
        assert near == []


def is_within(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    """Whether a point lies inside a ring: an odd number of upright edges lies to its right."""
    edges = pairwise([*corners, corners[0]])
    return sum(1 for (x1, y1), (x2, y2) in edges if x1 == x2 > x and min(y1, y2) <= y < max(y1, y2)) % 2 == 1


@pytest.mark.parametrize("name", FAMILIES)
def test_the_ring_takes_in_the_household_and_nobody_else(name: str) -> None:
    found = picture(FAMILIES[name])
    rings = ring(found)
    at_home = [sign.member for sign in found.signs if sign.member.at_home]
    if len(at_home) < 2:
        assert rings == []
        return
    for sign in found.signs:
        corners = [
            (x, y)
            for box in (sign.box, sign.words)
            for x in (box.left, box.right)
            for y in (box.top, box.bottom)
        ]
        inside = {any(is_within(x, y, one) for one in rings) for x, y in corners}
        assert inside == {sign.member.at_home}
