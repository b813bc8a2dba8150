"""Who is labelled a match, who is possible, and why."""

from dataclasses import replace
from datetime import date

import pytest

from goldthread.people.asking import Query, wanted
from goldthread.people.weighing import Known, Label, Weighed, weigh

BORN = date(2018, 5, 4)
ROWAN = Known(
    reference="K7R-4M2-HX9",
    names=(("rowan", "alder", "usual"), ("rowan", "fern", "former")),
    born=(BORN,),
    postcodes=("SG1 2AB",),
    former_postcodes=("AL10 9NE",),
    nhs_numbers=("9990123456",),
)
TWIN = replace(ROWAN, names=(("robin", "alder", "usual"),), nhs_numbers=("9990654321",))


def weighed(known: Known = ROWAN, **query: object) -> Weighed:
    return weigh(wanted(Query(**query)), known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        {"given": "Rowan", "family": "Alder", "born": BORN},
        {"given": "Rowen", "family": "Aldr", "born": BORN},
        {"given": "Alder", "family": "Rowan", "born": BORN},
        {"given": "Rowan", "family": "Fern", "born": date(2018, 4, 5)},
        {"given": "Rowan", "family": "Alder", "postcode": "sg12ab"},
        {"given": "Rowan", "born": BORN, "nhs_number": "999 012 3456"},
        {"text": "rowan alder 4/5/2018"},
        {"text": "K7R-4M2-HX9"},
    ],
)
def test_two_things_that_agree_are_a_match(query: dict[str, object]) -> None:
    assert weighed(**query).label is Label.MATCH


@pytest.mark.parametrize(
    "query",
    [
        {"family": "Ald"},
        {"family": "Fern"},
        {"given": "Rowan", "family": "Alder"},
        {"given": "Rowan", "family": "Alder", "born": date(2011, 9, 30), "postcode": "SG1 2AB"},
        {"born": BORN},
        {"postcode": "AL10 9NE"},
        {"nhs_number": "9990123456"},
        {"given": "Marigold", "family": "Alder", "postcode": "SG1 2AB"},
    ],
)
def test_one_thing_alone_is_possible(query: dict[str, object]) -> None:
    assert weighed(**query).label is Label.POSSIBLE


@pytest.mark.parametrize(
    "query", [{"family": "Smith"}, {"given": "Marigold", "family": "Alder"}, {"postcode": "SG1 9ZZ"}]
)
def test_strangers_are_not_shown(query: dict[str, object]) -> None:
    assert weighed(**query).label is Label.NONE


def test_a_twin_is_never_labelled_a_match() -> None:
    twin = weighed(TWIN, given="Rowan", family="Alder", born=BORN, postcode="SG1 2AB")
    assert twin.label is Label.POSSIBLE
    assert twin.score < weighed(given="Rowan", family="Alder", born=BORN, postcode="SG1 2AB").score


def test_another_number_speaks_against_a_match() -> None:
    other = weighed(given="Rowan", family="Alder", born=BORN, nhs_number="9990000000")
    assert other.label is Label.POSSIBLE
    assert "different NHS number" in other.reasons


def test_reasons_are_told_in_words() -> None:
    assert weighed(given="Rowan", family="Alder", born=BORN).reasons == ("same name", "same date of birth")
    assert weighed(given="Alder", family="Rowan", postcode="AL10 9NE").reasons == (
        "names the other way round",
        "lived at this postcode",
    )
    assert "family name used before or as well" in weighed(given="Rowan", family="Fern").reasons
    assert "similar family name" in weighed(given="Rowan", family="Adler").reasons


def test_a_baby_is_found_by_the_day_expected_but_never_labelled_a_match() -> None:
    baby = Known(names=(("", "alder", "usual"),), expected=(date(2027, 3, 2),), postcodes=("SG1 2AB",))
    born = weighed(baby, given="Ivy", family="Alder", born=date(2027, 2, 20), postcode="SG1 2AB")
    assert born.label is Label.POSSIBLE
    assert "born about when this baby was expected" in born.reasons


def test_an_age_near_enough_counts_a_little() -> None:
    about = Known(names=(("rowan", "alder", "usual"),), years=(2019,))
    assert "about the same age" in weighed(about, family="Alder", born=BORN).reasons
