"""One attempt to hand one message over: never two at a time, nor again where the first may have arrived."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from goldthread.documents import backends
from goldthread.documents.backends import Backend, Enclosed, Mail
from goldthread.documents.entries import Dispatch
from goldthread.documents.letters import is_receipt
from goldthread.documents.models import SETTLED, Delivery, State
from goldthread.ledger import audit
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Links, Part, sign

MOST_ATTEMPTS = 10  # with the queue's growing pauses, about eight hours
NO_ANSWER = "no_answer"


class Busy(Exception):
    """Another worker is handing this message over."""


def attempt(entry_id: UUID, *, at: datetime) -> None:
    """Hand the message over, unless that is settled.

    `sending` is committed before the provider is called and its answer after, so that an attempt which
    died in between is seen by the next. docs/decisions/0006-delivery.md says what that one does.
    Raises Busy, backends.NotTaken or what the provider raised when the queue should try again.
    """
    with _alone(entry_id):
        delivery = Delivery.objects.select_related("entry").get(pk=entry_id)
        if delivery.state in SETTLED:
            return
        backend = backends.chosen()
        # The provider that an earlier attempt was calling when it died, or when contact was lost.
        silent = delivery.provider if delivery.state == State.SENDING else ""
        if delivery.attempts >= MOST_ATTEMPTS:
            _fail(delivery, at, "in_doubt" if silent else "gave_up", delivery.last_error)
            return
        with transaction.atomic(durable=True):
            _move(
                delivery,
                State.SENDING,
                at,
                attempts=delivery.attempts + 1,
                provider=backend.name,
                attempted_at=at,
            )
        mail = _mail(delivery.entry)
        if silent and _settled_after_silence(delivery, backend, silent, mail, at):
            return
        _hand_over(delivery, backend, mail, at)


def _hand_over(delivery: Delivery, backend: Backend, mail: Mail, at: datetime) -> None:
    try:
        reference = backend.send(mail)
    except backends.NotTaken as problem:
        _move(delivery, State.QUEUED, at, last_error=problem.code)
        raise
    except backends.Refused as problem:
        _fail(delivery, at, "refused", problem.code)
    else:
        _move(delivery, State.SENT, at, provider_reference=reference, settled_at=at)


def _settled_after_silence(
    delivery: Delivery, backend: Backend, silent: str, mail: Mail, at: datetime
) -> bool:
    """What to make of an attempt that never got an answer. False: it is right to send now.

    Where nobody can know, an acknowledgement goes out once more, since it says nothing that could
    harm twice and its absence breaks a limit (HERTS-4.1); any other message waits for a person.
    """
    found = backend.trace(mail) if backend.name == silent else None
    if found:
        _move(delivery, State.SENT, at, provider_reference=found, settled_at=at)
        return True
    if found is not None:
        return False
    may_repeat = is_receipt(delivery.entry.payload.get("event", "")) and delivery.last_error != NO_ANSWER
    if may_repeat:
        _move(delivery, State.SENDING, at, last_error=NO_ANSWER)
    else:
        _fail(delivery, at, "in_doubt", NO_ANSWER)
    return not may_repeat


@transaction.atomic
def _fail(delivery: Delivery, at: datetime, trouble: str, code: str) -> None:
    """Settle it without success, and say so in the record, for whoever reads it there."""
    state = State.IN_DOUBT if trouble == "in_doubt" else State.FAILED
    _move(delivery, state, at, last_error=code, settled_at=at)
    message = delivery.entry
    sign(
        by=SYSTEM,
        at=at,
        kind="message_failed",
        values={"trouble": trouble},
        parts=[
            Part(part.subject, {}, part.episode_id is not None)
            for part in message.parts.select_related("subject")
        ],
        key=str(derived_id(message.pk, "failed", delivery.queued_at.isoformat())),
        links=Links(answers=message),
    )


@transaction.atomic
def _move(delivery: Delivery, state: State, at: datetime, **fields: Any) -> None:
    """Note where the message is now, with the audit row."""
    for name, value in {"state": state, **fields}.items():
        setattr(delivery, name, value)
    delivery.save()
    audit.record(by=SYSTEM, at=at, act=f"message.{state}", entry=delivery.pk)


def _mail(message: Entry) -> Mail:
    said = message.payload
    file = message.attachments.filter(field=Dispatch.paper.name).first()
    return Mail(
        id=message.pk,
        reference=message.reference,
        to_name=said["to_name"],
        to_address=said["to_address"],
        subject=said["subject"],
        body=said["body"],
        automatic=message.author_id is None,
        enclosed=Enclosed(file.name, bytes(file.content)) if file is not None else None,
    )


@contextmanager
def _alone(entry_id: UUID) -> Iterator[None]:
    """Nobody else hands this message over meanwhile. PostgreSQL itself lets go when our process dies."""
    key = int.from_bytes(entry_id.bytes[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if cursor.fetchone() != (True,):
            raise Busy
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
