"""One copy in the making: the sheets of the record, what may have to go, and what was decided of it."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from goldthread.access import policy
from goldthread.access.recipients import PERSON, Recipient
from goldthread.access.withholding import Against, against
from goldthread.accounts.models import User
from goldthread.disclosure.models import Looked, Mark, Redaction, Retyped
from goldthread.disclosure.redaction.finding import Finder
from goldthread.disclosure.redaction.gathering import known
from goldthread.disclosure.redaction.known import Found
from goldthread.disclosure.redaction.source import Piece, Sheet, entries_of, sheets
from goldthread.disclosure.redaction.tokens import words
from goldthread.ledger.models import Entry
from goldthread.people.identity import identity

_MOST_WORDS = 8  # of a mark made by hand, to look for it elsewhere


@dataclass(frozen=True)
class Place:
    """Where words stand: in which answer, from where to before where."""

    field: str
    start: int
    end: int


@dataclass(frozen=True)
class Proposal:
    """Words that may have to go, wherever they stand in one entry. `goes`: as decided, or as we propose.

    `settled`: somebody has decided, here or for an earlier copy.
    """

    words: str
    why: str
    reason: str
    places: tuple[Place, ...]
    goes: bool
    settled: bool = False
    must: bool = False
    by_hand: bool = False

    @property
    def id(self) -> str:
        """What its controls are called by."""
        said = "|".join(f"{one.field}:{one.start}:{one.end}" for one in self.places)
        return hashlib.sha256(said.encode()).hexdigest()[:12]


class Desk:
    """Everything about one copy in the making, read as it is asked for."""

    def __init__(self, redaction: Redaction, worker: User, *, at: datetime) -> None:
        """`worker` is who looks: of records that are closed to them nobody is named."""
        self.redaction, self.worker, self.at = redaction, worker, at

    @cached_property
    def record(self) -> frozenset[UUID]:
        """The records of the person whose copy it is."""
        return identity([self.redaction.subject_id])

    @cached_property
    def recipient(self) -> Recipient:
        """Who gets it."""
        return recipient_of(self.redaction)

    @cached_property
    def own(self) -> frozenset[UUID]:
        """The records of which the reader may know everything: the person's, and their own."""
        theirs = identity([self.recipient.person]) if self.recipient.person else frozenset[UUID]()
        return self.record | theirs

    @cached_property
    def against(self) -> Against:
        """What must not be known to them."""
        return against(self.recipient, self.record, at=self.at)

    @cached_property
    def entries(self) -> list[Entry]:
        """Every entry that the copy is made from, in order; none that tells of a sealed record."""
        found = entries_of(self.record, self.redaction.until)
        shut = set(
            policy.sealed().filter(subject__in={p.subject_id for one in found for p in one.parts.all()})
        )
        return [one for one in found if not any(part.subject_id in shut for part in one.parts.all())]

    @cached_property
    def finder(self) -> Finder:
        """What looks for everything that may have to go."""
        around = known(self.own, self.entries, self.against, self.worker, at=self.at)
        by_hand = {
            words(one.words): one.reason for one in (*self.earlier, *self.marks) if one.by_hand and one.goes
        }
        return Finder(around, {said: why for said, why in by_hand.items() if 0 < len(said) <= _MOST_WORDS})

    def sheets(self, entries: Sequence[Entry] | None = None) -> list[Sheet]:
        """The sheets of these entries, or of all."""
        typed = dict(Retyped.objects.filter(redaction=self.redaction).values_list("file_id", "text"))
        some = self.entries if entries is None else entries
        return sheets(some, self.record, self.against, typed)

    def sheet(self, entry_id: UUID) -> Sheet | None:
        """That of one entry; None where it is not part of the copy."""
        found = [one for one in self.entries if one.pk == entry_id]
        return self.sheets(found)[0] if found else None

    @cached_property
    def looked(self) -> dict[UUID, Looked]:
        """Who went through which entry."""
        return {one.source_id: one for one in Looked.objects.filter(redaction=self.redaction)}

    def is_looked_at(self, sheet: Sheet) -> bool:
        """Whether somebody went through the entry as it is now."""
        found = self.looked.get(sheet.entry.pk)
        return found is not None and found.sheet == sheet.mark

    @cached_property
    def marks(self) -> list[Mark]:
        """What was decided for this copy."""
        return list(Mark.objects.filter(redaction=self.redaction).order_by("source", "field", "start", "pk"))

    @cached_property
    def earlier(self) -> list[Mark]:
        """What was decided for earlier copies of the same record, the newest last."""
        before = Redaction.objects.filter(subject__in=self.record, opened_at__lte=self.redaction.opened_at)
        found = Mark.objects.filter(redaction__in=before.exclude(pk=self.redaction.pk))
        return list(found.order_by("at", "pk"))

    @cached_property
    def remembered(self) -> dict[tuple[str, ...], tuple[bool, str]]:
        """What was last decided of the same words, in this copy or an earlier one."""
        found: dict[tuple[str, ...], tuple[bool, str]] = {}
        for mark in (*self.earlier, *sorted(self.marks, key=lambda one: (one.at, one.pk))):
            if mark.words:
                found[words(mark.words)] = mark.goes, mark.reason
        return found

    def whole(self, sheet: Sheet) -> str:
        """The reason for which the whole entry goes; empty where it does not."""
        own = [one for one in self.marks if one.source_id == sheet.entry.pk and not one.field]
        if own or sheet.entry.pk in self.looked:
            return next((one.reason for one in own if one.goes), "")
        before = [one for one in self.earlier if one.source_id == sheet.entry.pk and not one.field]
        return before[-1].reason if before and before[-1].goes else ""

    def proposals(self, sheet: Sheet) -> list[Proposal]:
        """What may have to go from one entry, in reading order, the same words together."""
        mine = _by_piece(one for one in self.marks if one.source_id == sheet.entry.pk)
        before = _by_piece(one for one in self.earlier if one.source_id == sheet.entry.pk)
        done = sheet.entry.pk in self.looked
        return _together(
            one
            for piece in sheet.pieces
            if not piece.kept
            for one in self._of(piece, mine.get(piece.field, []), [] if done else before.get(piece.field, []))
        )

    def _of(self, piece: Piece, mine: Sequence[Mark], before: Sequence[Mark]) -> Iterator[Proposal]:
        """What may have to go from one answer: what was decided first, then what is found besides."""
        decided = {(one.start, one.end): one for one in (*before, *mine) if one.text == piece.mark}
        every = self.finder.find(piece.text)
        for (start, end), mark in sorted(decided.items()):
            whys = (one.why for one in every if one.start < end and start < one.end)
            why = "Marked by hand" if mark.by_hand else next(whys, "Decided before")
            yield Proposal(
                piece.text[start:end],
                why,
                mark.reason,
                (Place(piece.field, start, end),),
                mark.goes,
                settled=True,
                by_hand=mark.by_hand,
            )
        for found in every:
            if not any(start < found.end and found.start < end for start, end in decided):
                yield self._new(piece, found)

    def _new(self, piece: Piece, found: Found) -> Proposal:
        said = piece.text[found.start : found.end]
        goes, reason = self.remembered.get(words(said), (found.sure or found.must, ""))
        return Proposal(
            said,
            found.why,
            reason or found.reason,
            (Place(piece.field, found.start, found.end),),
            goes or found.must,
            settled=words(said) in self.remembered,
            must=found.must,
        )


def recipient_of(redaction: Redaction) -> Recipient:
    """Who gets the copy."""
    kind, _, key = redaction.to_key.partition(":")
    person = UUID(key) if kind == PERSON else None
    return Recipient(redaction.to_name, redaction.to_how, person=person)


def _by_piece(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.field:
            found.setdefault(mark.field, []).append(mark)
    return found


def _together(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The same words for the same reason as one, wherever they stand."""
    found: dict[tuple[object, ...], Proposal] = {}
    for one in proposals:
        key = (words(one.words) or one.words, one.reason, one.goes, one.settled, one.must, one.by_hand)
        known_one = found.get(key)
        found[key] = replace(known_one, places=(*known_one.places, *one.places)) if known_one else one
    return list(found.values())


def undone(desk: Desk, some: Collection[Sheet]) -> list[Sheet]:
    """Those that nobody has gone through yet."""
    return [one for one in some if not desk.is_looked_at(one)]
