"""Who somebody is: facts side by side, who said them and when, and a form that overwrites nothing."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.ledger import operations
from goldthread.ledger.models import Entry, Subject
from goldthread.people.models import Characteristic, Identifier, Person
from tests.factories import author, child_of, contact, later, user
from tests.integration.casefile.cases import family
from tests.integration.frontdoor.plain import PlainBrowser
from tests.requirements import requirement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_two_days_later")]


@pytest.fixture
def _two_days_later() -> object:
    with travel(later(days=2), tick=False):
        yield


def browser(*roles: str) -> PlainBrowser:
    client = Client()
    client.force_login(user(*roles or ("social_worker",), name="Priya Shah"))
    return PlainBrowser(client)


def who(child: Subject, on: str = "") -> str:
    return reverse("casefile:who", args=[child.pk]) + on


def slots(page: PlainBrowser) -> dict[str, str]:
    """Each question of the page with all its answers, in one line."""
    found = {}
    for slot in (div for div in page.tree.iter("div") if div.get("class") == "gt-who__slot"):
        title, answers = (" ".join(" ".join(each.itertext()).split()) for each in slot)
        found[title] = answers
    return found


@requirement("HERTS-5.3", "HERTS-5.4", "HERTS-5.7", "HSSCP-3.1")
def test_each_fact_says_who_said_so_and_when() -> None:
    child = child_of(family())
    page = browser().go(who(child))
    found = slots(page)
    assert found["Name"].startswith("Rowan ALDER said by Person")
    assert "2 April 2026" in found["Name"]
    assert found["Date of birth"].startswith("15 January 2018 said by")
    assert found["Home"].startswith("4 Fernhollow Lane, Wrenfield, ZZ99 3VZ")
    assert found["First language"].startswith("Polish")
    assert "A child until 15 January 2036" in page.text


@requirement("HERTS-5.7", "HERTS-5.9", "HSSCP-3.4")
def test_what_is_stated_later_stands_beside_what_was_said_before() -> None:
    child = child_of(family(children=[{**_ROWAN, "ethnicity": "WBRI"}]))
    page = browser().go(reverse("casefile:state", args=[child.pk]))
    page.send(
        {
            "who_told": "His birth certificate",
            "born-day": "16",
            "born-month": "1",
            "born-year": "2018",
            "ethnicity": "MWBC",
            "religion": "declined",
            "nhs_number": "999 000 0026",
            "nhs_status": "01",
            "communication_known": "said",
            "communication": "Signs",
        }
    )
    assert page.status == 200
    found = slots(page)
    assert "16 January 2018" in found["Date of birth Different answers"]
    assert "15 January 2018" in found["Date of birth Different answers"]
    assert "His birth certificate, as told to Priya Shah" in found["Date of birth Different answers"]
    assert {"White: British", "Mixed: White and Black Caribbean"} == {
        one.value for one in Characteristic.objects.standing().filter(subject=child, kind="ethnicity")
    }
    assert found["Religion"].startswith("Asked, and did not wish to say")
    assert found["NHS number"].startswith("999 000 0026 Check digit right Verified")
    assert found["Means of communication"].startswith("Signs")
    assert "Religion Different answers" not in found


_ROWAN = {"given_names": "Rowan", "family_name": "Alder", "born": "2018-01-15"}


@requirement("HERTS-5.3")
def test_a_correction_takes_back_and_the_past_shows_what_was_known_then() -> None:
    entry = contact(children=[_ROWAN])
    child = child_of(entry)
    with travel(later(days=1), tick=False):
        _correct_name(entry, child)
    page = browser().go(who(child))
    name = slots(page)["Name"]
    assert name.startswith("Rohan ALDER")
    assert "Rowan ALDER Taken back by a correction on 3 April 2026" in name
    then = slots(page.go(who(child, "?on-day=2&on-month=4&on-year=2026")))
    assert then["Name"].startswith("Rowan ALDER said by")
    assert "Rohan" not in then["Name"]
    assert slots(page.go(who(child, "?on-day=1&on-month=4&on-year=2026"))) == {}


def _correct_name(entry: Entry, child: Subject) -> None:
    from_the_school = {child.pk: {"given_names": "Rohan"}}
    operations.amend(
        by=author("social_worker"),
        at=later(days=1),
        entry=entry,
        values={},
        parts=from_the_school,
        reason="Misspelt",
        key="a correction",
    )


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "Enter at least one fact"),
        ({"nhs_number": "999 000 0027"}, "wrong digit"),
        ({"upn": "A801200001001"}, "wrong sign"),
        ({"disability": ["NONE", "LD"]}, "Choose “No disability” alone"),
        ({"given_names": "Ro", "nhs_status": "01"}, "Enter the NHS number"),
        ({"upn": "H801200001001", "no_upn": "UN1"}, "you entered a unique pupil number"),
    ],
)
def test_what_cannot_be_is_said_and_everything_typed_is_kept(answers: dict[str, object], says: str) -> None:
    child = child_of(contact())
    before = Entry.objects.count()
    page = browser().go(reverse("casefile:state", args=[child.pk]))
    page.send({"who_told": "A neighbour <b>", **answers})
    assert page.status == 422
    assert says in html.unescape(page.text)
    kept = page.fields()
    assert kept["who_told"] == ["A neighbour <b>"]
    for name, said in answers.items():
        assert [text for text in kept[name] if text] == (said if isinstance(said, list) else [said])
    assert Entry.objects.count() == before


def test_a_number_that_cannot_be_is_shown_as_such() -> None:
    child = child_of(family(children=[{**_ROWAN, "nhs_number": "9990000027"}]))
    assert Identifier.objects.get(subject=child).value == "9990000027"
    found = slots(browser().go(who(child)))
    assert "Check digit wrong: it cannot be this number" in found["NHS number"]
    assert "Nobody has said whether it is verified" in found["NHS number"]


def test_a_safe_address_is_withheld_on_the_page_and_in_its_entry() -> None:
    child = child_of(contact())
    page = browser().go(reverse("casefile:state", args=[child.pk]))
    page.send({"address": "9 Refuge Row", "postcode": "ZZ99 4AA", "safe_address": "yes"})
    assert "9 Refuge Row" not in page.text
    assert slots(page)["Home"].startswith("Withheld: a safe address")
    entry = Entry.objects.get(kind="identity")
    assert "Refuge" not in page.go(reverse("casefile:entry", args=[entry.pk])).text


def test_whoever_may_only_read_states_nothing() -> None:
    child = child_of(contact())
    reader = browser("professional_referrer").go(reverse("casefile:state", args=[child.pk]))
    assert reader.status in {403, 404}
    assert Person.objects.get(pk=child.pk).given == "Rowan"


def test_an_unborn_child_is_a_child() -> None:
    child = child_of(contact(children=[{"family_name": "Alder", "expected": "2026-09-01"}]))
    page = browser().go(who(child))
    assert re.search("A child: not yet 18", page.text)
    assert slots(page)["Expected date of birth"].startswith("1 September 2026")
