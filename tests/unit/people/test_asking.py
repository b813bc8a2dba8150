"""Reading what was typed into the search."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.people.asking import Query, Wanted, swapped, wanted
from tests.requirements import requirement

TODAY = date(2026, 4, 7)
BORN = date(2018, 5, 4)


def read(**query: object) -> Wanted:
    return wanted(Query(**query), on=TODAY)  # type: ignore[arg-type]


def told(**query: object) -> dict[str, object]:
    """What is known, without what is not."""
    return {name: value for name, value in vars(read(**query).query).items() if value not in ("", None)}


@pytest.mark.parametrize(
    ("text", "loose", "known"),
    [
        ("Rowan Alder", "Rowan Alder", {}),
        ("rowan alder 4/5/2018", "rowan alder", {"born": BORN}),
        ("Alder 2018-05-04", "Alder", {"born": BORN}),
        ("alder, 4 May 2018", "alder,", {"born": BORN}),
        ("alder 4 sept 2018", "alder", {"born": date(2018, 9, 4)}),
        ("alder sg12ab", "alder", {"postcode": "SG1 2AB"}),
        ("12 sg12ab", "", {"address": "12", "postcode": "SG1 2AB"}),
        ("12 Fern Road", "", {"address": "12 Fern Road"}),
        ("Rowan 12a Old Mill Lane", "Rowan", {"address": "12a Old Mill Lane"}),
        ("999 012 3456", "", {"nhs_number": "9990123456"}),
        ("01632 960 123", "", {"telephone": "01632960123"}),
        ("a123456789012", "", {"upn": "A123456789012"}),
        ("Rowan about 4", "Rowan", {"age": 4}),
        ("Rowan 4 years old", "Rowan", {"age": 4}),
        ("Ann Alder due 2 March 2027", "Ann Alder", {"expected": date(2027, 3, 2)}),
        ("Vrchlycky", "Vrchlycky", {}),
        ("alder 31/02/2018", "alder", {}),
        ("", "", {}),
    ],
)
def test_one_box_takes_anything(text: str, loose: str, known: dict[str, object]) -> None:
    asked = told(text=text)
    asked.pop("text", None)
    assert (" ".join(read(text=text).loose), asked) == (loose, known)


@pytest.mark.parametrize("text", ["k7r-4m2-hx9", "K7R4M2HX9"])
def test_our_reference_is_read(text: str) -> None:
    assert read(text=text).reference == "K7R-4M2-HX9"


def test_a_box_of_its_own_wins_over_the_text() -> None:
    asked = read(given="Rowan", born=BORN, postcode="al109ne", text="alder 1/1/2001 sg12ab")
    assert (asked.loose, asked.query.born, asked.query.postcode) == ((), BORN, "AL10 9NE")


def test_an_empty_query_is_nothing() -> None:
    assert not read(text=" \x00 ", postcode="??", family="--")
    assert read(family="alder")


@requirement("HERTS-10.10")
@pytest.mark.parametrize(
    ("query", "probes"),
    [
        ({"given": "Row", "family": "Ald"}, ["('ROW') & ('ALD')", "('ROW':*) & ('ALD':*)"]),
        ({"family": "Aldre"}, ["('ALDRE')", "('ALDRE':*)", "('^ALTR')"]),
        ({"family": "Al"}, ["('AL')", "('^AL')"]),  # the beginning of too many names
        ({"postcode": "SG1 2AB"}, ["('@SG12AB')"]),
        ({"address": "Flat 3, 12 Fern Road"}, ["('%12FERN')"]),
        ({"born": BORN}, ["('*20180504' | '*20180405')"]),
        ({"age": 8}, ["('~2018' | '~2017' | '~2019')"]),
        ({"expected": date(2026, 1, 9)}, ["('!202601' | '!202512' | '!202602')"]),
    ],
)
def test_whoever_has_all_that_was_typed_is_read(query: dict[str, object], probes: list[str]) -> None:
    assert read(**query).probes == probes


def test_nobody_knows_which_of_two_words_is_the_surname() -> None:
    one, other = read(text="Ann Mary Alder").variants
    assert (one.first.names, one.first.middles, one.last.names) == (("ANN",), ("MARY",), ("ALDER",))
    assert (other.first.names, other.last.names) == (("ANN",), ("MARYALDER", "MARY", "ALDER"))
    first, last = read(text="Alder").variants
    assert (first.first.names, last.last.names) == (("ALDER",), ("ALDER",))


def test_day_and_month_change_places_only_where_that_is_another_date() -> None:
    assert swapped(BORN) == date(2018, 4, 5)
    assert swapped(date(2018, 5, 5)) is None
    assert swapped(date(2018, 5, 13)) is None


@pytest.mark.takes(5)
@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(), st.dates(), st.text())
def test_odd_input_is_read_as_something_or_nothing(text: str, name: str, born: date, number: str) -> None:
    asked = read(
        text=text, given=name, family=text, born=born, postcode=number, nhs_number=number, address=text
    )
    assert asked.query.born == born
    assert "\x00" not in repr((asked.probes, asked.variants))
    assert asked.probes
