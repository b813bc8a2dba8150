"""The people around a child, as the desk reads them from the record."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldthread.people import statements as say
from goldthread.people.family import Group, circle, household
from goldthread.people.identity import identity
from tests.integration.people.record import NOW, TODAY, someone, tell
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
CHILD, ADULT = date(2018, 5, 4), date(1990, 1, 1)


def around(subject: str, on: date = TODAY) -> dict[str, tuple[Group, str]]:
    return {c.person.given: (c.group, c.how) for c in circle(UUID(subject), on=on) if c.person is not None}


@requirement("HERTS-10.11", "HERTS-10.12")
def test_the_whole_circle_of_a_child() -> None:
    rowan, ivy, kit = (someone(name, "Alder", CHILD) for name in ("Rowan", "Ivy", "Kit"))
    mother, dean = someone("Anna", "Alder", ADULT), someone("Dean", "Fern", ADULT)
    tell(
        say.RelatedTo(about=mother, other=rowan, kind="mother"),
        say.LivesWith(about=mother, other=rowan),
        say.RelatedTo(about=mother, other=ivy, kind="mother"),
        say.RelatedTo(about=dean, other=rowan, kind="partner_of_parent"),
    )
    tell(say.RelatedTo(about=dean, other=kit, kind="father"))
    assert around(rowan) == {
        "Ivy": (Group.SIBLING, "brother or sister, through Anna ALDER"),
        "Anna": (Group.ADULT_IN_HOUSEHOLD, "mother"),
        "Dean": (Group.CONNECTED_ADULT, "partner of a parent"),
        "Kit": (Group.THEIR_CHILD, "child of Dean FERN"),
    }


def test_a_connection_says_since_when_and_by_which_entry_it_is_known() -> None:
    rowan, mother = someone("Rowan", "", CHILD), someone("Anna", "", ADULT)
    entry = tell(say.LivesWith(about=mother, other=rowan))
    (found,) = household(UUID(rowan), on=TODAY)
    assert (found.since, found.entry_id, str(found.subject_id)) == (TODAY, entry.pk, mother)


@requirement("HERTS-10.11")
def test_people_given_one_address_are_one_household() -> None:
    home = {"lines": "12 Fern Road, Stevenage", "postcode": "SG1 2AB"}
    rowan = someone("Rowan", "", CHILD, **home)
    someone("Ivy", "", CHILD, lines="12 fern rd", postcode="sg12ab")
    someone("Next door", "", ADULT, lines="14 Fern Road", postcode="SG1 2AB")
    moved = someone("Gran", "", ADULT, **home)
    tell(say.LivesAt(about=moved, lines="1 Oak Lane", postcode="SG2 1AA"), at=NOW + timedelta(1))
    ivy = {"Ivy": (Group.CHILD_IN_HOUSEHOLD, "lives at the same address")}
    assert around(rowan, on=TODAY + timedelta(1)) == ivy


def test_one_postcode_without_a_house_is_not_a_household() -> None:
    rowan = someone("Rowan", "", CHILD, postcode="SG1 2AB")
    someone("Ivy", "", CHILD, postcode="SG1 2AB")
    assert around(rowan) == {}


def test_who_has_left_is_no_longer_of_the_household() -> None:
    rowan, dean = someone("Rowan", "", CHILD), someone("Dean", "", ADULT)
    tell(say.LivesWith(about=dean, other=rowan, until=TODAY))
    assert household(UUID(rowan), on=TODAY) == []
    assert len(household(UUID(rowan), on=TODAY - timedelta(1))) == 1


@requirement("HERTS-10.11")
def test_a_confirmed_identity_is_followed_everywhere() -> None:
    rowan, again, mother = someone("Rowan", "", CHILD), someone("Ro", "", CHILD), someone("Anna", "", ADULT)
    her_other_record, ivy = someone("Annie", "", ADULT), someone("Ivy", "", CHILD)
    tell(say.RelatedTo(about=mother, other=again, kind="mother"))
    tell(say.RelatedTo(about=her_other_record, other=ivy, kind="mother"))
    assert around(rowan) == {}
    tell(say.SamePersonAs(about=again, other=rowan))
    tell(say.SamePersonAs(about=her_other_record, other=mother))
    assert len(around(rowan)) == len(around(again)) == 2
    assert around(rowan)["Ivy"][0] is Group.SIBLING


def test_identities_are_followed_both_ways_until_a_correction() -> None:
    one, two, three = (someone() for _ in range(3))
    tell(say.SamePersonAs(about=one, other=two))
    link = tell(say.SamePersonAs(about=three, other=two))
    assert identity([UUID(one)]) == {UUID(one), UUID(two), UUID(three)}
    tell(amends=link, at=NOW + timedelta(1))
    assert identity([UUID(one)]) == {UUID(one), UUID(two)}


def test_reading_a_family_takes_a_few_questions_however_large_it_is() -> None:
    rowan, mother = someone("Rowan", "", CHILD), someone("Anna", "", ADULT)
    tell(say.RelatedTo(about=mother, other=rowan, kind="mother"))
    for n in range(8):
        tell(say.RelatedTo(about=mother, other=someone(f"Child {n}", "", CHILD), kind="mother"))
    with CaptureQueriesContext(connection) as queries:
        assert len(circle(UUID(rowan), on=TODAY)) == 9
    assert len(queries) <= 18
