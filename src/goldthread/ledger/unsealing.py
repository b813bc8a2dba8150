"""Checking the seal: the chain, each row and entry against its mark, and the witness's book."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q

from goldthread.ledger import destruction, seal, wall
from goldthread.ledger.models import Destroyed, Entry, Seal

_TOLD = 100  # faults that are told one by one
_NEVER_SEALED = """
select id from ledger_auditrow where id < %s except select unnest(rows) from ledger_seal order by id limit %s
"""
_WAITING = "select (select count(*) from ledger_auditrow) - (select sum(cardinality(rows)) from ledger_seal)"
_UNTOLD = """
select e.reference from ledger_entry e
where not exists (select from ledger_auditrow a where a.entry = e.id and a.act = 'sign.' || e.kind)
order by e.id limit %s
"""


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was sealed. `row` is the number of the audit row, where it is about one."""

    what: str
    seal: int | None = None
    row: int | None = None


@dataclass
class Verdict:
    """What was checked and found. `waiting` rows are too new to be under a seal."""

    seals: int = 0
    rows: int = 0
    waiting: int = 0
    witnessed: int = 0
    destroyed: int = 0  # certificates of destruction
    broken: int = 0
    faults: list[Fault] = field(default_factory=list)  # the first of them

    def blame(self, faults: Iterable[Fault]) -> None:
        """Count faults, and keep the first."""
        for fault in faults:
            self.broken += 1
            if len(self.faults) < _TOLD:
                self.faults.append(fault)

    @property
    def first(self) -> Fault | None:
        """The fault that comes first in the trail."""
        about_rows = [fault for fault in self.faults if fault.row is not None]
        return min(about_rows, key=lambda fault: fault.row or 0, default=next(iter(self.faults), None))


@transaction.atomic
def verify(book: Path) -> Verdict:
    """Check everything that the seals say, and the witness's book. Changes nothing."""
    wall.must_be_down()
    verdict = Verdict()
    heads: dict[int, str] = {}
    previous = ""
    for one in Seal.objects.order_by("pk").iterator(chunk_size=20):
        verdict.seals += 1
        verdict.rows += len(one.rows)
        verdict.blame(_faults_of(one, previous))
        previous = heads[one.pk] = one.digest
    verdict.blame(_certificates(verdict))
    verdict.blame(_uncovered(verdict))
    verdict.blame(_against_witness(book, heads, verdict))
    return verdict


def _faults_of(one: Seal, previous: str) -> Iterator[Fault]:
    """What is wrong with one seal and the rows under it."""
    if one.previous != previous:
        yield Fault("the seal before it is not the one that it was put on", seal=one.pk, row=one.rows[0])
    marks = bytes(one.marks)
    if one.digest != seal.digest_of(one.previous, one.at, one.rows, marks):
        yield Fault("the seal is not as it was made", seal=one.pk, row=one.rows[0])
    found = dict(seal.texts(one.rows[0], one.rows[-1], among=frozenset(one.rows)))
    for place, row in enumerate(one.rows):
        if row not in found:
            yield Fault("the row is gone", seal=one.pk, row=row)
        elif not _same(row, marks[place * seal.MARK : (place + 1) * seal.MARK], seal.mark(found[row])):
            yield Fault("the row, or the entry that it tells of, was changed", seal=one.pk, row=row)


def _same(row: int, was: bytes, now: bytes) -> bool:
    """Whether the mark is as sealed, or certificates, sealed themselves, lead from there to what it is."""
    if was == now:
        return True
    for line in Destroyed.objects.filter(row=row).order_by("pk"):
        if bytes(line.before) != was:
            return False
        was = bytes(line.after)
    return was == now


def _certificates(verdict: Verdict) -> Iterator[Fault]:
    """Certificates of destruction whose lines are not those that they were signed over."""
    named = set(Destroyed.objects.values_list("certificate", flat=True))
    found = Entry.objects.filter(Q(pk__in=named) | Q(kind=destruction.CERTIFICATE))
    for one in found.select_related("answers__authorises").order_by("recorded_at", "pk"):
        verdict.destroyed += 1
        lines = Destroyed.objects.filter(certificate=one)
        if one.payload.get("digest") != destruction.digest_of(lines):
            yield Fault(f"what the certificate of destruction {one.reference} was signed over is not there")
        elif not destruction.approved(one.answers):
            yield Fault(f"no second person approved what certificate {one.reference} tells of")


def _uncovered(verdict: Verdict) -> Iterator[Fault]:
    """Rows that were slipped in under old numbers, and entries of whose signing no row tells."""
    recent = Seal.objects.order_by("-pk")[seal.LOOK_BACK : seal.LOOK_BACK + 1].first()
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        verdict.waiting = max(0, (cursor.fetchone() or [0])[0] or 0)
        cursor.execute(_NEVER_SEALED, [recent.rows[0] if recent else 0, _TOLD])
        for (row,) in cursor.fetchall():
            yield Fault("no seal covers the row", row=row)
        cursor.execute(_UNTOLD, [_TOLD])
        for (reference,) in cursor.fetchall():
            yield Fault(f"no row tells of the signing of entry {reference}")


def _against_witness(book: Path, heads: dict[int, str], verdict: Verdict) -> Iterator[Fault]:
    """Seals that the witness knows and that are gone, or are others now."""
    lines = book.read_text(encoding="utf-8").split("\n") if book.is_file() else []
    for line in filter(None, lines):
        number, _, rest = line.partition(" ")
        digest = rest.rpartition(" ")[2]
        verdict.witnessed += 1
        if not number.isdigit() or heads.get(int(number)) != digest:
            gone = not number.isdigit() or int(number) not in heads
            said = "is gone" if gone else "is another now"
            yield Fault(f"the seal that the witness wrote down as “{line}” {said}")
