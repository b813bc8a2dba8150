"""Who is said to hold parental responsibility."""

from uuid import UUID

import pytest

from goldthread.people import statements as say
from goldthread.people.responsibility import holders
from tests.integration.people.record import NOW, TODAY, someone, tell
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


@requirement("HERTS-5.5")
def test_what_is_said_stands_with_its_ground_and_who_said_it() -> None:
    rowan, mother, father = someone("Rowan"), someone("Anna"), someone("Ben")
    tell(
        say.HoldsResponsibility(about=mother, other=rowan, ground="mother"),
        say.HoldsResponsibility(about=father, other=rowan),
    )
    tell(say.HoldsResponsibility(about=father, other=rowan, holds=False))
    found = [(h.person and h.person.given, h.holds, h.ground) for h in holders(UUID(rowan), on=TODAY)]
    assert sorted(found[:2]) == [
        ("Anna", True, "the child's mother"),
        ("Ben", True, "ground not stated"),
    ]
    assert found[2:] == [("Ben", False, "ground not stated")]
    first = holders(UUID(rowan), on=TODAY)[0]
    assert (first.said_by, first.said_on) == ("A member of the public", NOW)


def test_what_is_said_of_the_child_under_another_record_counts() -> None:
    rowan, again, mother = someone("Rowan"), someone("Rowan"), someone("Anna")
    tell(say.HoldsResponsibility(about=mother, other=again))
    tell(say.SamePersonAs(about=again, other=rowan))
    assert len(holders(UUID(rowan), on=TODAY)) == 1
