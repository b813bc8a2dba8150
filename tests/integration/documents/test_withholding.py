"""What must not be known to somebody is left out of their copy, whatever entry it stands in, until lifted."""

from typing import Any

import pytest

from goldthread.access import projection
from goldthread.access.models import Kept, Level
from goldthread.access.operations import exclude, protect
from goldthread.access.recipients import Recipient
from goldthread.documents.copies import Copy, copy_for, words_of
from goldthread.ledger import operations
from goldthread.ledger.models import Entry
from tests.factories import contact
from tests.integration.documents.household import NOW, Family, answer, reach, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    return Family()


def copy(family: Family, entry: Entry, who: str, **more: Any) -> Copy:
    return copy_for(family.paper(entry), family.recipients[who], at=NOW, **more)


def says(family: Family, entry: Entry, who: str) -> str:
    return "\n".join(words_of(copy(family, entry, who).paper))


def test_an_answer_is_kept_from_one_and_told_to_the_other(family: Family) -> None:
    note = family.note("Meg has met somebody new.")
    family.keep("Dean", **answer(note))
    assert "somebody new" not in says(family, note, "Dean")
    assert "somebody new" in says(family, note, "Meg")
    left = copy(family, note, "Dean").left_out
    assert [(one.text, one.must) for one in left] == [("Meg has met somebody new.", True)]
    assert "Must not be known to Dean Alder" in left[0].why
    assert "He has threatened her." in left[0].why


def test_it_is_kept_where_it_was_copied_to_as_well(family: Family) -> None:
    note = family.note("Meg has met somebody new at work.")
    family.keep("Dean", **answer(note))
    later_one = family.note("All is well.\nAs told: Meg has met somebody new, at work!")
    said = says(family, later_one, "Dean")
    assert "All is well." in said
    assert "somebody new" not in said


def test_a_correction_of_it_is_kept_too(family: Family) -> None:
    note = family.note("Meg has met somebody new.")
    family.keep("Dean", **answer(note))
    operations.amend(
        by=family.by,
        at=family.at(),
        entry=note,
        values={"facts": "Meg has met Jay at the baths."},
        parts={},
        reason="The name was missing.",
        key="correction",
    )
    assert "Jay" not in says(family, note, "Dean")
    assert "Jay" in says(family, note, "Meg")
    assert "at the baths" not in says(family, family.note("Meg has met Jay at the baths."), "Dean")


def test_of_a_whole_entry_nothing_is_told(family: Family) -> None:
    note = family.note("Meg spoke of leaving.", opinion="She is afraid.")
    family.keep("Dean", **whole(note))
    said = says(family, note, "Dean")
    assert "leaving" not in said
    assert "afraid" not in said
    assert "Sal Screener" not in said


def test_where_somebody_lives_is_kept_wherever_it_is_written(family: Family) -> None:
    family.lives(family.meg, "22 Elm Close, Wrenfield", "ZZ99 3VZ")
    family.number(family.meg, "01632 960123")
    family.keep("Dean", **reach(family.meg))
    for told in ("Seen at 22, Elm Close.", "In zz993vz.", "Ring +44 1632 960 123."):
        note = family.note(told)
        assert told not in says(family, note, "Dean")
        assert told in says(family, note, "nurse")


def test_a_safe_address_is_kept_from_all_but_those_who_live_there(family: Family) -> None:
    family.lives(family.meg, "22 Elm Close", "ZZ99 3VZ", safe=True)
    note = family.note("Seen at 22 Elm Close.")
    for who in ("Dean", "Lee", "nurse", "school"):
        assert "Elm Close" not in says(family, note, who)
    assert "Elm Close" in says(family, note, "Meg")


def test_words_are_kept_and_nothing_else(family: Family) -> None:
    family.keep("Dean", what="words", words="Haven House\nJay")
    note = family.note("Jay came.\nHe stayed at the haven-house.\nThe jaybird sang.")
    assert "The jaybird sang." in (said := says(family, note, "Dean"))
    assert "Haven" not in said
    assert "Jay came" not in said


def test_everybody_but_one_must_not_know(family: Family) -> None:
    note = family.note("Meg has met somebody new.")
    family.keep("Meg", scope="others", **answer(note))
    assert "somebody new" in says(family, note, "Meg")
    for who in ("Dean", "Lee", "Rowan", "nurse", "school"):
        assert "somebody new" not in says(family, note, who)


def test_what_is_kept_from_an_agency_is_kept_from_everyone_there(family: Family) -> None:
    note = family.note("The head teacher is her sister.")
    family.keep("school", **answer(note))
    assert "sister" not in says(family, note, "school")
    assert "sister" not in says(family, note, "nurse")  # known by her e-mail address only


