"""How messages read in the record, and what they mean to the procedure."""

import pytest

from goldthread.documents.entries import Message, MessageFailed
from goldthread.ledger.entries import ProposedEvent
from goldthread.ledger.fields import Sensitivity
from tests.requirements import requirement

ACKNOWLEDGEMENT = {
    "letter": "acknowledgement",
    "event": "acknowledgement.sent",
    "to_name": "Ms Okafor",
    "to_address": "okafor@example.org",
    "channel": "email",
    "subject": "We have your contact",
    "body": "Dear Ms Okafor",
}


@requirement("HERTS-4.1")
def test_a_message_means_its_letters_event() -> None:
    assert Message.events(ACKNOWLEDGEMENT, {}) == [ProposedEvent("acknowledgement", "sent")]


def test_a_message_may_mean_no_event() -> None:
    assert Message.events({**ACKNOWLEDGEMENT, "event": ""}, {}) == []


@pytest.mark.takes(2)  # reads the procedure
def test_a_message_reads_as_it_was_written() -> None:
    assert Message.summary(ACKNOWLEDGEMENT) == "E-mail: We have your contact"
    read = {field.name: text for field, text in Message.reads(ACKNOWLEDGEMENT)}
    assert "event" not in read
    assert read["channel"] == "E-mail"
    assert read["body"] == "Dear Ms Okafor"


def test_whatever_names_the_recipient_is_locked_where_they_wish_to_stay_unnamed() -> None:
    locked = {
        name for name, field in Message.fields.items() if field.sensitivity is Sensitivity.LOCKED_REFERRER
    }
    assert locked == {"to_name", "to_address", "body"}


def test_a_failure_says_what_went_wrong() -> None:
    assert MessageFailed.summary({"trouble": "refused"}) == (
        "Message not delivered: The mail system refused it"
    )
