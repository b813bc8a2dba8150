"""The worker's pages: what they show, to whom, and what they leave behind."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.accounts.models import Team
from goldthread.casefile.worklist import Scope, counts, duties
from goldthread.ledger.author import Author
from goldthread.ledger.models import AuditRow, Draft, Entry
from tests.factories import THURSDAY, author, child_of, contact, later, user
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


def signed_in(*roles: str) -> Client:
    client = Client()
    client.force_login(user(*roles))
    return client


@travel(later(hours=1), tick=False)
def test_the_child_page_answers_what_is_due_where_and_who() -> None:
    entry = contact(household=[{"given_names": "Hazel", "family_name": "Alder", "relationship": "mother"}])
    page = (
        signed_in("social_worker").get(reverse("casefile:child", args=[child_of(entry).pk])).content.decode()
    )
    for words in ("Rowan ALDER", "8 years old", "Hazel ALDER", "Decision on the response", "due"):
        assert words in page


@travel(later(hours=1), tick=False)
def test_every_look_at_a_child_leaves_one_row() -> None:
    child = child_of(contact())
    client = signed_in("social_worker")
    before = AuditRow.objects.filter(subject=child.pk).count()
    client.get(reverse("casefile:child", args=[child.pk]))
    assert AuditRow.objects.filter(subject=child.pk).count() == before + 1


@travel(later(hours=1), tick=False)
def test_a_restricted_record_is_not_shown_and_says_whom_to_ring() -> None:
    child = child_of(contact())
    protect(
        by=author("manager"), at=THURSDAY, subject=child, level=Level.RESTRICTED, reason="A colleague's child"
    )
    client = signed_in("social_worker")
    answer = client.get(reverse("casefile:child", args=[child.pk]))
    assert answer.status_code == 403
    assert "duty manager" in answer.content.decode()
    found = client.post(reverse("casefile:search"), {"text": "Rowan Alder"}).content.decode()
    assert "A restricted record may match" in found
    assert "ALDER" not in found


@requirement("HERTS-10.10")
@travel(later(hours=1), tick=False)
def test_whoever_is_looked_for_is_found_while_it_is_typed() -> None:
    child = child_of(contact())
    client = signed_in("social_worker")
    url = reverse("casefile:search_found")
    assert client.get(url).status_code == 405
    page = client.post(url, {"text": "Row Ald"}).content.decode()
    assert "1 person found." in page
    assert "Rowan ALDER" in page
    assert "Rowan" not in url
    shown = AuditRow.objects.filter(act="search.shown").values_list("subject", flat=True)
    assert list(shown) == [child.pk]
    assert "found" not in client.post(url, {"text": " "}).content.decode().replace("found-said", "")
    assert signed_in("professional_referrer").post(url, {"text": "Row"}).status_code == 403


@travel(later(hours=1), tick=False)
def test_partners_and_strangers_see_no_record() -> None:
    child = child_of(contact())
    url = reverse("casefile:child", args=[child.pk])
    assert signed_in("professional_referrer").get(url).status_code == 403
    assert "sign-in" in Client().get(url).headers["Location"]


@travel(later(hours=1), tick=False)
def test_the_worklist_holds_the_duties_of_ones_role_the_most_pressing_first() -> None:
    contact()
    officer, partner = user("csc_officer"), user("professional_referrer")
    mine = list(duties(officer, Scope.MINE, at=later(hours=1)))
    assert "acknowledgement.acknowledge" in [duty.rule for duty in mine]
    limits = [duty.due_at for duty in mine if duty.due_at]
    assert limits == sorted(limits)
    assert counts(partner, at=later(hours=1)).mine == 0


@travel(later(days=10), tick=False)
def test_what_is_overdue_stays_on_the_list_and_nothing_is_locked() -> None:
    contact()
    manager = user("manager", team=Team.objects.create(name="MASH", service="mash"))
    assert (
        duties(manager, Scope.MINE, at=later(days=10)).count() == 0
    )  # a delegated worker's duty, not the manager's
    worker = user("delegated_social_worker")
    client = Client()
    client.force_login(worker)
    page = client.get(reverse("casefile:worklist") + "?show=overdue").content.decode()
    assert "overdue" in page


@travel(later(hours=2), tick=False)
def test_a_correction_stands_beside_the_original() -> None:
    entry = contact()
    client = signed_in("social_worker")
    url = reverse("casefile:correct", args=[entry.pk])
    sent = {"concern": "Comes to school hungry, worse since February.", "correction_reason": "Wrong month"}
    assert client.post(url, {"concern": "x"}).status_code == 422  # no reason given: asked for, nothing signed
    assert not Entry.objects.filter(kind="amendment").exists()
    assert client.post(url, {**sent, "_key": "one"}).status_code == 302
    page = client.get(reverse("casefile:entry", args=[entry.pk])).content.decode()
    for words in ("Wrong month", "worse since February", "worse since January", "As it was signed"):
        assert words in page


@requirement("HERTS-3.13", "HSSCP-9.3")
@travel(later(hours=2), tick=False)
def test_a_call_not_answered_is_an_entry_too() -> None:
    child = child_of(contact())
    client = signed_in("social_worker")
    url = reverse("casefile:note", args=[child.pk])
    sent = {
        "about": "failed_call",
        "happened_at": THURSDAY.isoformat(),
        "with_whom": "Her mother",
        "_key": "n",
    }
    client.post(url, {**sent, "facts": "", "where": "01632 960 001"})
    kept = Draft.objects.get(kind="note", signed_as__isnull=True)
    sent["_version"] = str(kept.version)
    client.post(url, {**sent, "facts": "Rang the mother twice.", "where": "01632 960 001"})
    note = Entry.objects.get(kind="note")
    told = ("failed_call", "Her mother", "01632 960 001")
    assert (note.payload["about"], note.payload["with_whom"], note.payload["where"]) == told
    assert (note.occurred_at, note.recorded_at) == (THURSDAY, later(hours=2))
    page = client.get(reverse("casefile:chronology", args=[child.pk])).content.decode()
    assert "Rang the mother twice." in page


@travel(later(hours=2), tick=False)
def test_what_is_said_of_each_child_can_be_corrected() -> None:
    entry = contact()
    client, child = signed_in("social_worker"), child_of(entry)
    url = reverse("casefile:correct", args=[entry.pk])
    page = client.get(url).content.decode()
    assert f"child-{child.pk}-given_names" in page
    sent = {f"child-{child.pk}-given_names": "Rowena", f"child-{child.pk}-family_name": "Alder"}
    born = {
        f"child-{child.pk}-born-{part}": text
        for part, text in (("day", "15"), ("month", "1"), ("year", "2018"))
    }
    client.post(url, {**sent, **born, "correction_reason": "Her birth certificate", "_key": "c"})
    page = client.get(reverse("casefile:child", args=[child.pk])).content.decode()
    assert "Rowena ALDER" in page


def test_demonstration_sign_in_is_only_there_in_a_demonstration(settings: LazySettings) -> None:
    person = user("csc_officer")
    settings.GOLDTHREAD_DEMO = True
    assert Client().post(reverse("signin:sign_in_as"), {"user": str(person.pk)}).status_code == 302
    settings.GOLDTHREAD_DEMO = False
    assert Client().post(reverse("signin:sign_in_as"), {"user": str(person.pk)}).status_code == 404


def test_names_and_questions_never_travel_in_an_address() -> None:
    client = signed_in("social_worker")
    assert (
        client.get(reverse("casefile:search") + "?text=Rowan").content.decode().count("Rowan") == 1
    )  # the hint


@requirement("HERTS-3.24", "HERTS-3.25")
@travel(later(hours=2), tick=False)
def test_who_wished_to_stay_unnamed_is_kept_back_on_every_page() -> None:
    entry = contact(
        form="public_report",
        channel="online_form",
        referrer_kind="public",
        referrer_name="Quillon Marrow",
        referrer_phone="01632 960123",
        referrer_email="quillon@example.org",
        withhold_identity=True,
        by=Author(role="referrer", name="Quillon Marrow"),
    )
    client = signed_in("manager")
    child = child_of(entry).pk
    pages = [reverse("casefile:entry", args=[one.pk]) for one in Entry.objects.all()]
    pages += [reverse("casefile:child", args=[child]), reverse("casefile:chronology", args=[child])]
    pages += [reverse("casefile:correct", args=[entry.pk]), reverse("frontdoor:contact", args=[entry.pk])]
    for page in pages:
        text = client.get(page).content.decode()
        assert not any(secret in text for secret in ("Quillon", "960123", "quillon@")), page
    assert "Kept back" in client.get(pages[0]).content.decode()
