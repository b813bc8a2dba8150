"""The child protection plan through its pages: two faces, versions, and what stands against it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from goldthread.accounts.models import User
from goldthread.ledger.models import Duty, Entry, Episode, Event, Subject
from goldthread.protection import planfile
from tests import factories as make
from tests.integration.frontdoor.by_pack import at
from tests.integration.frontdoor.cast import wall
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.protection.plans import (
    CONFERENCE,
    GLOUCESTERSHIRE,
    HUB,
    NOOR,
    PLAN,
    SAMI,
    on_plan,
    outlined,
    record,
)
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
OUTLINED, DEVELOPED = wall(2026, 11, 30, 12, 0), wall(2027, 1, 8, 11, 0)


@pytest.fixture(autouse=True)
def _hub(authority: Callable[..., None]) -> None:
    """The procedure of Hartlepool and Stockton, unless a test says otherwise."""
    authority("hartlepool-stockton")


def write(child: Subject, who: User, when: Any = OUTLINED, **said: str) -> PlainBrowser:
    """Somebody writes the next version, with these answers over those that stand there or those of PLAN."""
    with at(when, who, f"/children/{child.pk}/plan/write/") as browser:
        asked = browser.asks()
        filled = browser.fields()
        first = {} if filled.get("worries-0-worry", [""])[0] else PLAN
        answers = {**first, **said}
        return browser.send({_asked(name, asked): text for name, text in answers.items()})


def _asked(name: str, asked: set[str]) -> str:
    return next((one for one in asked if one.endswith(f"-{name}") and one.startswith("child-")), name)


@requirement(
    "HSSCP-12.2",
    "HSSCP-12.3",
    "HSSCP-12.4",
    "HSSCP-12.5",
    "HSSCP-12.6",
    "HSSCP-12.7",
    "HSSCP-12.8",
    "HSSCP-12.9",
)
def test_a_plan_that_answers_less_than_the_procedure_asks_is_not_signed() -> None:
    child, chair = on_plan()[0], make.user("chair")
    with at(OUTLINED, chair, f"/children/{child.pk}/plan/write/") as browser:
        assert "First language: Arabic" in browser.said, "what the record knows of identity stands beside it"
        browser.send()
        assert browser.status == 422
        missing = {href for _, href in browser.errors}
    assert {"#worries", "#actions", "#not_working", f"#child-{child.pk}-identity"} <= missing
    for left_out in ("worries-0-better", "actions-0-who", "actions-0-by_when-day", "actions-0-know"):
        browser = write(child, make.user("chair"), **{left_out: ""})
        assert [href for _, href in browser.errors] == [f"#{left_out}"]
    assert not Entry.objects.filter(kind="protection_plan").exists()


@requirement("HSSCP-11.15", "HSSCP-13.3", "HUB-7.3", "HSSCP-12.1", "HSSCP-12.2")
def test_the_outline_is_developed_and_every_version_stays() -> None:
    child, chair, worker = on_plan()[0], make.user("chair"), make.user("social_worker", name="Sal Worker")
    assert write(child, chair).status == 200
    outline = newest("protection_plan")
    assert [(one.step, one.outcome) for one in outline.events.all()] == [
        ("child_protection_plan", "outlined")
    ]
    assert Duty.objects.get(rule="child_protection_plan.write_for_child").met_at is not None
    browser = write(child, worker, DEVELOPED, **{"actions-0-by_when-month": "2", "why_new": "More time"})
    assert browser.status == 200, browser.errors
    assert "Our words changed since the child’s were written" in browser.said
    assert "1 place out of step" in browser.said
    second = newest("protection_plan")
    assert second.payload["version"] == 2
    assert second.payload["actions"][0]["item"] == outline.payload["actions"][0]["item"] == "a1"
    assert Event.objects.get(entry=second).outcome == "developed"
    with at(DEVELOPED, worker, f"/children/{child.pk}/plan/compare/") as browser:
        assert "[taken out: January" in browser.said
        assert "[put in: February" in browser.said
        assert "Weekly shop" not in browser.said, "what stayed is not told again"
        browser.go(f"/plans/{outline.pk}/")
        assert "8 January 2027" in browser.said
        assert "A newer version has taken its place" in browser.said
        assert "Halal food" in browser.said
        browser.go(f"/children/{child.pk}/plan/own/")
        assert "Mum will buy food each week" in browser.said
        assert "Neglect" not in browser.said
    with at(DEVELOPED, worker, f"/children/{child.pk}/plan/write/") as browser:
        browser.send({"actions-0-checked": "yes"})
        assert "Both faces keep step" in browser.said


@requirement("HSSCP-14.2")
def test_no_plan_is_signed_before_the_date_of_its_review_is_set() -> None:
    case = on_plan(HUB[:2])
    record(case, "initial_conference", "plan", CONFERENCE, "chair")
    browser = write(case[0], make.user("chair"))
    assert browser.status == 409
    assert "before the date of the first review conference is set" in browser.said
    assert "Weekly shop" in browser.text, "what was typed is kept"


def test_brothers_and_sisters_have_one_plan_written_once_and_each_their_own_answers() -> None:
    noor, sami = on_plan(children=(NOOR, SAMI))
    with at(OUTLINED, make.user("chair"), f"/children/{noor.pk}/plan/write/") as browser:
        own = {f"child-{noor.pk}-child_view": "I want my bed.", f"child-{sami.pk}-child_view": "Fine by me."}
        each = {f"child-{one.pk}-identity": "Arabic at home" for one in (noor, sami)}
        browser.send({**{name: said for name, said in PLAN.items() if name != "identity"}, **own, **each})
        assert browser.status == 200, browser.errors
        assert "I want my bed." in browser.said
        assert "Fine by me." not in browser.said
        browser.go(f"/children/{sami.pk}/plan/own/")
        assert "Fine by me." in browser.said
        assert "Mum will buy food each week" in browser.said
    assert Entry.objects.filter(kind="protection_plan").count() == 1


def test_two_people_who_write_at_once_do_not_lose_each_others_version() -> None:
    child = on_plan()[0]
    write(child, make.user("chair"))
    slow, quick = make.user("social_worker"), make.user("social_worker", name="Quick Quinn")
    with at(DEVELOPED, slow, f"/children/{child.pk}/plan/write/") as browser:
        write(child, quick, DEVELOPED, **{"actions-0-what": "Weekly shop with grandmother"})
        browser.send({"visits": "Weekly"})
        assert browser.status == 422
        assert "Quick Quinn signed a newer version while you wrote" in browser.said
        browser.send({"replaces": "yes"})
        assert browser.status == 200
    assert newest("protection_plan").payload["version"] == 3


def test_the_childs_plan_stands_in_another_language_until_the_english_changes() -> None:
    child = on_plan()[0]
    write(child, make.user("chair"))
    worker = make.user("social_worker")
    with at(DEVELOPED, worker, f"/children/{child.pk}/plan/translate/") as browser:
        assert "Mum will buy food each week" in browser.said, "the English stands beside it"
        browser.send({"doing": "ستشتري أمك الطعام كل أسبوع."})
        assert {href for _, href in browser.errors} == {"#translated_by"}, "the language is on record"
        browser.send({"translated_by": "Ewa Interpreter"})
        assert "In Arabic" in browser.said
        assert "Translated by Ewa Interpreter" in browser.said
        assert 'lang="ar"' in browser.text
    write(child, worker, DEVELOPED, visits="Weekly")
    with at(DEVELOPED, worker, f"/children/{child.pk}/plan/own/") as browser:
        assert "In Arabic" not in browser.said


def test_without_javascript_a_button_shows_how_the_words_read() -> None:
    child = on_plan()[0]
    with at(OUTLINED, make.user("chair"), f"/children/{child.pk}/plan/write/") as browser:
        browser.send({**PLAN, "actions-0-own": "The core group will monitor engagement."}, press="look-again")
        assert browser.status == 200
        assert "try “keep checking”" in browser.said
        browser.send(press="add-row:actions")
        assert "actions-1-what" in browser.asks()
        assert "monitor engagement" in browser.text
    reads = browser.client.post("/plans/words/", {"actions-0-own": "We will facilitate."})
    assert "try “help”" in reads.content.decode()


def test_who_has_no_plan_has_none_on_the_page_and_one_that_ended_says_why() -> None:
    case = on_plan(HUB[:2])
    record(case, "initial_conference", "no_plan", CONFERENCE, "chair")
    worker = make.user("social_worker")
    with at(OUTLINED, worker, f"/children/{case[0].pk}/plan/") as browser:
        assert "No child protection plan" in browser.said
        assert "Write the plan" not in browser.said


def test_a_plan_that_ended_is_history_for_whoever_opens_a_new_case() -> None:
    child = outlined()[0]
    assert Duty.objects.get(rule="child_protection_plan.answer").met_at, (
        "agreed at a conference, it answers none"
    )
    record([child], "review_conference", "plan_ends", wall(2027, 2, 26, 11, 0), "chair")
    again = wall(2027, 5, 4, 9, 0)
    assert planfile.standing([child.pk], again).ended is not None
    Episode.objects.filter(subject=child).update(closed_at=wall(2027, 2, 26, 11, 0))
    Episode.objects.create(id=uuid4(), subject=child, authority="hartlepool-stockton", opened_at=again)
    plan = planfile.standing([child.pk], again)
    assert (plan.begun, plan.newest, plan.progress) == (None, None, {})
    with at(again, make.user("social_worker"), f"/plans/{newest('protection_plan').pk}/") as browser:
        assert "A newer version has taken its place" not in browser.said
        assert "Weekly shop" in browser.said, "it can still be read"


@requirement("GLOS-6.3", "GLOS-5.1")
def test_where_the_procedure_says_nothing_of_the_plan_it_is_written_all_the_same(
    authority: Callable[..., None],
) -> None:
    authority("gloucestershire")
    case = on_plan(GLOUCESTERSHIRE)
    key_worker = make.user("key_worker", name="Kit Keyworker")
    browser = write(case[0], key_worker)
    assert browser.status == 200, browser.errors
    assert "no limit in this procedure" in browser.said, "when the core group meets is not said"
    assert not newest("protection_plan").events.exists()
    ended = wall(2027, 2, 26, 11, 0)
    facts = {"why_plan_ends": ["resolved"], "significant_harm": False}
    record(case, "review_conference", "plan_ends", ended, "conference_team", **facts)
    with at(ended, key_worker, f"/children/{case[0].pk}/plan/") as browser:
        assert "Ended 26 February 2027" in browser.said
        assert "Why it ended: What led to the plan is resolved." in browser.said
