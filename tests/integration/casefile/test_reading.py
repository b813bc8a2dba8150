"""What reading leaves behind, and what an entry's page tells: its files, its letter, its corrections."""

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.models import Level
from goldthread.access.operations import exclude, protect
from goldthread.accounts.models import Team
from goldthread.documents.models import Delivery
from goldthread.frontdoor.entries.contact import Contact
from goldthread.ledger.models import AuditRow, Entry
from goldthread.ledger.operations import authorise, decline
from goldthread.people import family as kin
from tests.factories import THURSDAY, author, child_of, contact, later, user
from tests.integration.casefile.cases import corrected, decided, family, with_file
from tests.requirements import requirement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_an_hour_later")]


@pytest.fixture
def _an_hour_later() -> object:
    with travel(later(hours=1), tick=False):
        yield


def signed_in(*roles: str, team: Team | None = None) -> Client:
    client = Client()
    client.force_login(user(*roles, team=team))
    return client


def page(client: Client, name: str, *ids: object) -> str:
    answer = client.get(reverse(f"casefile:{name}", args=ids))
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_look_up_leaves_a_row_and_none_without_one() -> None:
    contact()
    client, url = signed_in("social_worker"), reverse("casefile:search")
    for text, rows in (("Rowan Alder", 1), ("Zzyzx", 2), ("", 2)):
        client.post(url, {"text": text})
        assert AuditRow.objects.filter(act="search").count() == rows


@pytest.mark.parametrize("name", ["child", "chronology"])
def test_each_opened_record_leaves_exactly_one_row(name: str) -> None:
    child = child_of(family())
    client, before = signed_in("social_worker"), AuditRow.objects.count()
    page(client, name, child.pk)
    (row,) = AuditRow.objects.order_by("pk")[before:]
    assert row.subject == child.pk


def test_an_opened_entry_leaves_one_row_for_each_person_it_is_about() -> None:
    entry = family()
    client, before = signed_in("social_worker"), AuditRow.objects.count()
    page(client, "entry", entry.pk)
    rows = AuditRow.objects.order_by("pk")[before:]
    assert {row.entry for row in rows} == {entry.pk}
    assert sorted(str(row.subject) for row in rows) == sorted(
        str(one.subject_id) for one in entry.parts.all()
    )


def test_a_worklist_names_a_closed_record_as_such_and_no_more() -> None:
    child = child_of(contact())
    protect(
        by=author("manager"), at=THURSDAY, subject=child, level=Level.RESTRICTED, reason="A colleague's child"
    )
    text = page(signed_in("delegated_social_worker"), "worklist")
    assert "A restricted record" in text
    assert "ALDER" not in text
    assert child.reference not in text
    assert str(child.pk) not in text


def test_a_parent_whose_record_is_closed_is_not_named_anywhere_on_the_childs_page() -> None:
    child = child_of(family())
    around = kin.circle(child.pk, on=THURSDAY.date())
    mother = next(one for one in around if one.person and one.person.given == "Hazel")
    reader, subject = (
        user("social_worker"),
        Entry.objects.get(kind="contact").parts.get(subject=mother.subject_id).subject,
    )
    exclude(by=author("manager"), at=THURSDAY, subject=subject, user=reader, reason="A relative")
    client = Client()
    client.force_login(reader)
    text = page(client, "child", child.pk)
    assert "Hazel" not in text
    # who lives there (and in the link to the entry), in the family, as a holder of responsibility
    assert text.count("A restricted record") == 4


@requirement("HERTS-5.5")
def test_the_child_page_answers_without_a_click() -> None:
    entry = family()
    decided(entry)
    text = page(signed_in("social_worker"), "child", child_of(entry).pk)
    for words in (
        "8 years old",
        "4 Fernhollow Lane",
        "Alderbrook Primary",
        "Polish",
        "Hazel ALDER",
        "holds it",
        "waits to be authorised by the Manager",
        "Not yet passed to a team",
        "Since 2 April 2026",
        "Open now:",
        "Neglect that builds up.",
    ):
        assert words in text, words


def test_only_what_waits_for_ones_word_is_on_ones_worklist() -> None:
    entry = family()
    proposal = decided(entry)
    manager, heading = signed_in("manager"), "Waits for you to authorise it"
    assert heading in page(manager, "worklist")
    assert heading not in page(signed_in("delegated_social_worker"), "worklist")
    authorise(by=author("manager"), at=later(minutes=50), entry=proposal, reason="", key="a")
    assert heading not in page(manager, "worklist")


