"""Receiving a request for information: settle whom it is about, sign it; no case begins (HERTS-8)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from goldthread.disclosure.entries.request import InformationRequest
from goldthread.disclosure.recognising import ABOUT, Stands, stands
from goldthread.disclosure.requestfile import episode_for, opened_by
from goldthread.ledger import operations as ledger
from goldthread.ledger import wall
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.people.creating import Newcomer, create
from goldthread.people.identity import identity


@wall.whole_act
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
    subjects = [Subject.objects.get(pk=known[n]) if n in known else next(new) for n in range(len(rows))]
    stood = [stands(subject.pk, at) for subject in subjects]
    shared = _shared(values, rows, subjects, stood)
    parts = [
        _part(subject, how, shared, happened, new=place not in known)
        for place, (subject, how) in enumerate(zip(subjects, stood, strict=True))
    ]
    return ledger.sign(
        by=by,
        at=at,
        kind=InformationRequest.kind,
        values=shared,
        parts=parts,
        key=sending.key,
        occurred_at=happened,
        outside_reason=sending.outside_reason,
        draft=sending.draft,
        holder=sending.holder,
    )


def _shared(
    values: Values, rows: Sequence[Mapping[str, Any]], subjects: Sequence[Subject], stood: Sequence[Stands]
) -> dict[str, Any]:
    """What is said of everyone, each row with the record that it is about."""
    about = [{**row, "subject": str(subject.pk)} for row, subject in zip(rows, subjects, strict=True)]
    shared = {**values, ABOUT: about}
    if any(how.former_adult for how in stood) and "former_adult" in InformationRequest.fields:
        shared.setdefault("former_adult", True)
    return shared


def _part(subject: Subject, how: Stands, values: Values, happened: datetime, *, new: bool) -> Part:
    """How the person stands, and the contact that the procedure asks for (HERTS-8.2, 8.3)."""
    own: dict[str, Any] = {
        "child_open": how.is_open,
        "standing": "Not on record before" if new else how.words,
        **({"new": True} if new else {}),
    }
    opens = opened_by(values, own, happened)
    worked_with = episode_for(identity([subject.pk])) is not None
    return Part(subject, {**own, **({"opens": opens} if opens else {})}, in_episode=worked_with)
