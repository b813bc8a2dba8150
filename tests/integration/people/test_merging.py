"""Reading two records as one: two people decide, both records stay whole, and it is undone at any time."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from goldthread.ledger.author import NotAble
from goldthread.ledger.models import AuditRow, Entry, Subject
from goldthread.ledger.operations import AlreadySettled
from goldthread.ledger.rebuild import rebuild
from goldthread.people import duplicates, merging, operations
from goldthread.people import statements as say
from goldthread.people.comparing import conflicts, told_of
from goldthread.people.identity import identity
from goldthread.people.matching.evidence import Frequencies
from goldthread.people.models import Person, Suspect
from goldthread.people.operations import NothingToSay
from tests.factories import author
from tests.integration.people.record import NOW, someone, tell

pytestmark = pytest.mark.django_db
BORN = date(2018, 1, 15)


def subject(pk: str) -> Subject:
    return Subject.objects.get(pk=pk)


def proposed(one: str, other: str, key: str = "propose") -> Entry:
    return operations.propose_merge(
        by=author("social_worker"),
        at=NOW + timedelta(hours=1),
        one=subject(one),
        other=subject(other),
        reason="Both are the child at 4 Fernhollow Lane.",
        key=key,
    )


def merged(one: str, other: str, key: str = "merge") -> Entry:
    proposal = proposed(one, other, f"propose {key}")
    return operations.authorise_merge(
        by=author("manager"), at=NOW + timedelta(hours=2), proposal=proposal, reason="I agree.", key=key
    )


def undone(link: Entry, key: str = "undo") -> Entry:
    return operations.undo_merge(
        by=author("manager"), at=NOW + timedelta(hours=3), link=link, reason="Cousins.", key=key
    )


def swept() -> list[tuple[set[str], list[str]]]:
    duplicates.sweep(at=NOW, most=100, common=Frequencies(0))
    return [({str(row.one_id), str(row.other_id)}, row.reasons) for row in duplicates.offered(10)]


def test_a_proposal_alone_changes_nothing_and_its_author_cannot_authorise_it() -> None:
    rowan, again = someone("Rowan", "Alder", BORN), someone("Ro", "Alder")
    proposal = proposed(rowan, again)
    assert identity([UUID(rowan)]) == {UUID(rowan)}
    assert merging.proposals() == [proposal]
    with pytest.raises(NotAble):
        operations.authorise_merge(
            by=author("manager", proposal.author),
            at=NOW + timedelta(hours=2),
            proposal=proposal,
            reason="",
            key="x",
        )
    with pytest.raises(NothingToSay, match="has proposed this already"):
        proposed(again, rowan, "another")


def test_merged_records_are_read_as_one_and_stay_whole_underneath() -> None:
    rowan, again = someone("Rowan", "Alder", BORN), someone("Ro", "Alder")
    before = told_of([UUID(rowan)]), told_of([UUID(again)])
    entry = merged(rowan, again)
    assert identity([UUID(again)]) == {UUID(rowan), UUID(again)}
    assert set(Person.objects.values_list("born", "family")) == {(BORN, "Alder")}
    assert (told_of([UUID(rowan)]), told_of([UUID(again)])) == before
    assert merging.proposals() == []
    assert [link.entry for link in merging.links([UUID(rowan)])] == [entry]
    assert AuditRow.objects.filter(act="sign.merge", entry=entry.pk).count() == 2
    assert rebuild(keep=False) == []
    with pytest.raises(NothingToSay, match="as one already"):
        proposed(rowan, again, "another")


def test_two_managers_cannot_both_settle_it() -> None:
    proposal = proposed(someone("Rowan", "Alder"), someone("Ro", "Alder"))
    operations.decline_merge(
        by=author("manager"), at=NOW + timedelta(hours=2), proposal=proposal, reason="Twins.", key="no"
    )
    with pytest.raises(AlreadySettled):
        operations.authorise_merge(
            by=author("manager"), at=NOW + timedelta(hours=2), proposal=proposal, reason="", key="yes"
        )


def test_a_merge_undone_leaves_everything_as_if_it_had_never_been() -> None:
    rowan, again, third = someone("Rowan", "Alder", BORN), someone("Ro", "Alder"), someone("R", "Elder")
    merged(again, third, "first")
    before = list(Person.objects.order_by("pk").values())
    link = merged(rowan, again)
    assert identity([UUID(third)]) == {UUID(rowan), UUID(again), UUID(third)}
    undone(link)
    assert identity([UUID(rowan)]) == {UUID(rowan)}
    assert identity([UUID(again)]) == {UUID(again), UUID(third)}
    assert list(Person.objects.order_by("pk").values()) == before
    assert rebuild(keep=False) == []
    merged(rowan, again, "and once more")
    assert identity([UUID(third)]) == {UUID(rowan), UUID(again), UUID(third)}


def test_what_speaks_against_it_is_said_in_words() -> None:
    rowan, ivy = someone("Rowan", "Alder", BORN), someone("Ivy", "Alder", date(2016, 3, 1))
    tell(
        say.Identified(about=rowan, value="9990000018"),
        say.Identified(about=ivy, value="9990000026"),
        say.Characterised(about=rowan, kind="gender", value="Girl"),
        say.Characterised(about=ivy, kind="gender", value="Boy"),
        say.RelatedTo(about=rowan, other=ivy, kind="sibling"),
    )
    found = conflicts([UUID(rowan)], [UUID(ivy)])
    assert found == [
        "Dates of birth differ: 15 January 2018 and 1 March 2016.",
        "NHS numbers differ: 9990000018 and 9990000026.",
        "Genders differ: girl and boy.",
        "One is said to be brother or sister of the other.",
    ]
    assert merged(rowan, ivy).payload["differs"] == "\n".join(found)


def test_the_sweep_offers_who_is_on_record_twice_and_says_why() -> None:
    home = {"lines": "4 Fernhollow Lane", "postcode": "ZZ99 3VZ"}
    rowan, again = (someone("Rowan", "Alder", BORN, **home) for _ in range(2))
    someone("Hazel", "Fern", date(1990, 5, 5), lines="9 Oak Road", postcode="ZZ99 4AA")
    ((pair, reasons),) = swept()
    assert pair == {rowan, again}
    assert "same date of birth" in reasons
    merged(rowan, again)
    assert swept() == []


def test_who_is_not_the_same_is_not_offered_again_until_more_is_known() -> None:
    home = {"lines": "4 Fernhollow Lane", "postcode": "ZZ99 3VZ"}
    rowan, again = (someone("Rowan", "Alder", BORN, **home) for _ in range(2))
    assert len(swept()) == 1
    operations.tell_apart(
        by=author("social_worker"),
        at=NOW,
        one=subject(rowan),
        other=subject(again),
        reason="Cousins of one name.",
        key="apart",
    )
    assert swept() == []
    tell(say.Named(about=rowan, given="Rowan", family="Alder"), at=NOW + timedelta(1))  # nothing new
    assert swept() == []
    tell(say.Named(about=rowan, given="Rowan Ash", family="Alder"), at=NOW + timedelta(2))
    assert len(swept()) == 1
    assert rebuild(keep=False) == []


def test_only_who_has_changed_is_compared_again() -> None:
    someone("Rowan", "Alder", BORN)
    someone("Ivy", "Fern", BORN)
    assert duplicates.sweep(at=NOW, most=100, common=Frequencies(0)) == 2
    assert duplicates.sweep(at=NOW, most=100, common=Frequencies(0)) == 0
    someone("Ash", "Oak", BORN)
    assert duplicates.sweep(at=NOW, most=100, common=Frequencies(0)) == 1
    assert Suspect.objects.count() == 0