def test_somebody_known_by_name_alone_is_taken_for_who_has_that_name(family: Family) -> None:
    note = family.note("Meg has met somebody new.")
    family.keep("Dean", **answer(note))
    named = copy_for(family.paper(note), Recipient("dean  alder"), at=NOW)
    assert "somebody new" not in "\n".join(words_of(named.paper))


def test_lifted_it_may_be_known_and_the_tables_can_be_made_again(family: Family) -> None:
    note = family.note("Meg has met somebody new.")
    first, second = family.keep("Dean", **answer(note)), family.keep("Dean", **whole(note))
    family.lift(first)
    assert "somebody new" not in says(family, note, "Dean")
    before = list(Kept.objects.values())
    Kept.objects.all().delete()
    for entry in Entry.objects.order_by("recorded_at", "pk"):
        projection.project(entry)
    assert list(Kept.objects.values()) == before
    family.lift(second)
    assert "somebody new" in says(family, note, "Dean")
    assert not Kept.objects.exists()


def test_a_referrer_who_wished_to_stay_unnamed_stays_so(family: Family) -> None:
    told = contact(
        referrer_kind="relative",
        referrer_name="Ingrid Holloway",
        referrer_phone="01632 960777",
        withhold_identity=True,
        children=[{"given_names": "Rowan", "family_name": "Alder", "born": "2018-01-15"}],
        concern="He shouts at night.",
    )
    child = told.parts.order_by("pk")[0].subject
    note = family.note("Ingrid Holloway rang again.\nRing 01632960777.\nHe shouts.", child)
    for who in ("Meg", "nurse"):
        for entry in (told, note):
            said = says(family, entry, who)
            assert "Holloway" not in said
            assert "960777" not in said
        assert "He shouts." in says(family, note, who)


def test_who_told_us_is_no_news_for_the_family_unless_a_sender_lets_them_know(family: Family) -> None:
    told = contact(referrer_name="Priya Larkspur", referrer_kind="school")
    said = copy_for(family.paper(told), family.recipients["Meg"], at=NOW)
    assert "Larkspur" not in "\n".join(words_of(said.paper))
    name = next(one for one in said.left_out if one.text == "Priya Larkspur")
    assert not name.must
    let = copy_for(family.paper(told), family.recipients["Meg"], at=NOW, let=[name.key])
    assert "Larkspur" in "\n".join(words_of(let.paper))


def test_another_ones_child_is_no_news_for_a_father(family: Family) -> None:
    seen = operations.sign(
        by=family.by,
        at=family.at(),
        kind="child_seen",
        values={},
        parts=[
            operations.Part(family.rowan, {"voice": "I like maths."}),
            operations.Part(family.ash, {"voice": "I like cats."}),
        ],
        key="seen",
    )
    assert "cats" not in (said := says(family, seen, "Dean"))
    assert "maths" in said
    assert "Ash" not in said
    both = says(family, seen, "Meg")
    assert "cats" in both
    assert "maths" in both


def test_those_who_care_for_the_same_child_may_know_of_each_other(family: Family) -> None:
    note = family.note("All is well.", family.rowan, family.ash)
    assert copy(family, note, "Dean").against.beside == {family.meg.pk, family.dean.pk}
    assert copy(family, note, "Meg").against.beside == {family.meg.pk, family.dean.pk, family.lee.pk}
    assert copy(family, note, "Dean").against.knows == {family.dean.pk, family.rowan.pk}


@pytest.mark.parametrize(("level", "goes"), [(Level.SEALED, "none"), (Level.RESTRICTED, "family")])
def test_of_a_closed_record_nothing_goes_beyond_those_named(family: Family, level: Level, goes: str) -> None:
    protect(by=family.by, at=family.at(), subject=family.rowan, level=level, reason="x")
    note = family.note("Anything.")
    for who in family.recipients:
        is_family = who in {"Meg", "Dean", "Lee", "Rowan"}
        assert bool(copy(family, note, who).nothing) == (goes == "none" or not is_family), who


def test_nothing_goes_to_somebody_who_is_excluded(family: Family) -> None:
    exclude(by=family.by, at=family.at(), subject=family.rowan, user=family.nurse, reason="An aunt.")
    assert "excluded" in copy(family, family.note("Anything."), "nurse").nothing[0]


def test_of_everything_nothing_goes(family: Family) -> None:
    family.keep("Dean", what="everything")
    assert "Must not be known to Dean Alder" in copy(family, family.note("Anything."), "Dean").nothing[0]
    assert not copy(family, family.note("Anything."), "Meg").nothing
