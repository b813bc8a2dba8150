"""Who holds parental responsibility, as read from the record."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from goldthread.people import statements as say
from goldthread.people.parental_facts import Answer
from goldthread.people.responsibility import answers, named
from tests.integration.people.record import NOW, TODAY, someone, tell
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
BORN = date(2018, 5, 4)


def found(child: str) -> dict[str, Answer]:
    return {
        one.person.given if one.person else "": one.finding.answer for one in answers(UUID(child), on=TODAY)
    }


@requirement("HERTS-5.5", "HSSCP-3.12")
def test_what_is_said_stands_with_its_ground_and_who_said_it() -> None:
    rowan, mother, father = someone("Rowan", born=BORN), someone("Anna"), someone("Ben")
    tell(
        say.RelatedTo(about=mother, other=rowan, kind="mother"),
        say.HoldsResponsibility(about=father, other=rowan),
    )
    tell(say.HoldsResponsibility(about=father, other=rowan, holds=False))
    assert found(rowan) == {"Anna": Answer.HOLDS, "Ben": Answer.CHECK}
    (mum, dad) = answers(UUID(rowan), on=TODAY)
    assert sorted(one.holds for one in dad.said) == [False, True]
    assert {source.words for source in dad.sources.values()} == {"A member of the public, 7 April 2026"}
    assert mum.finding.reasons[0].since == BORN


def test_what_is_said_of_the_child_or_a_parent_under_another_record_counts() -> None:
    rowan, again, mother, father = (someone(name, born=BORN) for name in ("Rowan", "Ro", "Anna", "Ben"))
    his_other = someone("Benny")
    tell(say.RelatedTo(about=mother, other=again, kind="mother"))
    tell(say.RelatedTo(about=father, other=rowan, kind="father"))
    tell(say.RelatedTo(about=his_other, other=mother, kind="spouse", since=date(2015, 1, 1)))
    assert found(rowan) == {"Ben": Answer.NOT_KNOWN}
    tell(say.SamePersonAs(about=again, other=rowan))
    tell(say.SamePersonAs(about=his_other, other=father))
    assert sorted(found(rowan).values()) == [Answer.HOLDS, Answer.HOLDS]


@requirement("HSSCP-3.9")
def test_the_authority_shares_it_under_an_order_and_a_carer_who_left_is_no_question() -> None:
    rowan, mother, carer = someone("Rowan", born=BORN), someone("Anna"), someone("Fay")
    tell(
        say.RelatedTo(about=mother, other=rowan, kind="mother"),
        say.RelatedTo(about=carer, other=rowan, kind="foster_carer", until=TODAY),
        say.HoldsResponsibility(about=rowan, other=rowan, ground="local_authority", since=date(2024, 1, 1)),
    )
    assert found(rowan) == {"Anna": Answer.HOLDS, "": Answer.HOLDS}
    tell(say.Died(about=mother, since=TODAY - timedelta(1)), at=NOW)
    assert found(rowan) == {"": Answer.HOLDS, "Anna": Answer.DOES_NOT}


@requirement("HSSCP-3.11")
def test_the_person_who_consents_is_found_by_name_or_by_what_they_are() -> None:
    rowan, mother = someone("Rowan", born=BORN), someone("Anna", "Alder")
    tell(say.RelatedTo(about=mother, other=rowan, kind="mother"))
    held = answers(UUID(rowan), on=TODAY)
    for typed in ("anna alder", "Alder", "Mum", "Mother"):
        assert named(typed, held) == held
    for typed in ("", "Hannah Alder", "Dad"):
        assert named(typed, held) == []
