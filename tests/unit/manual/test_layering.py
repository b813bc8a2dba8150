"""Boxes in layers: lines run downwards, cross little, and nothing lies on anything else."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.manual.layering import Arrangement, Edge, arrange, spread

BOX, BEND = 100.0, 20.0


def placed(boxes: str, lines: str, *, first: str = "a", most: int = 5) -> Arrangement:
    """An arrangement of boxes with one letter each; lines are pairs of letters."""
    edges: list[Edge] = [(line[0], line[1]) for line in lines.split()]
    return arrange(list(boxes), edges, first=frozenset(first), most=most, box=BOX, bend=BEND)


def layer_of(found: Arrangement) -> dict[str, int]:
    return {name: number for number, layer in enumerate(found.layers) for name in layer}


def crossings(found: Arrangement) -> int:
    """How often lines cross between layers, counted slowly."""
    layers = layer_of(found)
    pieces = [pair for route in found.routes.values() for pair in pairwise(route)]
    return sum(
        (found.x[one] - found.x[other]) * (found.x[to] - found.x[end]) < 0
        for number, (one, to) in enumerate(pieces)
        for other, end in pieces[:number]
        if layers[one] == layers[other]
    )


def test_a_box_stands_below_all_that_lead_to_it() -> None:
    found = layer_of(placed("abcd", "ab bc ac cd ad"))
    assert [found[name] for name in "abcd"] == [0, 1, 2, 3]


def test_what_nothing_leads_to_stands_just_above_what_it_leads_to() -> None:
    assert layer_of(placed("abcx", "ab bc xc"))["x"] == 1


def test_what_a_case_starts_with_stays_at_the_top() -> None:
    assert layer_of(placed("abcx", "ab bc xc", first="ax"))["x"] == 0


def test_a_line_that_leads_back_runs_upwards_and_the_rest_still_downwards() -> None:
    found = placed("abc", "ab bc ca")
    assert found.upwards == {("c", "a")}
    assert found.routes["c", "a"][0] == "a"


def test_a_long_line_bends_in_every_layer_that_it_passes() -> None:
    assert len(placed("abcd", "ab bc cd ad").routes["a", "d"]) == 4


def test_lines_that_need_not_cross_do_not() -> None:
    assert crossings(placed("abcdefg", "ab ac be bf cd cg")) == 0
    assert crossings(placed("abcdef", "ab ac ad be ce df bf")) == 0


def test_a_crowd_is_spread_over_more_layers() -> None:
    lines = " ".join(f"a{name}" for name in "bcdefgh")
    assert len(placed("abcdefgh", lines, most=7).layers) == 2
    narrow = placed("abcdefgh", lines, most=3)
    assert max(sum(len(name) == 1 for name in layer) for layer in narrow.layers) == 3


def test_what_must_stand_above_the_rest_stays_in_a_crowd() -> None:
    found = layer_of(placed("abcdef", "ab ac ad be ce de", most=2))
    assert [found[name] for name in "bcd"] == [1, 1, 1]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(lambda e: e[0] != e[1]),
        max_size=14,
        unique=True,
    )
)
@pytest.mark.takes(20)
def test_any_drawing_is_sound(edges: list[Edge]) -> None:
    found = arrange(list("abcdefgh"), edges, first=frozenset("a"), most=4, box=BOX, bend=BEND)
    layers = layer_of(found)
    assert set(found.routes) == set(edges)
    for route in found.routes.values():
        assert [layers[name] for name in route] == list(range(layers[route[0]], layers[route[-1]] + 1))
    for layer in found.layers:
        width = {name: BOX if len(name) == 1 else BEND for name in layer}
        for one, other in pairwise(layer):
            assert found.x[other] - found.x[one] >= (width[one] + width[other]) / 2 - 1e-6
        assert all(found.x[name] >= width[name] / 2 - 1e-6 for name in layer)


def test_places_are_kept_where_they_do_not_clash() -> None:
    assert spread([0, 50, 200], [10, 10]) == [0, 50, 200]


def test_places_that_clash_share_the_room() -> None:
    assert spread([0, 0, 0], [10, 10]) == [-10, 0, 10]


def test_a_heavier_place_moves_less() -> None:
    first, second = spread([0, 0], [10], [3, 1])
    assert (first, second) == (-2.5, 7.5)
