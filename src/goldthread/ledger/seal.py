"""The seal on the audit trail: a chain of hashes over its rows, and over the entries whose signing they tell.

A row is written in the transaction of what it tells of, unsealed, so that nobody waits for anybody. Soon
after, whatever no seal covers yet goes under the next one. A seal holds each row's own mark, so that the
first broken row can be named, and the digest of the seal before it. The last digest is written down outside
the database: a witness, without which a trail cut short, or made up anew from beginning to end, looks whole.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction

from goldthread.ledger import wall
from goldthread.ledger.models import Seal

AT_ONCE = 10_000  # rows under one seal
MARK = 16  # bytes of a row's mark
LOOK_BACK = 60  # seals: ten minutes and more. A row whose transaction was slow to end has an older number
_LOCK = 7_365_616_12  # of the one chain

# What is sealed of a row: every column, by name, so that a column added later changes no old mark; with the
# row that tells of a signing, the entry as it was signed, what it says of each person, and its files' bytes.
_TEXT = """
select a.id, row(a.id, a.at, a.actor, a.role, a.act, a.subject, a.entry, a.request, a.detail)::text
    || case when a.act like 'sign.%%' then coalesce((
        select row(
            e.id, e.reference, e.kind, e.occurred_at, e.recorded_at, e.author_id, e.author_name,
            e.author_role, e.author_designation, e.author_agency_id, e.payload, e.amends_id,
            e.authorises_id, e.declines_id, e.answers_id, e.outside_reason, e.idempotency_key
        )::text from ledger_entry e where e.id = a.entry), 'no entry')
    || coalesce((
        select string_agg(
            row(p.id, p.subject_id, p.episode_id, p.payload, p.replaces_id)::text, '|' order by p.id
        ) from ledger_entrysubject p
        where p.placed_by_id = a.entry or (p.entry_id = a.entry and p.placed_by_id is null)), '')
    || coalesce((
        select string_agg(
            row(f.id, f.name, f.content_type, f.size, sha256(f.content))::text, '|' order by f.id
        ) from ledger_attachment f where f.entry_id = a.entry), '')
    else '' end
from ledger_auditrow a
"""
_UNSEALED = """
select id from ledger_auditrow where id >= %s
except select unnest(rows) from ledger_seal where id > %s
order by id limit %s
"""


@dataclass(frozen=True)
class Head:
    """The newest seal, as a witness writes it down."""

    seal: int
    at: datetime
    digest: str

    def __str__(self) -> str:
        return f"{self.seal} {self.at.astimezone(UTC).isoformat()} {self.digest}"


@transaction.atomic
def seal(*, at: datetime, most: int = AT_ONCE) -> Head | None:
    """Put up to `most` rows that no seal covers under the next one; None where there is no such row.

    It leaves no audit row of its own: there would never be an end to sealing.
    """
    wall.must_be_down()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    before = list(Seal.objects.order_by("-pk")[: LOOK_BACK + 1])
    rows = _unsealed(before, most)
    if not rows:
        return None
    marks = b"".join(mark(text) for _, text in texts(rows[0], rows[-1], among=frozenset(rows)))
    previous = before[0].digest if before else ""
    made = Seal.objects.create(
        at=at, rows=rows, marks=marks, previous=previous, digest=digest_of(previous, at, rows, marks)
    )
    return Head(made.pk, at, made.digest)


def witness(head: Head, book: Path) -> None:
    """Write a head down in a book outside the database, at its end."""
    book.parent.mkdir(parents=True, exist_ok=True)
    with book.open("a", encoding="utf-8") as file:
        file.write(f"{head}\n")


def texts(first: int, last: int, *, among: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Of the rows numbered `first` to `last`, those `among` others asked for: number and sealed text."""
    with connection.cursor() as cursor:
        cursor.execute("set local timezone to 'UTC'")
        cursor.execute("set local datestyle to 'ISO'")
        cursor.execute(_TEXT + "where a.id between %s and %s order by a.id", [first, last])
        found: Sequence[tuple[int, str]] = cursor.fetchall()
    return ((row, text) for row, text in found if row in among)


def texts_of(rows: Iterable[int]) -> Sequence[tuple[int, str]]:
    """The same of a few rows, wherever they are."""
    with connection.cursor() as cursor:
        cursor.execute("set local timezone to 'UTC'")
        cursor.execute("set local datestyle to 'ISO'")
        cursor.execute(_TEXT + "where a.id = any(%s) order by a.id", [list(rows)])
        found: Sequence[tuple[int, str]] = cursor.fetchall()
    return found


def mark(text: str) -> bytes:
    """A row's own mark."""
    return hashlib.sha256(text.encode()).digest()[:MARK]


def digest_of(previous: str, at: datetime, rows: Iterable[int], marks: bytes) -> str:
    """A seal's digest: over the one before it, its time, its rows' numbers and their marks."""
    said = f"{previous} {at.astimezone(UTC).isoformat()} {','.join(map(str, rows))} "
    return hashlib.sha256(said.encode() + marks).hexdigest()


def _unsealed(before: Sequence[Seal], most: int) -> list[int]:
    """The numbers of rows that no seal covers; seals older than those `before` are not looked through."""
    reaches_back = len(before) > LOOK_BACK
    with connection.cursor() as cursor:
        low = before[-1].rows[0] if reaches_back else 0
        cursor.execute(_UNSEALED, [low, before[-1].pk - 1 if reaches_back else 0, most])
        return [row for (row,) in cursor.fetchall()]
