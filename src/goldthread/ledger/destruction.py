"""Destroying what a record holds, once its time is over and a second person approved it; and proving that.

An entry that stands in nobody else's record goes with its files, drafts and all that was derived from it. Of
one that another worked-with person's record holds, too, only what it says of this person alone goes. What the
seal had marked is kept as a line for each row: its mark as sealed and as it stands since. The certificate
holds a digest over these lines and is sealed itself, so the chain still proves everything, the gap included.
The database lets nothing go without the approval: see migration 0007.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Q

from goldthread.ledger import projections, seal, wall
from goldthread.ledger.models import (
    Attachment,
    AuditRow,
    Destroyed,
    Draft,
    Entry,
    EntrySubject,
    Episode,
    Seal,
    Subject,
)

CERTIFICATE = "destruction_certificate"  # the kind of entry that tells of a destruction
_LINKS = ("answers", "amends", "authorises", "declines")
_FOR_EVER = (Entry, EntrySubject, Attachment, Subject)  # the first three go by the database's own function
_OWNERS = "select e.id, goldthread_owners(e.id) from ledger_entry e where e.id = any(%s)"
_MAY_DELETE = "select has_table_privilege(current_user, %s, 'DELETE')"


@dataclass(frozen=True)
class Plan:
    """What would go of some people's records: whole entries, and parts of entries that others hold, too."""

    subjects: frozenset[UUID]
    entries: frozenset[UUID]
    parts: frozenset[int]
    shared: frozenset[UUID]  # the entries of those parts

    def counts(self) -> dict[str, int]:
        """How many entries of each kind go, how many files, and of how many shared entries a part."""
        found = Counter(Entry.objects.filter(pk__in=self.entries).values_list("kind", flat=True))
        files = Attachment.objects.filter(entry__in=self.entries).count()
        return {**dict(sorted(found.items())), "files": files, "parts_of_shared_entries": len(self.parts)}


@dataclass(frozen=True)
class Line:
    """One row of the audit trail that told of a signing: the mark of both as sealed, and since."""

    row: int
    entry: UUID
    before: bytes
    after: bytes


@dataclass(frozen=True)
class Erased:
    """What was destroyed: the lines that prove it, and how many rows of each table went besides."""

    lines: tuple[Line, ...]
    others: dict[str, int] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What the certificate holds of the lines."""
        return digest_of(self.lines)


def digest_of(lines: Iterable[Line | Destroyed]) -> str:
    """SHA-256 over each line in order of rows: row, entry, mark before, mark after."""
    said = hashlib.sha256()
    for one in sorted(lines, key=lambda line: line.row):
        said.update(f"{one.row} {one.entry} {bytes(one.before).hex()} {bytes(one.after).hex()}\n".encode())
    return said.hexdigest()


def approved(approval: Entry | None) -> bool:
    """Whether an entry is a second person's approval of somebody's proposal to destroy."""
    proposal = approval.authorises if approval is not None else None
    return (
        approval is not None
        and proposal is not None
        and (approval.kind, proposal.kind) == ("destruction_approved", "destruction_proposed")
        and approval.author_id != proposal.author_id
    )


@wall.whole_act
def plan(subjects: Collection[UUID]) -> Plan:
    """What goes when the records of these people, all known as one person, are destroyed."""
    about = frozenset(subjects)
    mine = EntrySubject.everywhere.filter(subject__in=about)
    found = set(mine.exclude(entry__kind__startswith="destruction_").values_list("entry", flat=True))
    owners = _owners(found)
    going = {entry for entry in found if owners[entry] <= about}
    going |= _beside(going)
    while held := _still_pointed_to(going):
        going -= held
    parts = dict(mine.exclude(entry__in=going).values_list("pk", "entry"))
    return Plan(about, frozenset(going), frozenset(parts), frozenset(parts.values()))


def _owners(entries: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """In whose records each entry stands, as the database itself sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS, [list(entries)])
        return {entry: frozenset(subjects) for entry, subjects in cursor.fetchall()}


def _beside(going: Collection[UUID]) -> set[UUID]:
    """Entries about nobody that follow these, such as a letter about one of them: at whatever remove."""
    found: set[UUID] = set()
    nearest: Collection[UUID] = going
    while nearest:
        linked = Q(*((f"{link}__in", list(nearest)) for link in _LINKS), _connector=Q.OR)
        later = Entry.objects.filter(linked, parts__isnull=True).exclude(kind__startswith="destruction_")
        nearest = set(later.values_list("pk", flat=True)) - found
        found |= nearest
    return found


def _still_pointed_to(going: Collection[UUID]) -> set[UUID]:
    """Those that an entry which stays is about: they stay with it."""
    staying = Entry.objects.exclude(pk__in=going)
    held: set[UUID] = set()
    for link in _LINKS:
        pointed = staying.filter(**{f"{link}__in": going}).values_list(link, flat=True)
        held.update(pk for pk in pointed if pk is not None)
    return held


