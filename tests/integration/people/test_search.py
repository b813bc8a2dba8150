"""Finding people at the desk."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.ledger.models import Subject
from goldthread.people import statements as say
from goldthread.people.search import Label, Query, find, households
from tests.integration.people.record import NOW, someone, tell
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
BORN = date(2018, 5, 4)


def names(**query: object) -> list[str]:
    return [candidate.name for candidate in find(Query(**query), at=NOW)]  # type: ignore[arg-type]


@pytest.fixture
def rowan() -> str:
    for given_name, family in [
        ("Zoë", "Łęcka"),
        ("Mary-Ann", "O’Brien"),
        ("John", "Smith"),
        ("Joan", "Smith"),
    ]:
        someone(given_name, family, date(1990, 1, 1))
    rowan = someone("Rowan", "Alder", BORN, lines="12 Fern Road\nStevenage", postcode="SG1 2AB")
    tell(
        say.Named(about=rowan, given="Rowan", family="Fern", kind="former"),
        say.LivesAt(about=rowan, postcode="AL10 9NE", current=False),
        say.Identified(about=rowan, value="999 012 3456"),
        say.Identified(about=rowan, value="A123456789012", kind="upn"),
        say.Identified(about=rowan, value="01632 960 123", kind="telephone"),
    )
    return rowan


@requirement("HERTS-10.10")
@pytest.mark.parametrize(
    "query",
    [
        {"given": "Rowan", "family": "Alder"},
        {"given": "rowan", "family": "FERN"},
        {"given": "Alder", "family": "Rowan"},
        {"family": "Ald"},
        {"family": "Aldre"},
        {"text": "rowen alder"},
        {"text": "alder 04/05/2018"},
        {"born": BORN},
        {"born": date(2018, 4, 5)},
        {"postcode": "sg12ab"},
        {"postcode": "AL10 9NE"},
        {"nhs_number": "9990123456"},
        {"text": "999 012 3456"},
        {"upn": "a123456789012"},
        {"text": "01632960123"},
    ],
)
def test_a_child_is_found_by_whatever_is_known(rowan: str, query: dict[str, object]) -> None:
    found = find(Query(**query), at=NOW)  # type: ignore[arg-type]
    assert [str(candidate.subject_id) for candidate in found] == [rowan]


def test_a_candidate_reads_in_words(rowan: str) -> None:
    (found,) = find(Query(given="Rowan", family="Alder", born=BORN), at=NOW)
    assert (found.name, found.born) == ("Rowan ALDER", "born 4 May 2018, 7 years old")
    assert found.address == "12 Fern Road, Stevenage, SG1 2AB"
    assert found.label is Label.MATCH
    assert found.reasons == ("same first name", "same surname", "same date of birth")
    assert found.reference == Subject.objects.get(pk=rowan).reference
    assert find(Query(text=found.reference.lower()), at=NOW)[0].subject_id == found.subject_id


@pytest.mark.usefixtures("rowan")
def test_accents_apostrophes_and_hyphens_make_no_difference() -> None:
    assert names(text="zoe lecka") == ["Zoë ŁĘCKA"]
    assert names(given="Maryann", family="OBrien") == ["Mary-Ann O’BRIEN"]


@requirement("HERTS-5.3")
def test_a_surname_used_is_found_in_whichever_box_it_was_written(rowan: str) -> None:
    tell(say.Named(about=rowan, given="Quillfeather", kind="alias"))
    assert names(given="Rowan", family="Quillfeather") == names(family="Quilfeather") == ["Rowan ALDER"]


@pytest.mark.usefixtures("rowan")
def test_the_likeliest_comes_first() -> None:
    assert names(given="John", family="Smith") == ["John SMITH", "Joan SMITH"]


@pytest.mark.usefixtures("rowan")
def test_nothing_asked_or_nobody_like_it_finds_nobody() -> None:
    assert names() == names(text="  ") == names(text="Marigold Featherstonehaugh") == []


def test_a_safe_address_is_neither_told_nor_searched() -> None:
    hidden = someone("Ivy", "Ash", lines="1 Refuge Way", postcode="SG9 9ZZ", safe=True)
    (found,) = find(Query(given="Ivy", family="Ash"), at=NOW)
    assert (str(found.subject_id), found.address) == (hidden, "Address withheld")
    assert names(postcode="SG9 9ZZ") == []


@requirement("HERTS-10.11")
def test_an_address_alone_finds_the_household(rowan: str) -> None:
    ann = someone("Ann", "Oak")
    tell(say.LivesWith(about=ann, other=rowan))
    someone("Next", "Door", lines="14 Fern Road", postcode="SG1 2AB")
    for query in ({"address": "12 Fern Road", "postcode": "SG1 2AB"}, {"text": "12 sg1 2ab"}):
        assert set(names(**query)[:2]) == {"Ann OAK", "Rowan ALDER"}
    assert set(names(text="12 Fern Road")) == {"Ann OAK", "Rowan ALDER"}
    (found,) = find(Query(family="Alder"), at=NOW)
    assert [one.name for one in households([found], at=NOW)[found.subject_id]] == ["Ann OAK"]


def test_nobody_is_found_by_the_safe_address_of_whom_they_live_with() -> None:
    ivy, ann = (
        someone("Ivy", "Ash", lines="1 Refuge Way", postcode="SG9 9ZZ", safe=True),
        someone("Ann", "Ash"),
    )
    tell(say.LivesWith(about=ann, other=ivy))
    assert names(text="1 refuge way sg9 9zz") == names(address="1 Refuge Way", postcode="SG9 9ZZ") == []
    assert {one.address for one in find(Query(family="Ash"), at=NOW)} == {
        "Address withheld",
        "Address not known",
    }


def test_someone_about_that_old_is_found_and_someone_else_is_not() -> None:
    tell(say.Born(about=someone("Zofia", "Lark"), age=4))
    someone("Zofia", "Wren", date(2021, 9, 1))
    someone("Zofia", "Grouse", date(2009, 9, 1))
    assert (
        set(names(text="Zofia about 4")) == set(names(given="Zofia", age=4)) == {"Zofia LARK", "Zofia WREN"}
    )


def test_half_a_name_each_in_any_order(rowan: str) -> None:
    for text in ("row ald", "ald row", "Rowan Al", "rowan fer"):
        assert names(text=text) == ["Rowan ALDER"], text
    tell(say.Named(about=rowan, given="Rowan", family="Alder-Byrne", kind="known_as"))
    assert names(text="row byr") == ["Rowan ALDER"]


def test_a_corrected_name_is_no_longer_found(rowan: str) -> None:
    wrong = tell(say.Named(about=rowan, given="Rowan", family="Quillfeather"))
    tell(say.Named(about=rowan, given="Rowan", family="Alder"), amends=wrong)
    assert names(family="Quillfeather") == []


def test_someone_known_to_be_on_record_twice_is_shown_once(rowan: str) -> None:
    again = someone("Rowan", "Alder", BORN)
    assert len(names(given="Rowan", family="Alder")) == 2
    tell(say.SamePersonAs(about=again, other=rowan))
    assert len(names(given="Rowan", family="Alder")) == 1


@requirement("HERTS-3.1")
def test_an_unborn_child_is_found_by_the_family_name() -> None:
    baby = someone("", "Featherby")
    tell(say.Born(about=baby, expected=date(2026, 9, 1)))
    (found,) = find(Query(family="Featherby"), at=NOW)
    assert (found.name, found.born) == ("Unborn baby FEATHERBY", "unborn, expected 1 September 2026")
    assert names(given="Ivy", family="Featherby", born=date(2026, 8, 20)) == ["Unborn baby FEATHERBY"]


@requirement("HERTS-3.1")
def test_an_unborn_child_is_found_by_the_mother_and_the_day() -> None:
    baby, ann = someone(), someone("Ann", "Lark")
    tell(
        say.Born(about=baby, expected=date(2026, 9, 1)),
        say.RelatedTo(about=ann, other=baby, kind="mother"),
        about=[],
    )
    assert "Unborn baby" in names(text="Ann Lark due 20 August 2026")
    assert names(expected=date(2026, 9, 20)) == ["Unborn baby"]


@pytest.mark.usefixtures("rowan")
def test_a_search_is_one_round_trip() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        find(
            Query(given="Rowan", family="Alder", born=BORN, postcode="SG1 2AB", nhs_number="9990123456"),
            at=NOW,
        )
    assert len(queries) == 1


def test_no_more_are_given_than_asked_for() -> None:
    for _ in range(4):
        someone("Rowan", "Alder")
    assert len(find(Query(family="Alder"), at=NOW, limit=3)) == 3


@pytest.mark.parametrize(
    "odd",
    [
        "\x00",
        "\ud800",
        "'; drop table people_person; --",
        "%s %(names)s",
        "a" * 1_000_000,
        "\u202eredlA",
        "👶",
        "\\",
    ],
)
def test_odd_input_finds_nobody_and_breaks_nothing(odd: str) -> None:
    query = Query(given=odd, family=odd, postcode=odd, nhs_number=odd, text=odd, born=date.min)
    assert find(query, at=datetime(2026, 4, 7, tzinfo=UTC)) == []


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(max_size=60), st.text(max_size=20), st.dates())
def test_whatever_is_typed_the_search_answers(text: str, postcode: str, born: date) -> None:
    assert find(Query(text=text, postcode=postcode, born=born), at=NOW) == []
