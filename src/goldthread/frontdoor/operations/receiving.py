"""Receiving a contact: settle whom it is about, sign it, and acknowledge it where that is automatic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldthread.accounts.models import COUNCIL, Agency
from goldthread.documents import operations as documents
from goldthread.frontdoor import choices, letters
from goldthread.frontdoor.doors import has, referrers
from goldthread.frontdoor.entries.contact import AGENCY, CONFIRMS, contact_facts
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure, wall
from goldthread.ledger.author import SYSTEM, Author
from goldthread.ledger.entries import Values
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Duty, Entry, Subject
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.people.creating import Newcomer, create

__all__ = ["Known", "Sending", "parts_of", "receive"]

# Channels that the service answers by itself, by email (HERTS-4.2). The others are acknowledged by a person.
_ANSWERED_BY_EMAIL = frozenset({"email", "online_form"})


@dataclass(frozen=True)
class Known:
    """People of a contact whom the officer recognised: subject ids by row number.

    `newcomers`, by group and row number, are those looked for.
    """

    children: Mapping[int, UUID] = field(default_factory=dict)
    household: Mapping[int, UUID] = field(default_factory=dict)
    newcomers: Mapping[str, Mapping[int, Newcomer]] = field(default_factory=dict)


@wall.whole_act
def receive(
    *,
    by: Author,
    at: datetime,
    values: Values,
    sending: Sending,
    known: Known | None = None,
    occurred_at: datetime | None = None,
) -> Entry:
    """Sign a contact about one or more children and everyone named with them, and acknowledge it.

    `values` are those of the Contact fields, with `children` rows. Sending the same key again gives
    the contact that was received first.
    """
    if first := Entry.objects.filter(idempotency_key=sending.key).first():
        return first
    known = known or Known()
    shared = _shared(values, sending.answers, by)
    parts = parts_of(by=by, at=at, rows=values.get("children", [{}]), known=known, group="children")
    for group, in_episode in (("other_child", True), ("household", False)):
        rows = values.get(group, [])
        named = parts_of(by=by, at=at, rows=rows, known=known, group=group, in_episode=in_episode)
        shared[group] = [{**part.values, "subject": str(part.subject.pk)} for part in named]
        parts += [Part(part.subject, {}, in_episode) if group == "household" else part for part in named]
    entry = ledger.sign(
        by=by,
        at=at,
        kind="contact",
        values={name: value for name, value in shared.items() if value != []},
        parts=parts,
        key=sending.key,
        occurred_at=occurred_at,
        links=Links(answers=sending.answers),
        outside_reason=sending.outside_reason,
        draft=sending.draft,
        holder=sending.holder,
    )
    _acknowledge(at, entry)
    return entry


def _shared(values: Values, earlier: Entry | None, by: Author) -> dict[str, Any]:
    """What is said of all the children, whether it confirms what was told aloud, and whose words it is."""
    shared = {name: value for name, value in values.items() if name != "children"}
    confirms = earlier is not None and earlier.payload.get("channel") in choices.SPOKEN
    return shared | ({CONFIRMS: True} if confirms else {}) | _told_by(values.get("referrer_agency", ""), by)


def _told_by(name: str, by: Author) -> dict[str, str]:
    """The agency that an officer wrote down, where the service knows one of that name."""
    if not name or by.agency is None or by.agency.is_outside:
        return {}
    agency = Agency.objects.filter(name__iexact=name).exclude(kind=COUNCIL).first()
    return {AGENCY: str(agency.pk)} if agency else {}


def parts_of(
    *,
    by: Author,
    at: datetime,
    rows: Sequence[Mapping[str, Any]],
    known: Known,
    group: str,
    in_episode: bool = True,
) -> list[Part]:
    """A part for each row of the group: of the person recognised, or of someone new.

    Raises people.creating.AlreadyThere where somebody alike came on record since the writer looked.
    """
    recognised = {"children": known.children, "household": known.household}.get(group, {})
    new = [number for number in range(len(rows)) if number not in recognised]
    looked_for = [known.newcomers.get(group, {}).get(number, Newcomer()) for number in new]
    subjects = dict(zip(new, create(by=by, at=at, newcomers=looked_for), strict=True))
    subjects |= {number: Subject.objects.get(pk=pk) for number, pk in recognised.items()}
    return [Part(subjects[number], dict(row), in_episode) for number, row in enumerate(rows)]


def _acknowledge(at: datetime, entry: Entry) -> None:
    """Acknowledge a written contact by itself: that it was received, and nothing more (HERTS-4.4)."""
    address, pack = entry.payload.get("referrer_email"), procedure.pack(at)
    letter = letters.fitting(pack, letters.RECEIPT, contact_facts(entry.payload, {}))
    if not (address and letter and has(pack, letters.RECEIPT)) or not _is_written(entry):
        return
    documents.send(
        by=SYSTEM,
        at=at,
        letter=letter,
        to_name=entry.payload.get("referrer_name", ""),
        to_address=address,
        values={"reference": entry.reference, "received_at": entry.occurred_at, **_chase_by(entry)},
        parts=[
            Part(part.subject) for part in entry.parts.select_related("subject").filter(episode__isnull=False)
        ],
        answers=entry,
        key=f"acknowledgement/{entry.pk}",
    )


def _is_written(entry: Entry) -> bool:
    return entry.payload.get("channel") in _ANSWERED_BY_EMAIL


def _chase_by(entry: Entry) -> dict[str, date]:
    """The day by which the referrer should hear from us, or contact us again (HERTS-4.3)."""
    duty = (
        Duty.objects.filter(
            because__in=entry.events.values("pk"),
            role__in=referrers(procedure.newest()),
            due_at__isnull=False,
        )
        .filter(rule__startswith="acknowledgement.")
        .first()
    )
    return {"chase_by": london_date(duty.due_at)} if duty and duty.due_at else {}
