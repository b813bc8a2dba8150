"""What people ask of the procedures: answered in words; bad input said clearly, and everything kept."""

from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.requirements import requirement

DECIDE = {
    "authority": "hertfordshire",
    "rule": "decision.decide",
    "start-day": "2",
    "start-month": "4",
    "start-year": "2026",
    "start-time": "16:40",
}


def page(kind: str, asked: dict[str, str], status: int = 200) -> str:
    answer = Client().get(f"/procedure/{kind}/?{urlencode(asked)}")
    assert answer.status_code == status
    return unescape(answer.content.decode())


@requirement("HERTS-7.1")
def test_a_limit_is_answered_in_words_with_its_days_clause_and_reading() -> None:
    found = page("due", DECIDE)
    assert "By the end of Tuesday 7 April 2026" in found
    assert "Not counted: Good Friday" in found
    assert "Working day 1" in found
    assert "section 7" in found
    assert "Our reading R13" in found
    assert 'href="/procedure/hertfordshire/steps/decision/#duty-decide"' in found


@requirement("HUB-7.2", "HSSCP-13.2")
def test_where_the_sources_limit_twice_both_dates_are_worked_out() -> None:
    found = page("due", DECIDE | {"authority": "hartlepool-stockton", "rule": "core_group.next_monthly"})
    assert "By the end of Saturday 2 May 2026" in found
    assert "by the end of Thursday 14 May 2026" in found
    assert "The last working day before it is Friday 1 May 2026" in found


def test_it_begins_with_now_and_our_own_authority() -> None:
    found = page("due", {})
    assert 'value="hertfordshire" checked' in found
    assert "Error:" not in found
    assert "gt-answer" not in found


def test_another_authority_shows_its_own_limits_and_keeps_the_start() -> None:
    found = page("due", DECIDE | {"authority": "gloucestershire", "show": "limits"})
    assert "Speak to the referrer" in found or "24 hours" in found
    assert 'value="16:40"' in found
    assert "Error:" not in found


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"start-day": "31", "start-month": "2"}, "There is no 31 February 2026"),
        ({"start-year": "1066"}, "must have a year of four numbers"),
        ({"start-year": "2010"}, "had no procedure here on 2 April 2010"),
        ({"start-year": "2090"}, "bank holidays are known for"),
        ({"start-time": "25:00"}, "must have a real time"),
        ({"start-day": "29", "start-month": "3", "start-time": "01:30"}, "clocks went forward"),
        ({"start-day": "25", "start-month": "10", "start-time": "01:30"}, "clocks went back"),
        ({"rule": "decision.nothing"}, "must be one of the answers shown"),
        ({"rule": "<b>"}, "must be one of the answers shown"),
        ({"rule": ""}, "Choose the limit"),
        ({"authority": "nowhere"}, "must be one of the answers shown"),
        ({"authority": "gloucestershire"}, "must be one of the answers shown"),
        ({"start-day": "ten" * 200}, "must be a real date"),
    ],
)
def test_bad_input_is_said_and_everything_kept(changes: dict[str, str], says: str) -> None:
    asked = DECIDE | changes
    found = page("due", asked)
    assert "<title>\nError:" in found or "Error: What would be due?" in found
    assert says in found
    assert "gt-answer" not in found
    for name, text in asked.items():
        if name.startswith("start") and "<" not in text:
            assert f'value="{text}"' in found, name


def test_what_no_form_of_ours_sends_is_refused_calmly() -> None:
    assert "could not read" in page("due", DECIDE | {"rule": "a\x00b"}, 400)


def test_two_authorities_side_by_side_begin_with_what_differs() -> None:
    found = page("compare", {"one": "hertfordshire", "other": "gloucestershire"})
    assert found.index("Time limits") < found.index("Who decides") < found.index("What else only one")
    assert "Stricter: Hertfordshire County Council" in found
    assert "Within 24 hours" in found
    assert "Within 48 hours" in found
    assert "Only Gloucestershire County Council" in found
    assert "falls earlier for 100%" in found
    assert "Only one of them gives a limit." in found
    only_one = found[found.index("only one of them gives") : found.index("Who decides: where")]
    assert "Hold the first review conference" in only_one


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"one": "hertfordshire", "other": "hertfordshire"}, "Choose an authority other than the first"),
        ({"one": "", "other": "hertfordshire"}, "Choose the first authority"),
        ({"one": "hertfordshire", "other": "atlantis"}, "must be one of the answers shown"),
    ],
)
def test_a_comparison_that_cannot_be_is_said(asked: dict[str, str], says: str) -> None:
    found = page("compare", asked)
    assert "Error: Compare two procedures" in found
    assert says in found


def test_a_comparison_begins_without_complaint() -> None:
    assert "Error:" not in page("compare", {"one": "hertfordshire"})
