"""Receiving a request for information: settle whom it is about, sign it; no case begins (HERTS-8)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goldthread.disclosure.entries.request import OPENED, STEP, InformationRequest
from goldthread.disclosure.recognising import ABOUT, stands
from goldthread.disclosure.requestfile import episode_for
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.ledger.state import typed
from goldthread.people.creating import Newcomer, create
from goldthread.people.identity import identity
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import fold


@transaction.atomic
def receive(
    *,
    by: Author,
    at: datetime,
    values: Values,
    known: Mapping[int, UUID],
    newcomers: Sequence[Newcomer],
    sending: Sending,
) -> Entry:
    """Sign a request about these people: by row, those recognised; the others in order are put on record.

    Somebody new is named, so that the next request finds them; nobody is made a case. Raises what
    `ledger.operations.sign` raises, and people.creating.AlreadyThere.
    """
    if first := Entry.objects.filter(idempotency_key=sending.key).first():
        return first
    happened = datetime.fromisoformat(values["happened_at"]) if values.get("happened_at") else at
    rows = [dict(row) for row in values.get(ABOUT, ())]
    new = iter(create(by=by, at=at, newcomers=newcomers))
    parts = []
    shared = {**values}
    for place, row in enumerate(rows):
        subject = Subject.objects.get(pk=known[place]) if place in known else next(new)
        row["subject"] = str(subject.pk)
        parts.append(_part(subject, shared, at, happened, new=place not in known))
    if any(part.values.get("former_adult") for part in parts) and "former_adult" in InformationRequest.fields:
        shared.setdefault("former_adult", True)
        parts = [
            _part(part.subject, shared, at, happened, new=bool(part.values.get("new"))) for part in parts
        ]
    return ledger.sign(
        by=by,
        at=at,
        kind=InformationRequest.kind,
        values={**shared, ABOUT: rows},
        parts=parts,
        key=sending.key,
        occurred_at=happened,
        outside_reason=sending.outside_reason,
        draft=sending.draft,
        holder=sending.holder,
    )


def _part(subject: Subject, values: Values, at: datetime, happened: datetime, *, new: bool) -> Part:
    """How the person stands, and the contact that the procedure asks for (HERTS-8.2, 8.3)."""
    how = stands(subject.pk, at)
    own: dict[str, Any] = {
        "child_open": how.is_open,
        "standing": "Not on record before" if new else how.words,
    }
    own |= {"new": True} if new else {}
    own |= {"former_adult": True} if how.former_adult else {}
    opens = opened_by(values, own, happened)
    worked_with = episode_for(identity([subject.pk])) is not None
    return Part(subject, {**own, **({"opens": opens} if opens else {})}, in_episode=worked_with)


def opened_by(values: Values, part: Values, happened: datetime) -> list[str]:
    """The contacts that this request makes the procedure ask for: once it is signed, it is that contact."""
    received = InformationRequest.events(values, part)[0]
    event = CaseEvent(
        str(derived_id("request")), STEP, "received", happened, happened, "", facts=typed(received.facts)
    )
    state = fold(procedure.procedure(), [event])
    owed = {name for duty in duties(state, happened) for name in duty.rule.met_by}
    return [outcome for outcome in OPENED if f"{STEP}.{outcome}" in owed]
