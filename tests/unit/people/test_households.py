"""Who lived where and when, from what was told at different times."""

from datetime import date, timedelta
from uuid import UUID

from goldthread.people.households import Stay, hidden, in_order

ROWAN, ENTRY = UUID(int=1), UUID(int=9)
FIRST = date(2020, 1, 1)


def stay(where: str, told: int = 0, since: int | None = None, until: int | None = None, **more: bool) -> Stay:
    """Told so many days after the first, of days counted the same way."""
    day = [None if days is None else FIRST + timedelta(days) for days in (since, until)]
    return Stay(ROWAN, (where, "ZZ99"), where, FIRST + timedelta(told), ENTRY, day[0], day[1], **more)


def homes(*told: Stay, after: int) -> list[str]:
    return [one.words for one in in_order(told) if one.covers(FIRST + timedelta(after))]


def test_a_home_counts_from_the_day_it_was_told_until_the_next_begins() -> None:
    told = (stay("4 Oak Lane"), stay("1 Fern Road", told=100))
    assert [homes(*told, after=days) for days in (-1, 0, 99, 100)] == [
        [],
        ["4 Oak Lane"],
        ["4 Oak Lane"],
        ["1 Fern Road"],
    ]


def test_days_that_were_told_count_before_those_of_telling() -> None:
    told = (stay("4 Oak Lane", told=50, since=0, until=20), stay("1 Fern Road", told=51, since=20))
    assert [homes(*told, after=days) for days in (0, 19, 20)] == [
        ["4 Oak Lane"],
        ["4 Oak Lane"],
        ["1 Fern Road"],
    ]


def test_a_home_told_of_again_goes_on_and_one_come_back_to_is_a_second_stay() -> None:
    again = in_order([stay("4 Oak Lane"), stay("4 Oak Lane", told=30)])
    assert [(one.begin, one.until) for one in again] == [(FIRST, None)]
    back = in_order([stay("4 Oak Lane"), stay("1 Fern Road", told=30), stay("4 Oak Lane", told=60)])
    assert [one.words for one in back] == ["4 Oak Lane", "1 Fern Road", "4 Oak Lane"]


def test_two_homes_told_of_on_one_day_stand_side_by_side() -> None:
    assert homes(stay("4 Oak Lane"), stay("1 Fern Road"), after=1) == ["4 Oak Lane", "1 Fern Road"]


def test_a_former_home_without_days_is_at_no_time() -> None:
    assert homes(stay("4 Oak Lane", current=False), after=1) == []


def test_a_place_that_one_must_keep_hidden_is_hidden_for_all() -> None:
    found = hidden([stay("4 Oak Lane"), stay("4 Oak Lane", safe=True), stay("1 Fern Road")])
    assert [one.safe for one in found] == [True, True, False]
