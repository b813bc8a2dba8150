"""The drawing of a pathway: every step a box, every line from box to box, no text wider than its box."""

from itertools import combinations

import pytest

from goldthread.manual.drawing import BOX, PAD, SHEET, TITLE_SIZE, Drawing, draw, wrapped
from goldthread.manual.pathway import Lead, Stop, on_their_own, stops, threads
from tests.unit.procedures.world import AREA

PACK = AREA.latest.pack


def stop(name: str, *leads: str, title: str = "A step", **more: object) -> Stop:
    """A step that opens others."""
    whole = {
        "says": "",
        "starts": name == "a",
        "anytime": False,
        "limits": (),
        "duties": 0,
        "opened_by": (),
        "leads": (Lead("Done", leads),),
        "calls_for": (),
        "endings": (),
        "repeats": False,
    }
    return Stop(name, title, **(whole | more))


def overlaps(drawing: Drawing) -> bool:
    return any(
        abs(one.x - other.x) < BOX and one.y < other.y + other.height and other.y < one.y + one.height
        for one, other in combinations(drawing.boxes, 2)
    )


@pytest.mark.takes(2)
def test_every_step_is_a_box_and_every_opening_a_line() -> None:
    (thread,) = threads(stops(PACK))
    drawing = draw(thread)
    assert {box.stop.title for box in drawing.boxes} == {step.title for step in PACK.steps.values()}
    assert len(drawing.lines) == sum(len(one.leads_to) + len(one.calls_for) for one in thread) == 3
    assert not overlaps(drawing)


def test_lines_end_at_boxes() -> None:
    drawing = draw((stop("a", "b"), stop("b")))
    upper, lower = sorted(drawing.boxes, key=lambda box: box.y)
    (line,) = drawing.lines
    assert line.path.startswith(f"M{upper.middle:.1f} {upper.y + upper.height:.1f}")
    assert line.path.endswith(f"{lower.middle:.1f} {lower.y:.1f}")


def test_a_line_to_a_step_that_is_open_anyway_is_faint() -> None:
    drawing = draw((stop("a", calls_for=("b",)), stop("b", anytime=True)))
    assert [line.faint for line in drawing.lines] == [True]


@pytest.mark.takes(2)
def test_a_wide_pathway_is_made_to_fit_the_sheet() -> None:
    names = [f"s{number}" for number in range(12)]
    drawing = draw((stop("a", *names), *(stop(name) for name in names)))
    assert drawing.width <= SHEET
    assert not overlaps(drawing)


def test_everything_lies_on_the_sheet() -> None:
    drawing = draw((stop("a", "b", "c"), stop("b", "c"), stop("c", title="A step with a very long title")))
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawing.width
        assert all(box.y < foot < box.y + box.height for _, foot in (*box.title, *box.notes))
        assert box.y + box.height <= drawing.height


def test_notes_say_the_clock_and_the_end() -> None:
    drawing = draw((stop("a", "b", limits=("24 hours",), endings=("Closed",), repeats=True), stop("b")))
    notes = [text for text, _ in drawing.boxes[0].notes]
    assert notes == ["24 hours", "can follow itself", "can end the case"]


def test_words_are_never_cut() -> None:
    text = "Allegation against someone who works with children"
    lines = wrapped(text, BOX - 2 * PAD, TITLE_SIZE)
    assert " ".join(lines) == text
    assert len(lines) == 3


def test_a_step_that_nothing_leads_to_or_from_stands_by_itself() -> None:
    every = [stop("a", "b"), stop("b"), stop("x", anytime=True)]
    assert [one.id for one in on_their_own(every, threads(every))] == ["x"]
