"""Sending a message, and sending again one that got stuck."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from goldthread.access.recipients import Recipient
from goldthread.access.withholding import MustNotKnow, why_not
from goldthread.documents import tasks
from goldthread.documents.entries import Message
from goldthread.documents.letters import CannotSay, Sayable, compose, is_receipt
from goldthread.documents.models import STUCK, Delivery, State
from goldthread.ledger import audit, wall
from goldthread.ledger.author import Author
from goldthread.ledger.fields import parse_fields
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Links, Part, sign

_NAMELESS = "Sir or Madam"  # how a letter greets someone who gave no name


class NoAddress(ValueError):
    """There is no e-mail address to send to. The message is a sentence for a person."""


class NotStuck(Exception):
    """The message is on its way or has arrived; sending it again would send it twice."""


@wall.whole_act
def send(
    *,
    by: Author,
    at: datetime,
    letter: str,
    to_name: str,
    to_address: str,
    values: Mapping[str, Sayable],
    parts: Sequence[Part],
    answers: Entry | None,
    key: str,
    records_event: bool = True,
    outside_reason: str = "",
) -> Entry:
    """Sign a message composed from the pack's letter, and queue it; both happen, or neither.

    What it says is held against what its recipient must not know; that something was received, they may.

    The letter's event happens now, to every child in `parts`; `records_event=False` where another entry
    already says so. `key` makes sending safe to repeat: the same key gives the message sent first.
    Raises NoAddress, letters.CannotSay, access's MustNotKnow, and what ledger.operations.sign raises.
    """
    said = _said(letter, to_name, to_address, values, at)
    _may_know(said, [part.subject.pk for part in parts], at)
    message = sign(
        by=by,
        at=at,
        kind="message",
        values=said | ({} if records_event else {"event": ""}),
        parts=parts,
        key=key,
        links=Links(answers=answers),
        outside_reason=outside_reason,
    )
    delivery, is_new = Delivery.objects.get_or_create(entry=message, defaults={"queued_at": at})
    if is_new:
        queue(by=by, at=at, delivery=delivery)
    return message


def _said(
    letter: str, to_name: str, to_address: str, values: Mapping[str, Sayable], at: datetime
) -> dict[str, str]:
    """The message as it will be signed, word for word."""
    name, address = " ".join(to_name.split()), _address(to_address)
    composed = compose(letter, {**values, "to_name": name or _NAMELESS}, at=at)
    if composed.channel != "email":
        raise CannotSay(f"The letter {letter!r} goes by post, which this service does not do.")
    return {
        "letter": letter,
        "event": composed.event,
        "to_name": name,
        "to_address": address,
        "channel": composed.channel,
        "subject": composed.subject,
        "body": composed.body,
    }


def _may_know(said: Mapping[str, str], people: Sequence[UUID], at: datetime) -> None:
    if is_receipt(said["event"]) or not people:
        return
    to = Recipient(said["to_name"], email=said["to_address"])
    why = why_not(to, people, [said["subject"], said["body"]], at=at)
    if why:
        raise MustNotKnow(f"This would be told to {to.name or to.email}, who must not know it. {why}")


@wall.whole_act
def redeliver(*, by: Author, at: datetime, entry: Entry) -> Delivery:
    """Queue again a message that was not sent, or may not have arrived. Raises NotStuck for any other."""
    delivery = Delivery.objects.select_for_update().get(entry=entry)
    if delivery.state not in STUCK:
        raise NotStuck
    delivery.state, delivery.attempts, delivery.last_error = State.QUEUED, 0, ""
    delivery.queued_at, delivery.settled_at = at, None
    delivery.save()
    queue(by=by, at=at, delivery=delivery)
    return delivery


def queue(*, by: Author, at: datetime, delivery: Delivery) -> None:
    """Have a message handed over. The job is a row of this database: one transaction with the caller's."""
    audit.record(by=by, at=at, act="message.queued", entry=delivery.pk)
    tasks.deliver.defer(entry_id=str(delivery.pk))


def _address(typed: str) -> str:
    """What a form takes for an address is one here too, so that no contact fails for want of an answer."""
    field = Message.to_address
    parsed = parse_fields({field.name: field}, {field.name: [typed]}, required=[field.name])
    if not parsed.ok:
        raise NoAddress("There is no e-mail address to send this to.")
    return str(parsed.values[field.name])
