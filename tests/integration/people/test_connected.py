"""Everyone connected with a child, as read from the record."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldthread.ledger.models import Episode, Subject
from goldthread.people import statements as say
from goldthread.people.connected import around, known, told_of
from tests.integration.people.record import NOW, TODAY, someone, tell
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
CHILD = date(2018, 5, 4)
HOME = {"lines": "4 Fernhollow Lane", "postcode": "ZZ99 3VZ"}


def names(child: str, steps: int) -> dict[str, int]:
    found = around(UUID(child), steps=steps)
    return {found.people[one].given: step for one, step in found.steps.items()}


@requirement("HERTS-10.11", "HERTS-10.12")
def test_people_are_found_step_by_step_by_ties_of_any_time_and_by_a_shared_address() -> None:
    rowan, mother, gran, aunt = (someone(name) for name in ("Rowan", "Anna", "Gwen", "Fay"))
    tell(say.LivesAt(about=rowan, **HOME))
    someone("Lodger", **HOME)
    someone("Next door", lines="6 Fernhollow Lane", postcode="ZZ99 3VZ")
    former = someone("Ben")
    tell(
        say.RelatedTo(about=mother, other=rowan, kind="mother"),
        say.RelatedTo(about=gran, other=mother, kind="mother"),
        say.RelatedTo(about=gran, other=aunt, kind="mother"),
        say.RelatedTo(about=former, other=rowan, kind="foster_carer", until=date(2020, 1, 1)),
    )
    near = {"Rowan": 0, "Anna": 1, "Lodger": 1, "Ben": 1, "Gwen": 2}
    assert names(rowan, 2) == near
    assert names(rowan, 3) == {**near, "Fay": 3}


@requirement("HERTS-10.11")
def test_records_of_one_person_are_one_and_contradictions_stand_side_by_side() -> None:
    rowan, mother, again = someone("Rowan"), someone("Anna"), someone("Anna")
    tell(say.RelatedTo(about=mother, other=rowan, kind="mother"))
    tell(say.RelatedTo(about=again, other=rowan, kind="aunt_or_uncle"))
    tell(say.SamePersonAs(about=again, other=mother))
    found = around(UUID(rowan), steps=1)
    (only,) = (one for one, step in found.steps.items() if step)
    assert sorted(tie.what for tie, _ in told_of(found, only)) == ["aunt_or_uncle", "mother"]


def test_the_household_is_that_of_the_day() -> None:
    rowan, mother, dean = (
        someone(name, "", CHILD if name == "Rowan" else date(1990, 1, 1))
        for name in ("Rowan", "Anna", "Dean")
    )
    for person in (rowan, mother):
        tell(say.LivesAt(about=person, since=date(2019, 1, 1), **HOME))
    tell(
        say.RelatedTo(about=mother, other=rowan, kind="mother"),
        say.RelatedTo(about=dean, other=mother, kind="partner"),
        say.LivesWith(about=dean, other=mother, since=date(2021, 1, 1), until=date(2023, 1, 1)),
    )
    found = around(UUID(rowan), steps=2)
    given = [
        sorted(found.people[one].given for one in found.household(date(year, 6, 1)))
        for year in (2018, 2020, 2022, 2024)
    ]
    assert given == [[], ["Anna"], ["Anna", "Dean"], ["Anna"]]


def test_whom_the_service_knows_is_open_closed_or_never_was() -> None:
    open_, closed, never = (UUID(someone()) for _ in range(3))
    for one, ends in ((open_, None), (closed, NOW)):
        subject = Subject.objects.get(pk=one)
        Episode.objects.create(
            subject=subject, authority="hertfordshire", opened_at=NOW - timedelta(9), closed_at=ends
        )
    found = known([open_, closed, never])
    assert (found[open_].closed, found[closed].closed, never in found) == (None, NOW, False)


def test_reading_a_family_takes_a_few_questions_however_large_it_is() -> None:
    rowan, mother = someone("Rowan", "", CHILD), someone("Anna")
    tell(say.RelatedTo(about=mother, other=rowan, kind="mother"))
    for n in range(6):
        tell(say.RelatedTo(about=mother, other=someone(f"Child {n}", "", CHILD), kind="mother"))
    with CaptureQueriesContext(connection) as queries:
        assert len(around(UUID(rowan), steps=2).household(TODAY)) == 0
    assert len(queries) <= 12
