"""Signing, amending, authorising: what is written, once, and by whom."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from goldthread.ledger import operations
from goldthread.ledger.author import NotAble
from goldthread.ledger.models import AuditRow, Duty, Entry, EntrySubject, Event
from goldthread.ledger.operations import AlreadySettled, InTheFuture, Links, Part
from goldthread.ledger.rebuild import rebuild
from tests.factories import THURSDAY, author, child_of, contact, episode_of, later
from tests.requirements import requirement

pytestmark = pytest.mark.django_db


def decision(entry: Entry, role: str = "delegated_social_worker", outcome: str = "assessment") -> Entry:
    return operations.sign(
        by=author(role),
        at=later(hours=2),
        kind="decision",
        values={"reasons": "Neglect over months."},
        parts=[Part(child_of(entry), {"outcome": outcome})],
        key=uuid4().hex,
        links=Links(answers=entry),
    )


def test_signing_writes_entry_events_duties_and_audit_together() -> None:
    entry = contact()
    assert list(Event.objects.filter(entry=entry).values_list("step", "outcome")) == [("contact", "received")]
    assert Duty.objects.filter(episode=episode_of(entry), rule__startswith="decision.").exists()
    assert (
        AuditRow.objects.filter(entry=entry.pk, act="sign.contact", subject=child_of(entry).pk).count() == 1
    )


def test_the_same_key_signs_once() -> None:
    entry = contact()
    again = operations.sign(
        by=author("csc_officer"),
        at=later(hours=1),
        kind="contact",
        values={},
        parts=[],
        key=entry.idempotency_key,
    )
    assert again == entry
    assert Entry.objects.filter(kind="contact").count() == 1


def test_nothing_happened_later_than_now() -> None:
    with pytest.raises(InTheFuture):
        operations.sign(
            by=author("csc_officer"),
            at=THURSDAY,
            kind="police_protection",
            values={},
            parts=[],
            key="k",
            occurred_at=THURSDAY + timedelta(minutes=1),
        )


@requirement("HSSCP-9.4", "HSSCP-9.5", "HSSCP-9.7", "HSSCP-9.8")
def test_an_entry_keeps_both_times_its_author_as_then_and_opinion_apart_from_fact() -> None:
    child, worker = child_of(contact()), author("social_worker")
    note = operations.sign(
        by=worker,
        at=later(hours=5),
        kind="note",
        values={"facts": "No food in the house.", "opinion": "Worse than it was.", "witness": "A colleague"},
        parts=[Part(child)],
        key=uuid4().hex,
        occurred_at=later(hours=2),
    )
    assert worker.user is not None
    type(worker.user).objects.filter(pk=worker.user.pk).update(name="Renamed", designation="Promoted")
    kept = Entry.objects.get(pk=note.pk)
    assert (kept.occurred_at, kept.recorded_at) == (later(hours=2), later(hours=5))
    assert (kept.author_name, kept.author_role) == (worker.name, "social_worker")
    assert kept.author_designation == worker.designation != "Promoted"
    assert (kept.payload["facts"], kept.payload["opinion"]) == ("No food in the house.", "Worse than it was.")
    assert kept.payload["witness"] == "A colleague"


@requirement("HERTS-10.17", "HERTS-7.2")
def test_a_proposal_meets_the_duty_only_when_the_manager_authorises_it() -> None:
    entry = contact()
    proposed = decision(entry)
    duty = Duty.objects.get(episode=episode_of(entry), rule="decision.decide")
    assert duty.met_at is None
    operations.authorise(by=author("manager"), at=later(hours=3), entry=proposed, reason="", key="a")
    duty.refresh_from_db()
    assert duty.met_at == later(hours=3)


@requirement("HERTS-10.17")
def test_nobody_authorises_their_own_entry() -> None:
    entry = contact()
    proposed = decision(entry)
    assert proposed.author is not None
    with pytest.raises(NotAble):
        operations.authorise(
            by=author("manager", proposed.author), at=later(hours=3), entry=proposed, reason="", key="a"
        )


def test_an_entry_is_authorised_or_sent_back_once() -> None:
    proposed = decision(contact())
    operations.decline(
        by=author("manager"), at=later(hours=3), entry=proposed, reason="See the child.", key="a"
    )
    with pytest.raises(AlreadySettled):
        operations.authorise(by=author("manager"), at=later(hours=4), entry=proposed, reason="", key="b")


@requirement("HSSCP-9.12")
def test_a_correction_leaves_the_original_and_moves_the_clock() -> None:
    entry = contact(consulted_hub=False)
    operations.amend(
        by=author("csc_officer"),
        at=later(hours=1),
        entry=entry,
        values={"consulted_hub": True},
        parts={},
        reason="The form says so on page 2.",
        key="amend",
    )
    assert Entry.objects.get(pk=entry.pk).payload["consulted_hub"] is False
    corrected = Event.objects.get(corrects__isnull=False)
    assert corrected.facts["consulted_hub"] is True


@requirement("HSSCP-9.12")
@pytest.mark.parametrize("table", [Entry, EntrySubject, AuditRow])
def test_the_record_is_append_only(table: type) -> None:
    contact()
    row = table.objects.first()
    for attempt in (lambda: table.objects.filter(pk=row.pk).delete(), row.save):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"truncate {table._meta.db_table} cascade")
    assert table.objects.filter(pk=row.pk).exists()


@requirement("HSSCP-9.14")
def test_what_is_derived_can_be_made_again_from_the_entries() -> None:
    entry = contact(household=[{"given_names": "Hazel", "family_name": "Alder", "relationship": "mother"}])
    proposed = decision(entry)
    operations.authorise(by=author("manager"), at=later(hours=3), entry=proposed, reason="", key="a")
    assert rebuild(keep=False) == []
    Duty.objects.update(met_at=None)
    assert any("ledger_duty" in line for line in rebuild(keep=False))
    assert rebuild(keep=True)
    assert rebuild(keep=False) == []


@pytest.mark.django_db(transaction=True)
def test_two_people_sign_at_the_same_moment_and_nothing_is_lost() -> None:
    entry = contact()
    child, together = child_of(entry), Barrier(2)

    def tell(key: str) -> None:
        together.wait()
        operations.sign(
            by=author("social_worker"), at=later(hours=1), kind="police_notification", values={},
            parts=[Part(child)], key=key,
        )  # fmt: skip
        connection.close()

    threads = [Thread(target=tell, args=(key,)) for key in ("same", "same")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Event.objects.filter(step="police_notification").count() == 1
    assert rebuild(keep=False) == []
