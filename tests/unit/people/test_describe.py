"""How people read."""

from datetime import date, timedelta

import pytest

from goldthread.people import describe
from goldthread.people.models import Person
from tests.requirements import requirement

TODAY = date(2026, 11, 23)


def test_the_family_name_stands_in_capitals_on_screen_and_plain_in_letters() -> None:
    rowan = Person(given="Rowan", family="Alder")
    assert describe.display_name(rowan) == "Rowan ALDER"
    assert describe.plain_name(rowan) == "Rowan Alder"


@pytest.mark.parametrize("nobody", [None, Person()])
def test_a_name_may_not_be_known(nobody: Person | None) -> None:
    assert describe.display_name(nobody) == describe.plain_name(nobody) == "Name not known"


@requirement("HERTS-3.1")
def test_an_unborn_child_reads_as_one() -> None:
    baby = Person(family="Alder", expected=date(2027, 3, 2))
    assert describe.display_name(baby) == "Unborn baby ALDER"
    assert describe.age(baby, TODAY) == "unborn, expected 2 March 2027"
    assert describe.born_and_age(baby, TODAY) == "unborn, expected 2 March 2027"
    assert describe.is_child(baby, TODAY)


@pytest.mark.parametrize(
    ("birth", "reads"),
    [
        (date(2026, 11, 20), "0 weeks old"),
        (date(2026, 11, 16), "1 week old"),
        (date(2026, 5, 24), "5 months old"),
        (date(2025, 1, 1), "22 months old"),
        (date(2024, 11, 23), "2 years old"),
        (date(2018, 11, 24), "7 years old"),
        (date(2018, 11, 23), "8 years old"),
        (date(2026, 12, 1), "not yet born on 23 November 2026"),
    ],
)
def test_age_in_words(birth: date, reads: str) -> None:
    assert describe.age(Person(born=birth), TODAY) == reads


def test_what_is_only_known_roughly_says_so() -> None:
    someone = Person(about_year=2018)
    assert describe.born(someone) == "born about 2018"
    assert describe.born_and_age(someone, TODAY) == "born about 2018, about 8 years old"
    assert describe.born_and_age(None, TODAY) == "date of birth not known"


@requirement("HSSCP-3.1")
@pytest.mark.parametrize(
    ("birth", "on", "child"),
    [
        (date(2008, 11, 24), TODAY, True),
        (date(2008, 11, 23), TODAY, False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
    ],
)
def test_a_child_until_the_eighteenth_birthday(birth: date, on: date, *, child: bool) -> None:
    assert describe.is_child(Person(born=birth), on) is child


def test_whether_a_child_may_not_be_known() -> None:
    assert describe.is_child(Person(), TODAY) is None
    assert describe.is_child(Person(about_year=2001), TODAY) is False


def test_an_nhs_number_reads_in_groups() -> None:
    assert describe.nhs_number("9990123456") == "999 012 3456"


@requirement("HSSCP-3.1")
@pytest.mark.parametrize(
    ("person", "until"),
    [
        (Person(born=date(2018, 1, 15)), date(2036, 1, 15)),
        (Person(born=date(2008, 2, 29)), date(2026, 3, 1)),
        (Person(expected=date(2027, 3, 2)), None),
        (None, None),
    ],
)
def test_childhood_ends_on_the_eighteenth_birthday(person: Person | None, until: date | None) -> None:
    assert describe.child_until(person) == until
    if person is not None and until is not None:
        assert describe.is_child(person, until - timedelta(days=1))
        assert not describe.is_child(person, until)
