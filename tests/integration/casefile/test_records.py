"""The pages on which people on record twice become one, and two again."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.accounts.models import User
from goldthread.ledger.models import AuditRow, Entry, Subject
from goldthread.people import duplicates, merging
from goldthread.people.identity import identity
from goldthread.people.matching.evidence import Frequencies
from tests.factories import THURSDAY, author, child_of, contact, later, user
from tests.integration.casefile.cases import CHILD

pytestmark = pytest.mark.django_db
WHY = "Both are the child at 4 Fernhollow Lane."


def client_of(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def two_records(**other: Any) -> tuple[Subject, Subject]:
    """One child, of whom two contacts came."""
    first = child_of(contact(children=[CHILD]))
    return first, child_of(contact(children=[CHILD | other], at=later(minutes=5)))


def pair(one: Subject, other: Subject) -> str:
    return reverse("casefile:pair", args=[one.pk, other.pk])


def read(client: Client, address: str, **posted: str) -> str:
    answer = client.post(address, posted, follow=True) if posted else client.get(address)
    return f"{answer.status_code} {answer.content.decode()}"


def merged(one: Subject, other: Subject) -> Entry:
    read(client_of(user("social_worker")), pair(one, other), answer="same", reason=WHY)
    read(client_of(user("manager")), pair(one, other), answer="agree", reason="I agree.")
    return Entry.objects.get(kind="merge")


@travel(later(hours=1), tick=False)
def test_one_proposes_another_authorises_and_a_third_undoes() -> None:
    one, other = two_records(born="2018-01-16")
    worker, manager = client_of(user("social_worker", name="Sal Screener")), client_of(user("manager"))
    found = read(worker, pair(one, other))
    for words in ("Dates of birth differ: 15 January 2018 and 16 January 2018.", "said by", "Polish"):
        assert words in found
    assert "Another person must authorise it" in read(worker, pair(one, other), answer="same", reason=WHY)
    assert "Sign</button>" not in read(worker, pair(one, other)).replace("\n", "")
    assert "Waits for you to decide" in read(manager, reverse("casefile:records"))
    assert "Dates of birth differ" in read(manager, pair(one, other))
    assert "read as one from now on" in read(manager, pair(one, other), answer="agree", reason="I agree.")
    link = Entry.objects.get(kind="merge")
    assert identity([one.pk]) == {one.pk, other.pk}
    both = read(worker, reverse("casefile:records_of", args=[other.pk]))
    assert one.reference in both
    assert WHY not in both.split("Said by")[0]
    assert worker.get(undo := reverse("casefile:undo_merge", args=[link.pk])).status_code == 403
    assert "apart again" in read(manager, undo, reason="They are cousins.")
    assert identity([one.pk]) == {one.pk}
    assert manager.get(undo).status_code == 403  # nothing left to undo


@travel(later(hours=1), tick=False)
def test_what_was_typed_stays_when_something_is_missing() -> None:
    one, other = two_records()
    page = read(client_of(user("social_worker")), pair(one, other), reason=WHY)
    assert page.startswith("422")
    assert "There is a problem" in page
    assert WHY in page
    assert merging.proposals() == []


@travel(later(hours=1), tick=False)
def test_the_proposer_is_not_asked_even_when_they_are_a_manager() -> None:
    one, other = two_records()
    manager = client_of(user("manager"))
    read(manager, pair(one, other), answer="same", reason=WHY)
    read(manager, pair(one, other), answer="agree", reason="I agree.")
    assert identity([one.pk]) == {one.pk}
    assert "waits for another person who may" in read(manager, pair(one, other))


@travel(later(hours=1), tick=False)
def test_the_sweep_s_pairs_are_listed_until_somebody_says_that_they_are_two() -> None:
    one, other = two_records()
    duplicates.sweep(at=THURSDAY, most=100, common=Frequencies(0))
    worker, address = client_of(user("social_worker")), reverse("casefile:records")
    found = read(worker, address)
    assert one.reference in found
    assert "same date of birth" in found
    assert AuditRow.objects.filter(act="duplicates").exists()
    read(worker, pair(other, one), answer="different", reason="Cousins.")
    assert one.reference not in read(worker, address)
    assert client_of(user("professional_referrer")).get(address).status_code == 403


@travel(later(hours=1), tick=False)
def test_whoever_could_not_see_one_record_does_not_see_the_merged_one() -> None:
    one, other = two_records()
    worker = client_of(user("social_worker"))
    merged(one, other)
    protect(by=author("manager"), at=later(hours=1), subject=other, level=Level.SEALED, reason="Adoption")
    for subject in (one, other):
        assert worker.get(reverse("casefile:child", args=[subject.pk])).status_code == 404
    found = client_of(user("manager")).get(pair(one, other))
    assert found.status_code == 404
    address = reverse("casefile:search")
    page = worker.post(address, {"text": "Rowan Alder"}).content.decode()
    assert "A restricted record may match" in page
    assert "ALDER" not in page


@travel(later(hours=1), tick=False)
def test_a_closed_record_is_not_told_of_by_what_was_proposed() -> None:
    one, other = two_records()
    worker = client_of(user("social_worker"))
    read(worker, pair(one, other), answer="same", reason=WHY)
    protect(by=author("manager"), at=later(hours=1), subject=other, level=Level.SEALED, reason="Adoption")
    proposal = Entry.objects.get(kind="merge_proposed")
    assert worker.get(reverse("casefile:entry", args=[proposal.pk])).status_code == 404
    chronology = read(worker, reverse("casefile:chronology", args=[one.pk]))
    assert "Proposed: two records of one person" in chronology
    assert WHY not in chronology
    assert other.reference not in read(worker, reverse("casefile:records"))


@travel(later(hours=1), tick=False)
def test_reading_a_merged_record_leaves_a_row_in_each() -> None:
    one, other = two_records()
    merged(one, other)
    before = AuditRow.objects.filter(subject=other.pk).count()
    page = read(client_of(user("social_worker")), reverse("casefile:child", args=[one.pk]))
    assert AuditRow.objects.filter(subject=other.pk).count() == before + 1
    assert page.count("gt-timeline__item") == len(Entry.objects.all())


@travel(later(hours=1), tick=False)
def test_two_records_are_put_beside_each_other_by_reference() -> None:
    one, other = two_records()
    worker, address = client_of(user("social_worker")), reverse("casefile:records_of", args=[one.pk])
    answer = worker.post(address, {"reference": other.reference.lower()})
    assert answer.headers["Location"] == pair(one, other)
    for wrong in ("KKK-KKK-KKK", "not one", one.reference):
        assert "There is a problem" in read(worker, address, reference=wrong)
    assert UUID(str(one.pk)) in identity([one.pk])
