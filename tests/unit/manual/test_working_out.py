"""Dates worked out for people, with the days that were not counted, in a made-up area."""

from datetime import date

import pytest

from goldthread.ledger import procedure
from goldthread.manual import editions, working_out
from goldthread.manual.working_out import Asked
from goldthread.procedures.register import PackRegister
from tests.unit.procedures.world import PACKS

pytestmark = pytest.mark.takes(3)
TODAY = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def area(monkeypatch: pytest.MonkeyPatch) -> None:
    register = PackRegister(PACKS)
    monkeypatch.setattr(procedure, "register", lambda: register)


def asked(rule: str, day: str, time: str = "", authority: str = "area") -> Asked:
    """What the form answers to a limit and a start, typed as day, month and year."""
    boxes = dict(zip(("start-day", "start-month", "start-year"), day.split(), strict=True))
    shelf = editions.shelf(TODAY).editions
    chosen = next(one for one in shelf if one.pack.authority == authority)
    raw = {"authority": [authority], "rule": [rule], "start-time": [time]}
    return working_out.ask(
        working_out.fields_of(shelf, chosen), raw | {name: [text] for name, text in boxes.items()}, TODAY
    )


def error(found: Asked) -> str:
    assert found.answer is None
    (one,) = found.errors
    return one.message


def test_days_not_counted_are_named_with_their_reasons() -> None:
    answer = asked("contact.answer", "2 4 2026").answer
    assert answer is not None
    assert answer.due == "By the end of Wednesday 8 April 2026"
    assert [(line.day, line.state) for line in answer.days] == [
        ("Thursday 2 April 2026", "start"),
        ("Friday 3 April 2026", "not"),
        ("Saturday 4 April 2026", "not"),
        ("Sunday 5 April 2026", "not"),
        ("Monday 6 April 2026", "not"),
        ("Tuesday 7 April 2026", "not"),
        ("Wednesday 8 April 2026", "due"),
    ]
    assert answer.days[5].note == "Not counted: Office closed"


def test_a_target_is_worked_out_too() -> None:
    answer = asked("decision.decide", "13 4 2026", "9am").answer
    assert answer is not None
    assert (answer.due, answer.target) == (
        "By the end of Thursday 16 April 2026",
        "By the end of Wednesday 15 April 2026",
    )


def test_a_limit_that_lands_on_a_day_off_is_not_moved() -> None:
    answer = asked("visit.first", "22 2 2026").answer
    assert answer is not None
    assert answer.due == "By the end of Sunday 5 April 2026"
    assert answer.last_working_day == "Thursday 2 April 2026"
    assert not answer.days


def test_a_long_count_names_only_the_days_that_were_not_counted() -> None:
    answer = asked("assessment.finish", "2 4 2026").answer
    assert answer is not None
    assert not answer.days
    assert answer.not_counted[0].note == "Not counted: Good Friday"


def test_counting_backwards() -> None:
    answer = asked("assessment.papers", "20 4 2026").answer
    assert answer is not None
    assert answer.due == "By the end of Monday 6 April 2026"


def test_the_rule_in_force_on_the_day_answers() -> None:
    assert "in force from 1 January 2020 to 30 June 2026" in error(asked("assessment.finish", "1 7 2026"))
    answer = asked("assessment.finish_sooner", "1 7 2026").answer
    assert answer is not None


@pytest.mark.parametrize(
    ("rule", "day", "time", "says"),
    [
        ("contact.protect", "2 4 2026", "", "The start must include a time"),
        ("contact.protect", "29 3 2026", "01:30", "clocks went forward"),
        ("contact.answer", "31 2 2026", "", "There is no 31 February 2026"),
        ("contact.answer", "2 4 2019", "", "Area Council had no procedure here on 2 April 2019"),
        ("contact.answer", "1 1 2099", "", "bank holidays are known for"),
        ("contact.nothing", "2 4 2026", "", "The limit must be one of the answers shown"),
        ("assessment.tell", "2 4 2026", "", "The limit must be one of the answers shown"),
    ],
)
def test_what_cannot_be_worked_out_is_said(rule: str, day: str, time: str, says: str) -> None:
    assert says in error(asked(rule, day, time))


def test_nothing_answered_names_everything_that_is_missing() -> None:
    shelf = editions.shelf(TODAY).editions
    found = working_out.ask(working_out.fields_of(shelf, shelf[0]), {}, TODAY)
    assert [one.name for one in found.errors] == ["authority", "rule", "start"]
