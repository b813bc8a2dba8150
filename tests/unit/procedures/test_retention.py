"""How long a record is kept: the longest rule, from the right day, and never a guess."""

from datetime import date

import pytest

from goldthread.ledger.procedure import register
from goldthread.procedures.format.retention import RetentionRule
from goldthread.procedures.pack import Pack
from goldthread.procedures.retention import NO_RULE, OPEN, RecordFacts, anniversary, kept
from tests.rules.repository import ROOT

BORN = date(1950, 2, 28)
RULES = {
    "care": RetentionRule(
        title="Care", of=("child_record",), when=("looked_after",), years=75, from_="birth", died_as_child=15
    ),
    "plan": RetentionRule(
        title="Plan", of=("child_record",), when=("protection_plan",), years=35, from_="last_entry"
    ),
    "sealed": RetentionRule(title="Sealed", of=("allegation",)),
}


def until(*states: str, record: str = "child_record", is_open: bool = False, **days: date) -> date | None:
    return kept(RULES, RecordFacts(record, states, days, is_open)).until


def test_one_rule_counts_from_the_day_that_it_names() -> None:
    assert until("looked_after", birth=BORN) == date(2025, 2, 28)
    assert until("protection_plan", last_entry=date(2001, 5, 3)) == date(2036, 5, 3)


def test_the_longest_rule_wins_and_the_others_are_told() -> None:
    days = {"birth": BORN, "last_entry": date(2001, 5, 3)}
    found = kept(RULES, RecordFacts(states=("looked_after", "protection_plan"), days=days))
    assert found.until == date(2036, 5, 3)
    assert [one.id for one in found.rules] == ["plan", "care"]


@pytest.mark.parametrize(
    ("died", "end"),
    [(date(1968, 2, 27), date(1983, 2, 27)), (date(1968, 2, 28), date(2025, 2, 28))],
)
def test_a_child_who_died_is_another_case_to_the_day_of_the_eighteenth_birthday(
    died: date, end: date
) -> None:
    assert until("looked_after", birth=BORN, death=died) == end


def test_what_is_not_known_ends_nothing() -> None:
    found = kept(RULES, RecordFacts(states=("looked_after",), days={}))
    assert found.until is None
    assert "not known" in found.says
    assert until("looked_after", "protection_plan", last_entry=date(1950, 1, 1)) is None


def test_an_open_involvement_a_silent_procedure_and_for_ever() -> None:
    assert kept(RULES, RecordFacts(states=("looked_after",), days={"birth": BORN}, is_open=True)).says == OPEN
    assert kept(RULES, RecordFacts(states=("contact",), days={"birth": BORN})).says == NO_RULE
    assert kept(RULES, RecordFacts(record="allegation")).until is None


def test_29_february_ends_on_1_march_so_that_no_day_is_lost() -> None:
    assert anniversary(date(1952, 2, 29), 75) == date(2027, 3, 1)
    assert anniversary(date(1952, 2, 29), 76) == date(2028, 2, 29)


def test_the_laws_rules_stand_in_every_authoritys_procedure() -> None:
    base = Pack.load(ROOT / "packs" / "england").retention
    for name in register().ids():
        assert base.keys() <= register().pack(name).retention.keys()
