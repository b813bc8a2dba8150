"""The pages on which papers are sent, and on which something is kept from somebody."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.models import Kept, Level
from goldthread.access.operations import protect
from goldthread.ledger.models import Entry
from tests.factories import user
from tests.integration.casefile.test_records import client_of
from tests.integration.documents.household import NOW, Family, answer
from tests.newest import newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    return Family()


def read(client: Client, address: str, **posted: Any) -> str:
    answered = client.post(address, posted, follow=True) if posted else client.get(address, follow=True)
    return f"{answered.status_code} {answered.content.decode()}"


def tokens(page: str) -> dict[str, str]:
    """The recipients on the page where they are chosen, by name."""
    found = re.findall(
        r'name="to" type="checkbox" value="([0-9a-f]{12})".*?<label[^>]*>\s*([^<,]+)', page, re.DOTALL
    )
    return {name.strip(): token for token, name in found}


def checked(page: str, token: str) -> dict[str, str]:
    """What somebody would tick for one recipient who goes by hand."""
    seen = re.search(rf'name="looked-{token}" type="checkbox" value="([0-9a-f]+)"', page)
    return {f"looked-{token}": seen[1] if seen else "", f"way-{token}": "hand:"}


@travel(NOW, tick=False)
def test_a_paper_is_chosen_looked_at_and_sent(family: Family) -> None:
    note = family.note("Meg has met somebody new.", opinion="All is well.")
    family.keep("Dean", **answer(note))
    client = client_of(family.worker)
    assert reverse("casefile:papers", args=[note.pk]) in read(
        client, reverse("casefile:entry", args=[note.pk])
    )
    people = tokens(read(client, reverse("casefile:papers", args=[note.pk])))
    assert {"Meg Alder", "Dean Alder", "Rowan Alder"} <= people.keys()
    dean, meg = people["Dean Alder"], people["Meg Alder"]
    address = f"{reverse('casefile:check_papers', args=[note.pk])}?paper=entry&to={dean}&to={meg}"
    page = read(client, address)
    assert "Left out of this copy: 1" in page
    assert "He has threatened her." in page
    assert "Nothing is left out of this copy" in page
    pdf = client.get(f"{reverse('casefile:paper_copy', args=[note.pk])}?paper=entry&to={dean}")
    assert pdf["Content-Type"] == "application/pdf"
    assert "Dean" not in pdf["Content-Disposition"]
    without = read(client, address, **{f"way-{dean}": "hand:"})
    assert without.startswith("422")
    assert "Look at the copy for Dean Alder, and tick that you have" in without
    assert not Entry.objects.filter(kind="dispatch").exists()
    sent = read(client, address, **checked(page, dean), **checked(page, meg))
    assert "Sent, and recorded: Dean Alder (hand); Meg Alder (hand)" in sent
    assert Entry.objects.filter(kind="dispatch").count() == 2
    shown = read(client, reverse("casefile:entry", args=[newest("dispatch").pk]))
    assert ".pdf</bdi>" in shown


@travel(NOW, tick=False)
def test_what_was_marked_since_the_look_must_be_looked_at_again(family: Family) -> None:
    note = family.note("Meg has met somebody new.")
    client = client_of(family.worker)
    dean = tokens(read(client, reverse("casefile:papers", args=[note.pk])))["Dean Alder"]
    address = f"{reverse('casefile:check_papers', args=[note.pk])}?paper=entry&to={dean}"
    before = checked(read(client, address), dean)
    family.keep("Dean", **answer(note))
    assert "is not as you saw it" in read(client, address, **before)
    assert not Entry.objects.filter(kind="dispatch").exists()


@travel(NOW, tick=False)
def test_a_stop_is_shown_with_its_rule_and_nothing_goes(family: Family) -> None:
    note = family.note("All is well.")
    family.keep("Dean", what="everything")
    client = client_of(family.worker)
    dean = tokens(read(client, reverse("casefile:papers", args=[note.pk])))["Dean Alder"]
    address = f"{reverse('casefile:check_papers', args=[note.pk])}?paper=entry&to={dean}"
    page = read(client, address)
    assert "Nothing goes to Dean Alder." in page
    assert "He has threatened her." in page
    assert (
        client.get(f"{reverse('casefile:paper_copy', args=[note.pk])}?paper=entry&to={dean}").status_code
        == 404
    )
    read(client, address, **{f"way-{dean}": "hand:"})
    assert not Entry.objects.filter(kind="dispatch").exists()


@travel(NOW, tick=False)
def test_nobody_chosen_is_said_and_nobody_else_can_be_named(family: Family) -> None:
    note = family.note("All is well.")
    client = client_of(family.worker)
    address = f"{reverse('casefile:check_papers', args=[note.pk])}?paper=entry&to=0123456789ab"
    assert "Choose at least one recipient" in read(client, address)


@travel(NOW, tick=False)
def test_only_whoever_may_open_every_record_in_it_sends_a_paper(family: Family) -> None:
    note = family.note("Both are well.", family.rowan, family.ash)
    protect(by=family.by, at=NOW, subject=family.ash, level=Level.RESTRICTED, reason="x")
    assert read(client_of(family.worker), reverse("casefile:papers", args=[note.pk])).startswith("403")
    outside = client_of(user("professional_referrer"))
    assert read(outside, reverse("casefile:papers", args=[note.pk])).startswith("403")


@travel(NOW, tick=False)
def test_something_is_kept_from_somebody_shown_and_lifted(family: Family) -> None:
    note = family.note("Meg has met somebody new.")
    client = client_of(family.worker)
    page = reverse("casefile:keep_entry", args=[note.pk])
    assert "What happened? (facts)" in read(client, page)
    dean = f"person:{family.dean.pk}"
    typed = {"what": "answer:facts", "scope": "these", "keys": dean, "reason": "He has threatened her."}
    listed = read(client, page, **typed)
    assert "Dean Alder (father of" in listed
    kept = Kept.objects.get()
    assert (kept.target, kept.field, kept.keys) == (note.pk, "facts", [dean])
    lift = reverse("casefile:lift", args=[kept.pk])
    assert "Answer “Why may they know it now?”" in read(client, lift, reason="")
    assert "Lifted" in read(client, lift, reason="He knows.")
    assert not Kept.objects.exists()


@travel(NOW, tick=False)
def test_where_somebody_lives_is_kept_from_a_child_s_page(family: Family) -> None:
    client = client_of(family.worker)
    page = reverse("casefile:kept", args=[family.rowan.pk])
    typed = {
        "what": "reach",
        "whose": str(family.meg.pk),
        "scope": "these",
        "keys": f"person:{family.dean.pk}",
        "reason": "He has threatened her.",
    }
    assert "where Meg Alder lives and how to reach them" in read(client, page, **typed)
    assert Kept.objects.get().whose == family.meg.pk
    wrong = read(client, page, **{**typed, "what": "words", "keys": ""})
    assert "Enter the words" in wrong
    assert "Choose who must not know" in wrong