def test_the_work_of_the_team_is_for_those_who_may_see_it() -> None:
    assert "My team" in page(signed_in("manager"), "worklist")
    assert "My team" not in page(signed_in("social_worker"), "worklist")


def test_what_became_of_a_decision_stands_on_its_page() -> None:
    agreed, refused = decided(family()), decided(family())
    authorise(by=author("manager"), at=later(minutes=50), entry=agreed, reason="Agreed", key="a")
    decline(by=author("manager"), at=later(minutes=50), entry=refused, reason="See the child first", key="d")
    client = signed_in("social_worker")
    assert "Authorised by" in page(client, "entry", agreed.pk)
    sent_back = page(client, "entry", refused.pk)
    assert "Sent back by" in sent_back
    assert "See the child first" in sent_back


def test_every_correction_says_what_it_changed_from_and_to() -> None:
    entry = family()
    corrected(entry, concern="Hungry since January.")
    second = corrected(entry, minutes=45, concern="Hungry since February.")
    client = signed_in("social_worker")
    text = page(client, "entry", entry.pk)
    assert text.count("Hungry since January.") == 2  # what the first made of it, what the second found
    assert "Comes to school hungry and tired, worse since January." in text
    own = page(client, "entry", second.pk)
    assert "Hungry since January." in own
    assert "Comes to school hungry" not in own


def test_a_second_correction_starts_from_what_now_stands_and_keeps_who_is_who() -> None:
    entry = family()
    corrected(entry, concern="Hungry since February.")
    client, url = signed_in("social_worker"), reverse("casefile:correct", args=[entry.pk])
    answer = client.get(url)
    assert "Hungry since February." in answer.content.decode()
    sent = {
        "correction_reason": "She is called Hazelle",
        "household-0-given_names": "Hazelle",
        "household-0-family_name": "Alder",
        "_key": "h",
        "_version": "1",  # as the page said: one correction was there
    }
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302  # pressed twice
    (row,) = Entry.objects.get(idempotency_key="h").payload["values"]["household"]
    assert row["given_names"] == "Hazelle"
    assert row["subject"] == entry.payload["household"][0]["subject"]


def test_a_correction_that_changes_nothing_is_not_signed() -> None:
    entry = contact()
    proposal = decided(entry)
    url = reverse("casefile:correct", args=[proposal.pk])
    child = child_of(entry).pk
    sent = {
        "correction_reason": "To see",
        "reasons": "Neglect that builds up.",
        f"child-{child}-outcome": "assessment",
    }
    answer = signed_in("social_worker").post(url, sent)
    assert "Nothing has been changed" in answer.content.decode()
    assert not Entry.objects.filter(kind="amendment").exists()


def test_a_letter_says_how_far_it_has_got_and_is_not_corrected() -> None:
    family()
    message = Delivery.objects.get().entry
    client = signed_in("social_worker")
    text = page(client, "entry", message.pk)
    assert "Delivery" in text
    assert "Correct this" not in text
    assert client.get(reverse("casefile:correct", args=[message.pk])).status_code == 403
    assert reverse("casefile:message", args=[message.pk]) in page(
        signed_in("csc_officer"), "entry", message.pk
    )


def test_a_contact_leads_to_its_own_page() -> None:
    entry = contact()
    text = page(signed_in("social_worker"), "entry", entry.pk)
    assert reverse(Contact.page, args=[entry.pk]) in text


def test_a_file_is_saved_and_never_opened() -> None:
    entry = contact()
    kept = with_file(entry, name='an "odd"\u202e näme.pdf')
    client, before = signed_in("social_worker"), AuditRow.objects.filter(entry=entry.pk).count()
    answer = client.get(reverse("casefile:file", args=[entry.pk, kept.pk]))
    assert answer.content == bytes(kept.content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert AuditRow.objects.filter(entry=entry.pk).count() == before + 1


def test_a_file_belongs_to_its_entry_and_to_those_who_may_read_it() -> None:
    entry, other = contact(), contact()
    kept = with_file(entry)
    client = signed_in("social_worker")
    assert client.get(reverse("casefile:file", args=[other.pk, kept.pk])).status_code == 404
    protect(
        by=author("manager"), at=THURSDAY, subject=child_of(entry), level=Level.RESTRICTED, reason="Closed"
    )
    assert client.get(reverse("casefile:file", args=[entry.pk, kept.pk])).status_code == 403
