"""What entries state is kept, never overwritten, and can be made again."""

from datetime import date, timedelta

import pytest

from goldthread.accounts.models import Agency, User
from goldthread.ledger.author import Author
from goldthread.ledger.models import Entry, Subject
from goldthread.people import projection
from goldthread.people import statements as say
from goldthread.people.models import Address, Birth, Name, Person
from tests.integration.people.record import NOW, TODAY, someone, tell
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[dict[str, object]]]:
    return {t.__name__: list(t._default_manager.order_by("pk").values()) for t in projection.DERIVED}


@requirement("HERTS-5.3", "HERTS-5.4", "HERTS-5.6", "HERTS-5.7", "HERTS-5.9")
def test_everything_stated_is_kept_with_who_said_it() -> None:
    rowan = str(Subject.objects.create(created_at=NOW).pk)
    entry = tell(
        say.Named(about=rowan, given="Rowan", family="Alder"),
        say.Named(about=rowan, family="Fern", kind="former"),
        say.Born(about=rowan, on=date(2018, 5, 4)),
        say.Characterised(about=rowan, kind="gender", value="Female"),
        say.Characterised(about=rowan, kind="first_language", value="Polish"),
        say.LivesAt(about=rowan, lines="12 Fern Road", postcode="sg12ab"),
        say.LivesAt(about=rowan, lines="3 Oak Lane", current=False),
        say.Attends(about=rowan, place="Alderbrook Primary"),
    )
    person = Person.objects.get(pk=rowan)
    assert (person.given, person.family, person.born, person.gender) == (
        "Rowan",
        "Alder",
        date(2018, 5, 4),
        "Female",
    )
    assert Address.objects.on(TODAY).filter(subject=rowan, current=True).get().postcode == "SG1 2AB"
    former = Name.objects.standing().get(kind="former")
    assert former.stated_by == entry
    assert former.said_by == "A member of the public"


def test_the_names_of_the_public_are_not_told_but_those_of_staff_are() -> None:
    agency = Agency.objects.create(name="Alderbrook Primary", kind="school")
    user = User.objects.create_user(
        email="sam@example.org", password=None, name="Sam Teacher", designation="DSL", agency=agency
    )
    rowan = someone("Rowan")
    tell(say.Named(about=rowan, given="Ro", kind="alias"), by=Author(role="x", name="Sam Teacher", user=user))
    assert [name.said_by for name in Name.objects.standing().order_by("kind")] == [
        "Sam Teacher",
        "A member of the public",
    ]


@requirement("HERTS-5.19")
def test_a_person_of_whom_nothing_is_known_is_on_record() -> None:
    assert Person.objects.get(pk=someone()).sort_key == "~"


def test_contradictions_stand_side_by_side() -> None:
    rowan = someone("Rowan", "Alder", date(2018, 5, 4))
    tell(say.Born(about=rowan, on=date(2018, 4, 5)), at=NOW + timedelta(1))
    assert Birth.objects.standing().filter(subject=rowan).count() == 2
    assert Person.objects.get(pk=rowan).born == date(2018, 4, 5)


def test_an_amendment_replaces_what_it_corrects_and_leaves_the_rest() -> None:
    rowan = someone()
    first = tell(say.Named(about=rowan, family="Elder"), say.Born(about=rowan, on=date(2018, 5, 4)))
    amendment = tell(
        say.Named(about=rowan, family="Alder"),
        say.Born(about=rowan, on=date(2018, 5, 4)),
        amends=first,
        at=NOW + timedelta(1),
    )
    wrong = Name.objects.get(family="Elder")
    assert (wrong.stated_by, wrong.superseded_by) == (first, amendment)
    assert Name.objects.standing().get().stated_by == amendment
    assert Birth.objects.standing().get().stated_by == first


def test_an_amendment_of_an_amendment_is_read_in_turn() -> None:
    rowan = someone()
    first = tell(say.Named(about=rowan, family="Elder"))
    second = tell(say.Named(about=rowan, family="Alder"), amends=first, at=NOW + timedelta(1))
    tell(say.Named(about=rowan, family="Elder"), amends=second, at=NOW + timedelta(2))
    assert Name.objects.standing().get().family == "Elder"
    assert Name.objects.count() == 3


def test_doing_it_again_changes_nothing_and_a_rebuild_gives_the_same() -> None:
    rowan = someone("Rowan", "Alder", lines="12 Fern Road")
    first = tell(say.Named(about=rowan, family="Elder"))
    tell(say.Named(about=rowan, family="Alder"), amends=first, at=NOW + timedelta(1))
    before = everything()
    projection.project(first)
    assert everything() == before
    for table in projection.DERIVED:
        table._default_manager.all().delete()
    for entry in Entry.objects.order_by("recorded_at", "id"):
        projection.project(entry)
    assert everything() == before


def test_a_statement_about_someone_outside_the_entry_is_a_fault() -> None:
    rowan, stranger = someone("Rowan"), Subject.objects.create(created_at=NOW)
    entry = tell(say.Named(about=rowan, family="Alder"))
    entry.payload["told"][0]["about"] = str(stranger.pk)
    with pytest.raises(projection.AboutNobody):
        projection.project(entry)


def test_facts_hold_from_and_until_their_days() -> None:
    rowan = someone()
    tell(say.LivesAt(about=rowan, lines="3 Oak Lane", since=date(2026, 1, 1), until=date(2026, 4, 1)))
    for day, there in [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1), (date(2026, 4, 1), 0)]:
        assert Address.objects.on(day).filter(subject=rowan).count() == there
