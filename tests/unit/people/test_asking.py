"""Reading what was typed into the search."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.people.asking import Query, Wanted, swapped, wanted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Rowan Alder", Wanted(words="rowan alder")),
        ("rowan alder 4/5/2018", Wanted(words="rowan alder", born=date(2018, 5, 4))),
        ("Alder 2018-05-04", Wanted(words="alder", born=date(2018, 5, 4))),
        ("alder, 4 May 2018", Wanted(words="alder", born=date(2018, 5, 4))),
        ("alder 4 sept 2018", Wanted(words="alder", born=date(2018, 9, 4))),
        ("alder sg12ab", Wanted(words="alder", postcode="SG1 2AB")),
        ("999 012 3456", Wanted(nhs_number="9990123456")),
        ("k7r-4m2-hx9", Wanted(reference="K7R-4M2-HX9")),
        ("K7R4M2HX9", Wanted(reference="K7R-4M2-HX9")),
        ("Vrchlycky", Wanted(words="vrchlycky")),
        ("alder 31/02/2018", Wanted(words="alder")),
        ("", Wanted()),
    ],
)
def test_one_box_takes_anything(text: str, read: Wanted) -> None:
    assert wanted(Query(text=text)) == read


def test_a_box_of_its_own_wins_over_the_text() -> None:
    asked = wanted(
        Query(given="Rowan", born=date(2018, 5, 4), postcode="al109ne", text="alder 1/1/2001 sg12ab")
    )
    assert asked == Wanted(given="rowan", words="alder", born=date(2018, 5, 4), postcode="AL10 9NE")


def test_an_empty_query_is_nothing() -> None:
    assert not wanted(Query(text=" \x00 ", postcode="??", family="--"))
    assert wanted(Query(family="alder"))


def test_day_and_month_change_places_only_where_that_is_another_date() -> None:
    assert swapped(date(2018, 5, 4)) == date(2018, 4, 5)
    assert swapped(date(2018, 5, 5)) is None
    assert swapped(date(2018, 5, 13)) is None
    assert wanted(Query(born=date(2018, 5, 4))).dates == [date(2018, 5, 4), date(2018, 4, 5)]


@pytest.mark.takes(5)
@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(), st.dates(), st.text())
def test_odd_input_is_read_as_something_or_nothing(text: str, name: str, born: date, number: str) -> None:
    asked = wanted(Query(text=text, given=name, family=text, born=born, postcode=number, nhs_number=number))
    assert asked.born == born
    assert "\x00" not in repr(asked)
