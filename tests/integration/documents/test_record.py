"""A message on a child's record: what it means to the procedure, and what becomes of it."""

from datetime import date
from typing import Any

import pytest

from goldthread.documents import backends
from goldthread.documents.delivering import attempt
from goldthread.documents.models import Delivery
from goldthread.ledger.models import Duty, Entry, Event
from goldthread.ledger.procedure import newest
from goldthread.procedures.format.desk import Letter
from tests.factories import THURSDAY, child_of, contact, later
from tests.integration.documents.provider import Provider
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
ADDRESS = "okafor@example.org"


def acknowledged(**values: Any) -> Entry:
    answers: dict[str, Any] = {"referrer_email": ADDRESS, "referrer_name": "Ms Okafor", **values}
    return contact(**answers)


@requirement("HERTS-4.1", "HERTS-4.2", "HERTS-4.3")
def test_a_contact_in_writing_is_acknowledged_at_once_and_the_duty_met() -> None:
    entry = acknowledged()
    message = Entry.objects.get(kind="message")
    assert message.answers == entry
    assert message.author_role == "system"
    assert message.payload["to_address"] == ADDRESS
    assert entry.reference in message.payload["body"]
    assert "2 April 2026 at 4:40pm" in message.payload["body"]
    assert "9 April 2026" in message.payload["body"]
    assert Event.objects.filter(entry=message, step="acknowledgement", outcome="sent").exists()
    duty = Duty.objects.get(rule="acknowledgement.acknowledge")
    assert (duty.met_at, duty.due_at is not None and duty.due_at.date()) == (THURSDAY, date(2026, 4, 7))


@requirement("HERTS-4.4")
def test_an_acknowledgement_says_nothing_of_the_case() -> None:
    acknowledged(concern="Bruises on both arms", children=[{"given_names": "Rowan", "family_name": "Alder"}])
    said = Entry.objects.get(kind="message").payload
    text = f"{said['subject']} {said['body']}".lower()
    assert not [word for word in ("rowan", "alder", "bruises", "arms", "school") if word in text]
    assert not [title for title in _outcomes() if title.lower() in text]


def _outcomes() -> list[str]:
    return [outcome.title for outcome in newest().steps["decision"].outcomes.values()]


def test_an_address_that_only_the_form_takes_still_lets_the_contact_in() -> None:
    acknowledged(referrer_email="jörg@bücher.example")
    assert Entry.objects.get(kind="message").payload["to_address"] == "jörg@bücher.example"


def test_a_failure_stands_on_the_childs_record(provider: Provider) -> None:
    entry = acknowledged()
    message = Entry.objects.get(kind="message")

    def refuse() -> None:
        raise backends.Refused("smtp_550")

    provider.before = refuse
    attempt(message.pk, at=later(minutes=1))
    failure = Entry.objects.get(kind="message_failed")
    assert failure.answers == message
    assert [part.subject for part in failure.parts.all()] == [child_of(entry)]
    assert Delivery.objects.get(entry=message).state == "failed"


def letters() -> dict[str, Letter]:
    return dict(newest().letters)


@requirement("HERTS-4.4")
def test_every_acknowledgement_of_the_procedure_can_be_composed_and_names_no_outcome() -> None:
    receipts = [letter for letter in letters().values() if letter.event.startswith("acknowledgement.")]
    assert receipts
    for letter in receipts:
        text = " ".join((letter.subject, *letter.body)).lower()
        assert not [title for title in _outcomes() if title.lower() in text]
        assert set(letter.may_say) <= {"authority", "to_name", "reference", "received_at", "chase_by"}


def test_no_subject_line_names_anyone() -> None:
    said = {
        name for letter in letters().values() for name in letter.may_say if f"{{{name}}}" in letter.subject
    }
    assert said <= {"reference", "authority", "received_at", "chase_by"}


@requirement("HERTS-10.27")
def test_the_public_are_told_nothing_of_the_child_or_the_family() -> None:
    public = [letter for name, letter in letters().items() if name.endswith("_public")]
    assert public
    for letter in public:
        assert set(letter.may_say) <= {"authority", "to_name", "reference", "received_at"}
