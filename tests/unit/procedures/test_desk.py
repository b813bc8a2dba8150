"""Opening hours, diversion and routes."""

import pytest

from goldthread.procedures.format.hours import Hours
from goldthread.procedures.routes import Routed, route
from goldthread.procedures.services import HoursUnknown, Opening, opening
from goldthread.procedures.walltime import instant, shown
from tests.unit.procedures.world import AREA

PACK = AREA.latest.pack


def at(text: str, service: str = "front_desk") -> Opening:
    return opening(PACK, service, instant(text))


@pytest.mark.parametrize(
    ("text", "is_open", "next_open"),
    [
        ("2026-03-02T09:00", True, "2026-03-03T09:00"),
        ("2026-03-02T16:59:59", True, "2026-03-03T09:00"),
        ("2026-03-02T17:00", False, "2026-03-03T09:00"),  # half-open (R11)
        ("2026-03-02T08:59", False, "2026-03-02T09:00"),
        ("2026-03-06T12:30", False, "2026-03-06T13:00"),  # between two spans of one day
        ("2026-03-06T16:00", False, "2026-03-09T09:00"),  # over a weekend
        ("2026-04-02T17:10", False, "2026-04-07T09:00"),  # over Easter
        ("2021-02-01T10:00", False, "2021-03-01T09:00"),  # before it existed
    ],
)
def test_open_and_next_open(text: str, is_open: bool, next_open: str) -> None:  # noqa: FBT001
    answer = at(text)
    assert answer.open is is_open
    assert answer.next_open == instant(next_open)
    assert answer.divert_to == ("" if is_open else "duty_team")


def test_it_says_when_it_closes_and_hours_go_on_over_midnight() -> None:
    closes = at("2026-03-02T10:00").closes
    assert closes == instant("2026-03-02T17:00")
    assert at("2026-03-02T10:00", "duty_team").closes is not None
    assert shown(at("2026-03-02T10:00", "duty_team").closes or instant("2026-01-01T00:00")) > "2026-03-20"


def test_hours_that_the_procedure_does_not_give_are_not_guessed() -> None:
    with pytest.raises(HoursUnknown, match="Archive"):
        at("2026-03-02T10:00", "archive")


def test_years_that_nobody_checked_are_refused() -> None:
    with pytest.raises(ValueError, match="2012 to 2028"):
        at("2028-12-31T10:00")


def routed(text: str, **facts: object) -> Routed:
    found = route(PACK, facts, instant(text))
    assert found is not None
    return found


def test_the_first_route_that_fits_is_the_answer() -> None:
    assert routed("2026-03-02T10:00", urgent=True).id == "urgent"
    assert routed("2026-03-02T10:00", urgent=False).service == "front_desk"
    assert routed("2026-03-02T10:00", in_danger=True).service == "duty_team"


def test_a_closed_service_is_replaced_and_the_answer_says_so() -> None:
    found = routed("2026-03-02T18:00")
    assert (found.service, found.diverted_from) == ("duty_team", "front_desk")
    assert found.why == "It can wait. Front desk is closed now; Duty team takes over."


def test_where_no_route_fits_the_procedure_has_none() -> None:
    assert route(PACK, {"needs": ("housing",)}, instant("2026-03-02T10:00")) is None


@pytest.mark.parametrize("text", ["9-5", "09:00-08:00", "09:00-12:00, 11:00-13:00", "25:00-26:00", "open"])
def test_bad_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text.split("-", maxsplit=1)[0]):
        Hours.parse(text)


@pytest.mark.parametrize("text", ["closed", "as_weekday", "09:00-17:00", "00:00-08:00, 20:00-24:00"])
def test_hours_read_as_written(text: str) -> None:
    assert str(Hours.parse(text)) == text