@wall.whole_act
def erase(*, at: datetime, approval: Entry, what: Plan) -> Erased:
    """Destroy it. The caller signs the certificate and then calls `certify`, in the same transaction.

    Raises django.db.Error where the database finds no approval by a second person, or a hold.
    """
    while seal.seal(at=at) is not None:  # so that a mark of every row is known
        pass
    touched = what.entries | what.shared
    rows = _signings(touched | _placed(what.parts))
    before = _sealed_marks(rows)
    people = _people_of(touched)
    with connection.cursor() as cursor:
        cursor.execute("set local role goldthread_destroyer")
        cursor.execute(
            "select goldthread_destroy(%s, %s, %s)", [approval.pk, list(what.entries), list(what.parts)]
        )
        cursor.execute("reset role")
    others = _clear(what)
    projections.forget(what.entries | what.shared, what.subjects)
    for entry in Entry.objects.filter(pk__in=what.shared).order_by("recorded_at", "pk"):
        projections.project(entry)
    projections.refresh(people)
    after = {row: seal.mark(text) for row, text in seal.texts_of(rows)}
    lines = [Line(row, entry, before[row], after[row]) for row, entry in rows.items()]
    return Erased(tuple(one for one in lines if one.before != one.after), others)


def certify(*, erased: Erased, certificate: Entry) -> None:
    """Keep the lines beside their certificate."""
    Destroyed.objects.bulk_create(
        Destroyed(row=one.row, entry=one.entry, before=one.before, after=one.after, certificate=certificate)
        for one in erased.lines
    )


def _signings(entries: Collection[UUID]) -> dict[int, UUID]:
    """The rows that tell of the signing of these entries, with the entry of each."""
    found = AuditRow.objects.filter(entry__in=entries, act__startswith="sign.").order_by("pk")
    return {one.pk: one.entry for one in found if one.entry is not None}


def _placed(parts: Collection[int]) -> set[UUID]:
    """The entries by whose move one of these parts stands where it does: it is sealed with them."""
    found = EntrySubject.everywhere.filter(pk__in=parts, placed_by__isnull=False)
    return set(found.values_list("placed_by", flat=True))


def _sealed_marks(rows: Collection[int]) -> dict[int, bytes]:
    """The mark of each row as it stands sealed, or as an earlier destruction left it."""
    found: dict[int, bytes] = {}
    for one in Seal.objects.filter(rows__overlap=list(rows)).order_by("pk"):
        marks = bytes(one.marks)
        places = ((place, row) for place, row in enumerate(one.rows) if row in rows)
        found.update({row: marks[place * seal.MARK : (place + 1) * seal.MARK] for place, row in places})
    for line in Destroyed.objects.filter(row__in=rows).order_by("pk"):
        found[line.row] = bytes(line.after)
    return found


def _people_of(entries: Collection[UUID]) -> set[UUID]:
    return set(EntrySubject.everywhere.filter(entry__in=entries).values_list("subject", flat=True))


def _clear(what: Plan) -> dict[str, int]:
    """Delete whatever else points to what went: drafts, events, duties, deliveries, derived rows."""
    drafts = Draft.objects.filter(_drafts_about(what)).values_list("pk", flat=True)
    episodes = Episode.objects.filter(subject__in=what.subjects).values_list("pk", flat=True)
    gone: Counter[str] = Counter()
    for model, ids in (
        (Entry, list(what.entries)),
        (Subject, list(what.subjects)),
        (Episode, list(episodes)),
        (Draft, list(drafts)),
    ):
        _clear_behind(model, ids, gone)
    for model, ids in ((Draft, list(drafts)), (Episode, list(episodes))):
        gone[model._meta.db_table] += _delete(model, "id", ids)
    return dict(sorted((+gone).items()))


def _drafts_about(what: Plan) -> Q:
    """Drafts that became these entries, and unsigned ones whose page is about one of these people."""
    unsigned = Q(*(("context__icontains", str(subject)) for subject in what.subjects), _connector=Q.OR)
    return Q(signed_as__in=what.entries) | (unsigned & Q(signed_as=None))


def _clear_behind(model: type[models.Model], ids: Collection[Any], gone: Counter[str]) -> None:
    """Delete the rows that point to these, and first those that point to them, but what is for ever."""
    for child, column in _pointing(model):
        if not ids or not _may_delete(child):
            continue
        key = child._meta.pk.attname
        found = list(child._base_manager.filter(**{f"{column}__in": ids}).values_list(key, flat=True))
        if found:
            _clear_behind(child, found, gone)
            gone[child._meta.db_table] += _delete(child, child._meta.pk.column, found)


def _pointing(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Each table with a column that points to this one, and that column."""
    for relation in model._meta.related_objects:
        child = relation.related_model
        if isinstance(child, type) and child not in (*_FOR_EVER, Draft, Episode, Destroyed):
            yield child, relation.field.name


def _may_delete(model: type[models.Model]) -> bool:
    """Whether the service may delete there: from an append-only table nothing goes."""
    with connection.cursor() as cursor:
        cursor.execute(_MAY_DELETE, [model._meta.db_table])
        return bool((cursor.fetchone() or [False])[0])


def _delete(model: type[models.Model], column: str, ids: Collection[Any]) -> int:
    """Delete rows by one statement: no relation's on_delete is asked, for all that point here went before."""
    table, name = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(column)
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {table} where {name} = any(%s)", [list(ids)])  # noqa: S608 - our own names
        return int(cursor.rowcount)
