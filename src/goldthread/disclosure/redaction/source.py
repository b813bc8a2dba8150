"""What a copy of somebody's record is made from: each entry as a sheet of texts, as corrected by now."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from goldthread.access.gathering import NAMES_SOMEBODY, SAFE, UNNAMED
from goldthread.access.withholding import Against
from goldthread.disclosure.redaction.reasons import HARM, SOURCE
from goldthread.documents.papers import Fact, facts_said
from goldthread.ledger.corrected import Said, corrections_of_all, values_of_all
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Field, File, Sensitivity
from goldthread.ledger.locks import KEPT_BACK, author_name, is_bookkeeping, locked
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Attachment, Entry, Subject

# What is about the record or about papers, and says nothing of a life.
_OWN_KINDS = ("redaction", "redaction_check", "redacted_copy", "copy_given", "kept_from", "kept_from_lifted")


@dataclass(frozen=True)
class Piece:
    """One answer of an entry. `kept` is the rule by which all of it stays out, with its reason.

    `hidden`: whoever reads the record may not read it either, so it is shown to nobody here.
    """

    field: str
    label: str
    text: str
    kept: str = ""
    reason: str = ""
    hidden: bool = False

    @property
    def mark(self) -> str:
        """What tells this text from what it may become by a correction."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Sheet:
    """One entry of the record, and its files, of which nothing is read but how many there are."""

    entry: Entry
    title: str
    when: str
    pieces: tuple[Piece, ...]
    files: tuple[Attachment, ...] = ()

    @property
    def mark(self) -> str:
        """What tells this sheet from what it may become."""
        said = "".join(f"{one.field}:{one.mark};" for one in self.pieces)
        return hashlib.sha256(f"{self.entry.pk}{said}{len(self.files)}".encode()).hexdigest()[:16]


def entries_of(own: Collection[UUID], until: datetime) -> list[Entry]:
    """Every entry of a person's records that was signed by then, in the order in which things happened.

    What corrects another is read with it; what is about records is left out, but not what somebody said of
    an entry: that it is wrong.
    """
    found = Entry.objects.filter(parts__subject__in=own, recorded_at__lte=until, amends=None)
    found = found.exclude(Q(kind__in=_OWN_KINDS) | Q(authorises__isnull=False) | Q(declines__isnull=False))
    found = found.select_related("author_agency", "answers", "amends").prefetch_related("parts").distinct()
    rows = found.order_by("occurred_at", "recorded_at", "pk")
    return [entry for entry in rows if entry_type(entry.kind).marks or not is_bookkeeping(entry)]


def sheets(
    entries: Sequence[Entry], own: Collection[UUID], against: Against, typed: Mapping[UUID, str]
) -> list[Sheet]:
    """The sheets of these entries for one reader. `typed`: what somebody typed of a file, by its id."""
    said, later = values_of_all(entries), corrections_of_all(entries)
    files = _files(entries)
    return [
        _sheet(entry, said[entry.pk], later[entry.pk], files.get(entry.pk, ()), (own, against, typed))
        for entry in entries
    ]


Reading = tuple[Collection[UUID], Against, Mapping[UUID, str]]


def _sheet(
    entry: Entry, said: Said, later: Iterable[Entry], files: Sequence[Attachment], reading: Reading
) -> Sheet:
    own, against, typed = reading
    shut = locked(entry)
    values, parts = said
    kind = entry_type(entry.kind)
    said_of_all = facts_said(entry, values, _texts(kind.reads(values)))
    found = [_piece(one, "", shut, against) for one in said_of_all]
    for subject in sorted(parts.keys() & set(own), key=str):
        theirs = facts_said(entry, parts[subject], _texts(kind.reads_part(parts[subject])))
        found += [_piece(one, f"{subject}:", shut, against) for one in theirs]
    found += [
        Piece(f"corrected:{one.pk}", "Corrected", f"{_by(one)}: {one.payload.get('reason', '')}")
        for one in later
    ]
    found += [
        Piece(f"file:{one.pk}", "What a file says that came with it", typed[one.pk])
        for one in files
        if typed.get(one.pk)
    ]
    return Sheet(entry, kind.title, say_when(entry.occurred_at), (*found, _signed(entry)), tuple(files))


def _texts(rows: Sequence[tuple[Field, str]]) -> list[tuple[Field, str]]:
    """Without the names of files: they tell what is in them."""
    return [row for row in rows if not isinstance(row[0], File)]


def _piece(fact: Fact, whose: str, shut: frozenset[Sensitivity], against: Against) -> Piece:
    field = whose + (fact.field or fact.label)
    if fact.sensitivity in shut:
        unnamed = NAMES_SOMEBODY.get(fact.sensitivity)
        rule, reason = (unnamed, SOURCE) if unnamed else (SAFE, HARM)
        return Piece(field, fact.label, fact.text, rule, reason, hidden=True)
    rule = against.kept(fact.entry, fact.field, fact.about, tells_where=fact.tells_where)
    return Piece(field, fact.label, fact.text, rule, reason_of(rule))


def reason_of(rule: str) -> str:
    """The reason that goes with a rule by which something stays out; empty where there is none."""
    return (SOURCE if rule in NAMES_SOMEBODY.values() else HARM) if rule else ""


def _signed(entry: Entry) -> Piece:
    name = author_name(entry)
    hidden = name == KEPT_BACK
    return Piece(
        "author", "Signed by", _by(entry), UNNAMED if hidden else "", SOURCE if hidden else "", hidden=hidden
    )


def _by(entry: Entry) -> str:
    agency = entry.author_agency.name if entry.author_agency else ""
    said = ", ".join(filter(None, (author_name(entry), entry.author_designation, agency)))
    return f"{said}, {say_when(entry.recorded_at)}"


def _files(entries: Iterable[Entry]) -> dict[UUID, list[Attachment]]:
    found: dict[UUID, list[Attachment]] = {}
    rows = Attachment.objects.filter(entry__in=[one.pk for one in entries]).defer("content")
    for row in rows.order_by("added_at", "pk"):
        if row.entry_id is not None:
            found.setdefault(row.entry_id, []).append(row)
    return found


def fingerprint(made: Iterable[Sheet]) -> str:
    """What tells what was read from what the record says later."""
    return hashlib.sha256("".join(one.mark for one in made).encode()).hexdigest()[:32]


def subjects_of(subject: Subject, own: Collection[UUID]) -> list[Subject]:
    """The records that are read as one, the given one first."""
    others = Subject.objects.filter(pk__in=set(own) - {subject.pk}).order_by("pk")
    return [subject, *others]
