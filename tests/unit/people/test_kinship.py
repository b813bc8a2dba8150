"""Who is around a child, from stated ties alone."""

import uuid
from collections.abc import Mapping
from datetime import date

from goldthread.people.kinship import SAME_ADDRESS, Group, Kin, Link, Tie
from tests.requirements import requirement

ROWAN, IVY, ASH, MOTHER, FATHER, BOYFRIEND, HIS_SON, GRAN = PEOPLE = [uuid.UUID(int=n) for n in range(1, 9)]
NAMES = dict(zip(PEOPLE, ["Rowan", "Ivy", "Ash", "Anna", "Ben", "Dean", "Kit", "Gran"], strict=True))
CHILDREN = {ROWAN, IVY, ASH, HIS_SON}


def tie(who: uuid.UUID, kind: str, whose: uuid.UUID, day: int = 2) -> Tie:
    return Tie(who, kind, whose, date(2026, 4, day), uuid.UUID(int=99))


def kin(*ties: Tie, minors: Mapping[uuid.UUID, bool | None] | None = None) -> Kin:
    ages = {person: person in CHILDREN for person in PEOPLE} if minors is None else minors
    return Kin(ties, NAMES.__getitem__, ages.get)


def shown(links: list[Link]) -> list[tuple[str, Group, str]]:
    return [(NAMES[link.person], link.group, link.how) for link in links]


@requirement("HERTS-10.11")
def test_siblings_are_found_through_each_parent() -> None:
    family = kin(
        tie(MOTHER, "mother", ROWAN),
        tie(FATHER, "father", ROWAN),
        tie(MOTHER, "mother", IVY),
        tie(FATHER, "father", IVY),
        tie(MOTHER, "mother", ASH),
        tie(BOYFRIEND, "father", ASH),
    )
    assert shown(family.circle(ROWAN))[:2] == [
        ("Ivy", Group.SIBLING, "brother or sister, same parents"),
        ("Ash", Group.SIBLING, "half-brother or half-sister, through Anna"),
    ]


def test_where_the_other_parent_is_not_known_no_half_is_said() -> None:
    family = kin(tie(MOTHER, "mother", ROWAN), tie(MOTHER, "mother", IVY))
    assert shown(family.circle(ROWAN))[0] == ("Ivy", Group.SIBLING, "brother or sister, through Anna")


@requirement("HERTS-10.11")
def test_a_sibling_said_to_be_one_is_one_from_both_sides() -> None:
    family = kin(tie(IVY, "step_sibling", ROWAN))
    assert shown(family.circle(ROWAN)) == [("Ivy", Group.SIBLING, "stepbrother or stepsister")]
    assert shown(family.circle(IVY)) == [("Rowan", Group.SIBLING, "stepbrother or stepsister")]


@requirement("HERTS-10.11")
def test_other_children_in_the_household_are_found_through_its_adults() -> None:
    home = kin(tie(MOTHER, "household_member", ROWAN), tie(HIS_SON, "child_of_household", MOTHER))
    assert shown(home.circle(ROWAN)) == [
        ("Kit", Group.CHILD_IN_HOUSEHOLD, "lives with Anna"),
        ("Anna", Group.ADULT_IN_HOUSEHOLD, "lives in the household"),
    ]


def test_two_homes_of_one_child_are_not_one_household() -> None:
    homes = kin(tie(MOTHER, "household_member", ROWAN), tie(FATHER, "household_member", ROWAN))
    assert {link.person for link in homes.household(ROWAN)} == {MOTHER, FATHER}
    assert {link.person for link in homes.household(MOTHER)} == {ROWAN}


def test_who_was_given_the_same_address_is_said_so() -> None:
    assert shown(kin(tie(GRAN, SAME_ADDRESS, ROWAN)).household(ROWAN)) == [
        ("Gran", Group.ADULT_IN_HOUSEHOLD, "lives at the same address")
    ]


@requirement("HERTS-10.12")
def test_mothers_boyfriend_and_his_other_children_are_found() -> None:
    family = kin(
        tie(MOTHER, "mother", ROWAN), tie(BOYFRIEND, "partner", MOTHER), tie(BOYFRIEND, "father", HIS_SON)
    )
    assert shown(family.circle(ROWAN)) == [
        ("Anna", Group.CONNECTED_ADULT, "mother"),
        ("Dean", Group.CONNECTED_ADULT, "partner of Anna"),
        ("Kit", Group.THEIR_CHILD, "child of Dean"),
    ]


@requirement("HERTS-10.12")
def test_children_whom_a_connected_adult_lives_with_are_found() -> None:
    family = kin(tie(BOYFRIEND, "partner_of_parent", ROWAN), tie(BOYFRIEND, "household_member", HIS_SON))
    assert shown(family.circle(ROWAN))[1] == ("Kit", Group.THEIR_CHILD, "lives with Dean")


def test_everyone_is_shown_once_under_the_first_group_that_fits() -> None:
    family = kin(
        tie(MOTHER, "mother", ROWAN),
        tie(MOTHER, "household_member", ROWAN),
        tie(IVY, "household_member", ROWAN),
        tie(MOTHER, "mother", IVY),
        tie(GRAN, "grandparent", ROWAN),
        tie(GRAN, "mother", MOTHER),
    )
    assert shown(family.circle(ROWAN)) == [
        ("Ivy", Group.SIBLING, "brother or sister, through Anna, in the household"),
        ("Anna", Group.ADULT_IN_HOUSEHOLD, "mother"),
        ("Gran", Group.CONNECTED_ADULT, "grandparent"),
    ]


def test_without_an_age_what_they_are_said_to_be_decides() -> None:
    home = kin(
        tie(IVY, "household_member", ROWAN),
        tie(MOTHER, "mother", IVY),
        tie(GRAN, "household_member", ROWAN),
        minors={},
    )
    groups = {NAMES[link.person]: link.group for link in home.household(ROWAN)}
    assert groups == {"Ivy": Group.CHILD_IN_HOUSEHOLD, "Gran": Group.ADULT_IN_HOUSEHOLD}


def test_the_oldest_statement_tells_since_when_it_is_known() -> None:
    links = kin(tie(MOTHER, "mother", ROWAN, 9), tie(MOTHER, "mother", ROWAN, 3)).circle(ROWAN)
    assert [link.tie.told.day for link in links] == [3]


def test_nobody_is_around_someone_of_whom_nothing_is_said() -> None:
    assert kin().circle(ROWAN) == []
