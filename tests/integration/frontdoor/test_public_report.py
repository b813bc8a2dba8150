"""The public report, page by page, without JavaScript: nothing typed is lost, and one report is sent once."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from goldthread.ledger.models import AuditRow, Draft, Entry, Event
from goldthread.people.models import Person
from tests.factories import THURSDAY
from tests.integration.frontdoor.plain import PlainBrowser, words
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
CHECK = "Check your answers"
SENT = "We have received your report"
ANSWERS = {
    "immediate_danger": "no",
    "concern": "I hear crying and shouting through the wall at night, most nights.\n\nThe boy has bruises.",
    "children-0-given_names": "Rowan",
    "children-0-age_about": "8",
    "referrer_kind": "public",
    "anonymous": "yes",
}
NAMED = {
    **ANSWERS,
    "anonymous": "no",
    "referrer_name": "Hetty Sorrel",
    "referrer_email": "hetty@example.org",
    "referrer_phone": "01632 960 101",
    "withhold_identity": "yes",
}


@pytest.fixture
def browser() -> PlainBrowser:
    """Someone who is not signed in, at the first page of a report."""
    return PlainBrowser().go("/report/").send(form="", to="/report/")


def contact() -> Entry:
    """The one contact that was received."""
    return Entry.objects.get(kind="contact")


@requirement("HERTS-3.1", "HERTS-3.22", "HERTS-3.23")
def test_a_neighbour_tells_without_a_name(browser: PlainBrowser) -> None:
    browser.through(ANSWERS, until=CHECK)
    assert "Rowan" in browser.said
    browser.send()
    entry = contact()
    assert browser.heading == SENT
    assert entry.reference in browser.said
    assert (entry.author_name, entry.author_role, entry.author_id) == ("", "referrer", None)
    assert entry.payload["form"] == "public_report"
    assert entry.payload["channel"] == "online_form"
    assert entry.payload["concern"] == ANSWERS["concern"]
    assert Person.objects.get(pk=entry.parts.get().subject_id).given == "Rowan"
    assert Event.objects.get(step="contact").facts["anonymous"] is True


@requirement("HERTS-3.26")
def test_the_limits_of_staying_unnamed_are_explained_and_that_is_on_record(browser: PlainBrowser) -> None:
    browser.through(ANSWERS, until="What we can promise about your name")
    explained = browser.said
    assert "court" in explained
    browser.through(ANSWERS, until=CHECK)
    assert "court" in browser.said
    browser.send()
    assert contact().payload["limits_explained"] is True
    assert Event.objects.get(step="contact").facts["limits_explained"] is True


@requirement("HERTS-3.24", "HERTS-4.2")
def test_someone_gives_a_name_and_asks_that_the_family_is_not_told(browser: PlainBrowser) -> None:
    browser.through(NAMED, until=CHECK)
    browser.send()
    entry = contact()
    assert entry.author_name == "Hetty Sorrel"
    assert entry.payload["withhold_identity"] is True
    receipt = Entry.objects.get(kind="message")
    assert receipt.payload["to_address"] == "hetty@example.org"
    assert receipt.answers == entry


@requirement("HERTS-4.2")
def test_without_an_address_the_page_itself_is_the_receipt(browser: PlainBrowser) -> None:
    browser.through(ANSWERS, until=CHECK)
    browser.send()
    told = Event.objects.get(step="acknowledgement")
    assert (told.outcome, told.entry.kind, told.entry.author_role) == ("told", "receipt_shown", "system")


@requirement("HERTS-3.1")
def test_a_baby_who_is_not_born_yet_can_be_told_of(browser: PlainBrowser) -> None:
    unborn = {
        "children-0-expected-day": "2",
        "children-0-expected-month": "3",
        "children-0-expected-year": "2027",
    }
    browser.through({**ANSWERS, "children-0-given_names": "", **unborn}, until=CHECK)
    browser.send()
    assert str(Person.objects.get(pk=contact().parts.get().subject_id).expected) == "2027-03-02"


@requirement("HERTS-5.19")
def test_only_the_worry_must_be_told(browser: PlainBrowser) -> None:
    least = {name: ANSWERS[name] for name in ("immediate_danger", "concern", "referrer_kind", "anonymous")}
    browser.through(least, until=CHECK)
    browser.send()
    assert browser.heading == SENT
    assert contact().parts.count() == 1


@requirement("HERTS-2.25", "HERTS-5.13")
def test_danger_comes_first_with_999_and_a_way_to_go_on(browser: PlainBrowser) -> None:
    assert "999" in PlainBrowser(browser.client).go("/report/").said
    assert browser.heading == "Is a child in immediate danger now?"
    assert "999" in browser.said
    browser.send({"immediate_danger": "yes", "imminent_reason": "He is hitting him now"})
    assert browser.heading == "Get help for the child now"
    assert "999" in browser.said
    browser.go(browser.link("Help is on its way: continue"))
    assert browser.heading == "What are you worried about?"
    browser.through(ANSWERS | {"immediate_danger": "yes"}, until=CHECK)
    browser.send()
    assert Event.objects.get(step="contact").facts["imminent_risk"] is True


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (datetime(2026, 4, 2, 9, 0, tzinfo=UTC), "Open now, until 8pm."),
        (
            datetime(2026, 4, 3, 9, 0, tzinfo=UTC),  # Good Friday
            "Closed now. Opens 4 April 2026 at 9am. Until then your call goes to the Safeguarding Out",
        ),
        (datetime(2026, 4, 5, 9, 0, tzinfo=UTC), "Closed now. Opens 7 April 2026 at 8am."),  # Easter Sunday
    ],
)
@requirement("HERTS-2.9", "HERTS-3.17", "HERTS-3.18")
def test_the_first_page_says_whom_to_ring_now(at: datetime, says: str) -> None:
    with time_machine.travel(at, tick=False):
        said = PlainBrowser().go("/report/").said
    assert says in said
    assert "Customer Service Centre" in said


@requirement("HERTS-3.4")
def test_the_first_page_names_other_ways_to_tell() -> None:
    said = PlainBrowser().go("/report/").said
    assert "police" in said
    assert "NSPCC" in said


@requirement("HERTS-5.2")
def test_the_four_difficulties_are_asked_outright(browser: PlainBrowser) -> None:
    browser.through(ANSWERS, until="Do you know of any of these in the family?")
    assert {name for name in browser.asks() if name.startswith("asked_")} == {
        "asked_domestic_abuse",
        "asked_mental_illness",
        "asked_substance_misuse",
        "asked_learning_difficulties",
        "asked_details",
    }


@requirement("HERTS-2.3")
def test_harm_by_another_child_asks_for_that_child_too(browser: PlainBrowser) -> None:
    other = {
        "harm_by_child": "yes",
        "other_child-0-given_names": "Teal",
        "other_child-0-family_name": "Marsh",
    }
    browser.through({**ANSWERS, **other}, until=CHECK)
    assert "Teal" in browser.said
    browser.send()
    assert contact().parts.filter(episode__isnull=False).count() == 2


def test_a_question_that_does_not_apply_is_not_asked(browser: PlainBrowser) -> None:
    assert "How can we reach you?" not in browser.through(ANSWERS, until=CHECK)


def test_back_keeps_what_was_typed_and_loses_nothing(browser: PlainBrowser) -> None:
    browser.send({"immediate_danger": "no"})
    browser.send({"concern": "Half a sentence that I was"}, press="back")
    assert browser.heading == "Is a child in immediate danger now?"
    assert browser.fields()["immediate_danger"] == ["no"]
    browser.send()
    assert browser.fields()["concern"] == ["Half a sentence that I was"]
    PlainBrowser(browser.client).go("/report/")
    assert Draft.objects.count() == 1


def test_a_missing_answer_is_named_linked_and_the_rest_kept(browser: PlainBrowser) -> None:
    browser.send({"immediate_danger": "no"})
    browser.send({"concern": "  ", "concern_pattern": "single"})
    assert browser.status == 422
    assert browser.title.startswith("Error: ")
    [(text, href)] = browser.errors
    assert text == "Answer “What are you worried about?”"
    assert href == "#concern"
    assert browser.fields()["concern_pattern"] == ["single"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (
            {"children-0-born-day": "31", "children-0-born-month": "2", "children-0-born-year": "2018"},
            "real date",
        ),
        ({"children-0-given_names": "Ro\x00wan"}, "not a letter, number or sign"),
        ({"children-0-given_names": "R" * 100_000}, "characters or fewer"),
    ],
)
def test_bad_input_is_explained_and_every_letter_kept(
    browser: PlainBrowser, typed: dict[str, str], problem: str
) -> None:
    browser.through(ANSWERS, until="Who is the child?")
    browser.send({"children-0-family_name": "עלדר 👶", **typed})
    assert browser.status == 422
    assert any(problem in text for text, _ in browser.errors), browser.errors
    kept = browser.fields()
    assert kept["children-0-family_name"] == ["עלדר 👶"]
    for name, text in typed.items():
        assert kept[name] == [text.replace("\x00", "�")]


def test_an_unreadable_answer_stops_at_the_check_and_leads_to_its_page(browser: PlainBrowser) -> None:
    browser.through(ANSWERS, until="Who is the child?")
    browser.send(
        {"children-0-born-day": "45", "children-0-born-month": "1", "children-0-born-year": "2018"},
        press="back",
    )
    draft = Draft.objects.get()
    browser.go(f"/report/{draft.pk}/")
    browser.send()
    assert browser.status == 422
    assert not Entry.objects.exists()
    problems = dict(browser.errors)
    assert any("real date" in text for text in problems)
    assert all(href.startswith(f"/report/{draft.pk}/") for href in problems.values())
    browser.go(next(href for text, href in browser.errors if "real date" in text))
    assert browser.heading == "Who is the child?"
    browser.send({"children-0-born-day": "5"})
    assert browser.heading == CHECK  # changing one answer leads back to all of them


def test_sending_twice_makes_one_contact(browser: PlainBrowser) -> None:
    browser.through(ANSWERS, until=CHECK)
    address, fields = browser.path, browser.fields()
    first = browser.client.post(address, fields)
    second = browser.client.post(address, fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert Entry.objects.filter(kind="contact").count() == 1
    assert browser.go(address).heading == SENT  # the way back shows the reference, never the answers
    assert AuditRow.objects.filter(act="sign.contact").count() == 1


def test_another_browser_sees_nothing_of_it(browser: PlainBrowser) -> None:
    browser.send({"immediate_danger": "no"})
    other = PlainBrowser().go(browser.path)
    assert other.status == 404
    assert other.heading == "This report is not open here"
    assert Client().post(browser.path, {"concern": "changed by a stranger"}).status_code == 404
    assert "concern" not in Draft.objects.get().raw


def test_a_made_up_address_is_not_open(browser: PlainBrowser) -> None:
    assert browser.go(f"/report/{uuid4()}/concern/").status == 404
    draft = Draft.objects.get()
    assert browser.go(f"/report/{draft.pk}/no_such_page/").status == 404
    assert browser.go(f"/report/{draft.pk}/danger-now/").status == 200


def test_nothing_of_the_report_is_kept_by_the_browser(browser: PlainBrowser) -> None:
    browser.through(ANSWERS, until=CHECK)
    response = browser.client.get(browser.path)
    assert "no-store" in response.headers["Cache-Control"]
    kept = {name for name, morsel in browser.client.cookies.items() if morsel["max-age"] or morsel["expires"]}
    assert kept <= {settings.CSRF_COOKIE_NAME}
    assert "Rowan" not in browser.path


def test_a_report_begun_goes_on_from_the_first_page(browser: PlainBrowser) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        browser.send({"immediate_danger": "no"})
        browser.send({"concern": "Something"})
    again = PlainBrowser(browser.client).go("/report/")
    assert "Continue your report" in again.said
    again.send(form="", to="/report/")
    assert Draft.objects.count() == 1


def test_a_report_begun_can_be_thrown_away_so_that_nobody_else_reads_it(browser: PlainBrowser) -> None:
    browser.send({"immediate_danger": "no"})
    browser.send({"concern": "Not for others"}, press="back")
    begun = browser.path
    browser.go("/report/").send({"_action": "discard"}, form="", to="/report/")
    assert "Start now" in browser.said
    assert not Draft.objects.exists()
    assert browser.go(begun).status == 404


def code_of(browser: PlainBrowser) -> str:
    """The code that the page shows for coming back."""
    return next(words(each) for each in browser.tree.iter("strong") if words(each).count("-") == 3)


@pytest.mark.parametrize("copied", ["{}", " {}. "])
def test_a_code_opens_the_report_in_another_browser(browser: PlainBrowser, copied: str) -> None:
    browser.send({"immediate_danger": "no"})
    browser.send({"concern": "Half a sent"}, press="back")
    code = code_of(browser)
    other = PlainBrowser().go("/report/")
    other.go(other.link("Come back to a report with your code"))
    other.send({"code": copied.format(code.lower().replace("-", " "))})
    assert other.heading == CHECK
    assert "Half a sent" in other.said
    assert browser.go(browser.path).status == 200


@pytest.mark.parametrize("typed", ["", "K7RP-4MQ2-HX9W-T3GD", "nonsense", "\x00", "7" * 1000])
def test_a_wrong_code_opens_nothing(browser: PlainBrowser, typed: str) -> None:
    browser.send({"immediate_danger": "no"})
    other = PlainBrowser().go("/report/come-back/").send({"code": typed})
    assert other.status == 422
    assert other.errors[0][1] == "#code"
    assert other.fields()["code"] == [typed.replace("\x00", "�")]


def test_a_code_no_longer_opens_what_was_sent(browser: PlainBrowser) -> None:
    code = code_of(browser)
    browser.through(ANSWERS, until=CHECK)
    browser.send()
    assert PlainBrowser().go("/report/come-back/").send({"code": code}).status == 422
