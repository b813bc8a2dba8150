"""Making a copy of somebody's record: opened, gone through entry by entry, signed, checked, made, given."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from goldthread.access.recipients import Recipient
from goldthread.disclosure.models import Looked, Mark, Redaction, Retyped
from goldthread.disclosure.redaction import queries
from goldthread.disclosure.redaction.desk import Desk, undone
from goldthread.disclosure.redaction.final import Final, final, told
from goldthread.disclosure.redaction.printing import about, file_name, print_copy
from goldthread.disclosure.redaction.source import Sheet
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.ids import derived_id
from goldthread.ledger.london import say_date
from goldthread.ledger.models import Attachment, Entry, Subject
from goldthread.ledger.operations import Links, Part, sign


class NotNow(Exception):
    """It cannot be done as things stand. The message is a sentence for whoever asked."""


@dataclass(frozen=True)
class Decided:
    """What somebody decided of some words of an answer: that they go, and why, or that they stay."""

    field: str
    text: str  # the mark of the answer's text
    start: int
    end: int
    words: str
    goes: bool
    reason: str
    by_hand: bool = False


@dataclass(frozen=True)
class Wanted:
    """What somebody is to get a copy of, and why. `request` is the entry in which they asked."""

    recipient: Recipient
    basis: str
    purpose: str
    request: Entry | None = None


@dataclass(frozen=True)
class Sheeted:
    """What somebody made of one entry: the words, and the reason for which all of it goes, if it does."""

    sheet: Sheet
    decided: Sequence[Decided]
    whole: str = ""
    typed: Mapping[UUID, str] = field(default_factory=dict)


@transaction.atomic
def open_redaction(*, by: Author, at: datetime, subject: Subject, wanted: Wanted) -> Redaction:
    """Begin a copy of what the record holds now. Raises ValueError for an author who is no user."""
    if by.user is None:
        raise ValueError("only a user makes a copy")
    made = Redaction.objects.create(
        subject=subject,
        request=wanted.request,
        to_key=wanted.recipient.key,
        to_name=wanted.recipient.name,
        to_how=wanted.recipient.how,
        basis=wanted.basis,
        purpose=wanted.purpose,
        until=at,
        opened_by=by.user,
        opened_at=at,
    )
    audit.record(by=by, at=at, act="redaction.open", subject=subject.pk)
    return made


@transaction.atomic
def go_through(*, by: Author, at: datetime, redaction: Redaction, sheets: Sequence[Sheeted]) -> None:
    """Keep what was decided of these entries, and that somebody went through them. Raises NotNow."""
    redaction = Redaction.objects.select_for_update().get(pk=redaction.pk)
    _refuse_while_waiting(redaction)
    for one in sheets:
        source = one.sheet.entry
        Mark.objects.filter(redaction=redaction, source=source).delete()
        said = {(each.field, each.start, each.end): each for each in (*one.decided, *_whole(one.whole))}
        Mark.objects.bulk_create(
            Mark(redaction=redaction, source=source, by=by.user, at=at, **vars(each))
            for each in said.values()
        )
        _retype(by, at, redaction, one.typed)
        Looked.objects.update_or_create(
            redaction=redaction,
            source=source,
            defaults={"sheet": one.sheet.mark, "by": by.user, "at": at},
        )
        audit.record(by=by, at=at, act="redaction.marked", subject=redaction.subject_id, entry=source.pk)


def _whole(reason: str) -> list[Decided]:
    """The whole of an entry, where it goes."""
    return [Decided("", "", 0, 0, "", goes=True, reason=reason)] if reason else []


def _retype(by: Author, at: datetime, redaction: Redaction, typed: Mapping[UUID, str]) -> None:
    for file, text in typed.items():
        Retyped.objects.update_or_create(
            redaction=redaction, file_id=file, defaults={"text": text, "by": by.user, "at": at}
        )


def _refuse_while_waiting(redaction: Redaction) -> None:
    if queries.waits(redaction):
        raise NotNow("It waits for the second pair of eyes. They can send it back for you to change")


@transaction.atomic
def sign_redaction(*, by: Author, at: datetime, desk: Desk, why: Mapping[str, str], key: str) -> Entry:
    """Sign all the marks of a copy; it then waits for somebody else. `why`: who decided, by reason.

    Raises NotNow where an entry was not gone through, or where the copy would tell what must not be known.
    """
    redaction = Redaction.objects.select_for_update().get(pk=desk.redaction.pk)
    _refuse_while_waiting(redaction)
    copy = _ready(desk)
    entry = sign(
        by=by,
        at=at,
        kind="redaction",
        values=_said(redaction, copy, why),
        parts=_parts(redaction.subject),
        key=key,
        links=Links(answers=redaction.request),
    )
    redaction.signed_as = entry
    redaction.save(update_fields=["signed_as"])
    return entry


def _ready(desk: Desk) -> Final:
    made = desk.sheets()
    left = undone(desk, made)
    if left:
        raise NotNow(f"Not gone through yet: {_entries(len(left))}. Look at each before you sign")
    copy = final(desk, made)
    for page, line, why in told(copy, desk.against):
        raise NotNow(f"{page.title}, {page.when}, “{line.label}” would tell what must not be known. {why}")
    if desk.against.nothing:
        raise NotNow(desk.against.nothing[0])
    return copy


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"


def _said(redaction: Redaction, copy: Final, why: Mapping[str, str]) -> dict[str, object]:
    """What the record keeps of it: how much was taken out and why, never the words."""
    counts = [
        {"reason": key, "times": times, **({"why": why[key]} if why.get(key) else {})}
        for key, times in copy.counts.items()
    ]
    said = {
        "redaction": str(redaction.pk),
        "request": str(redaction.request_id or ""),
        "fingerprint": copy.fingerprint,
        "to_name": redaction.to_name,
        "to_how": redaction.to_how,
        "basis": redaction.basis,
        "purpose": redaction.purpose,
        "entries": len(copy.pages),
        "files": copy.files,
        "counts": counts,
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def _parts(subject: Subject) -> list[Part]:
    return [Part(subject, in_episode=False)]


@transaction.atomic
def check_redaction(
    *, by: Author, at: datetime, desk: Desk, signed: Entry, values: Values, key: str
) -> Entry:
    """The second pair of eyes: the whole may go, or goes back. Raises NotNow for whoever marked any of it."""
    if by.user is None or by.user.pk in queries.markers(desk.redaction, signed):
        raise NotNow("You marked this copy, so somebody else checks it")
    if queries.checked(signed) is not None:
        raise NotNow("Somebody has checked it already")
    if values["outcome"] == "approved":
        _same(_ready(desk), signed)
    return sign(
        by=by,
        at=at,
        kind="redaction_check",
        values={**values, "fingerprint": signed.payload["fingerprint"]},
        parts=_parts(desk.redaction.subject),
        key=key,
        links=Links(answers=signed),
    )


def _same(copy: Final, signed: Entry) -> None:
    if copy.fingerprint != signed.payload["fingerprint"]:
        raise NotNow("The record or a mark has changed since this was signed. It has to be signed again")


@transaction.atomic
def make_copy(*, by: Author, at: datetime, desk: Desk, signed: Entry) -> Entry:
    """Make the file of a copy that somebody else has approved. Raises NotNow without that.

    However often it is asked, one approval makes one copy.
    """
    check = queries.checked(signed)
    if check is None or check.payload.get("outcome") != "approved":
        raise NotNow("Nobody else has approved it yet, so there is no copy")
    copy = _ready(desk)
    _same(copy, signed)
    version = queries.version(desk.redaction, desk.record)
    entry = sign(
        by=by,
        at=at,
        kind="redacted_copy",
        values=_copied(signed, copy, version),
        parts=_parts(desk.redaction.subject),
        key=str(derived_id(check.pk, "copy")),
        links=Links(answers=signed),
    )
    if not entry.attachments.exists():
        _enclose(entry, desk, copy, at)
    return entry


def _copied(signed: Entry, copy: Final, version: int) -> dict[str, object]:
    kept = {
        name: signed.payload[name] for name in ("redaction", "request", "to_name") if name in signed.payload
    }
    return {**kept, "fingerprint": copy.fingerprint, "version": version, "entries": len(copy.pages)}


def _enclose(entry: Entry, desk: Desk, copy: Final, at: datetime) -> None:
    theirs = bool(desk.recipient.person and desk.recipient.person in desk.record)
    pdf = print_copy(
        copy,
        about(
            theirs=theirs,
            worker=entry.author_name,
            asked=say_date(desk.redaction.until),
            version=entry.payload["version"],
        ),
        to_name=desk.redaction.to_name,
        reference=entry.reference,
        at=at,
    )
    Attachment.objects.create(
        entry=entry,
        field="paper",
        name=file_name(entry.reference),
        content_type="application/pdf",
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        content=pdf,
        added_at=at,
    )


def give_copy(
    *, by: Author, at: datetime, copy: Entry, redaction: Redaction, values: Values, key: str
) -> Entry:
    """Record that the copy left, and how it was known that it reached the right person."""
    return sign(
        by=by,
        at=at,
        kind="copy_given",
        values={
            **values,
            "to_name": redaction.to_name,
            "basis": redaction.basis,
            "purpose": redaction.purpose,
        },
        parts=_parts(redaction.subject),
        key=key,
        links=Links(answers=copy),
    )
