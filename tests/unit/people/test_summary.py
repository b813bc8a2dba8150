"""Which of several answers stands first."""

import uuid
from datetime import UTC, date, datetime, timedelta

from goldthread.ledger.models import Entry
from goldthread.people.models import Birth, Name, Person
from goldthread.people.summary import person

START = datetime(2026, 4, 2, tzinfo=UTC)


def told(days: int = 0, *, by_staff: bool = True) -> Entry:
    return Entry(recorded_at=START + timedelta(days), author_id=uuid.uuid4() if by_staff else None)


def named(given: str, family: str, entry: Entry, kind: str = "usual") -> Name:
    return Name(given=given, family=family, kind=kind, stated_by=entry)


def summary(*names: Name, births: tuple[Birth, ...] = ()) -> Person:
    return person(uuid.uuid4(), names, births, ())


def test_the_newest_name_is_shown() -> None:
    assert summary(named("Rowan", "Elder", told(0)), named("Rowan", "Alder", told(1))).family == "Alder"


def test_the_usual_name_comes_before_others_however_new() -> None:
    names = (named("Rowan", "Alder", told(0)), named("Ro", "Fern", told(5), kind="alias"))
    assert summary(*names).family == "Alder"


def test_a_whole_name_comes_before_half_a_name() -> None:
    assert summary(named("Rowan", "Alder", told(0)), named("Rowan", "", told(1))).family == "Alder"


def test_what_staff_wrote_comes_before_what_the_public_wrote() -> None:
    names = (named("Rowan", "Alder", told(0)), named("Roan", "Aldar", told(1, by_staff=False)))
    assert summary(*names).family == "Alder"


def test_a_date_of_birth_comes_before_the_date_expected() -> None:
    births = (
        Birth(born=date(2027, 2, 27), stated_by=told(0)),
        Birth(expected=date(2027, 3, 2), stated_by=told(1)),
    )
    baby = summary(births=births)
    assert (baby.born, baby.expected) == (date(2027, 2, 27), None)


def test_people_are_sorted_by_the_name_they_use_now() -> None:
    names = (named("Zoë", "O’Brien", told(0)), named("Zoë", "Łęcka", told(0), kind="former"))
    assert summary(*names).sort_key == "obrien zoe"
    assert summary().sort_key > "zz"
