"""A whole record: every entry as signed, with its corrections, who signed, and the agreed abbreviations."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from goldthread.access import policy, readings
from goldthread.documents.papers import Block, Fact, Section, Table, facts_said
from goldthread.ledger import procedure
from goldthread.ledger.corrected import corrections_of_all
from goldthread.ledger.entries import entry_type
from goldthread.ledger.locks import author_name, is_bookkeeping
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.procedures.pack import Pack

_SETTLING = ("amends", "authorises", "declines")


def entries_of(people: Collection[UUID], since: date | None, until: date | None) -> list[Entry]:
    """The entries of a record in the order in which things happened.

    What corrects another stands with it; what is about records and not about a life is left out, and so is
    whatever tells of somebody whose record is sealed.
    """
    own = EntrySubject.objects.filter(subject__in=people).values("entry")
    found: QuerySet[Entry, Entry] = Entry.objects.filter(pk__in=own, amends__isnull=True)
    found = found.exclude(parts__subject__in=policy.sealed().exclude(subject__in=people))
    found = found.select_related("author_agency", *_SETTLING).prefetch_related("parts")
    kept = (one for one in found.order_by("occurred_at", "recorded_at", "pk") if not is_bookkeeping(one))
    return [one for one in kept if _within(london_date(one.occurred_at), since, until)]


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


def sections(entries: Sequence[Entry], person: UUID) -> list[Section]:
    """One section an entry, then who signed, then the agreed abbreviations."""
    corrected = corrections_of_all(entries)
    told = [
        Section(_title(number, one), (*_body(one, person), *_corrections(one, corrected[one.pk], person)))
        for number, one in enumerate(entries, 1)
    ]
    every = [one for entry in entries for one in (entry, *corrected[entry.pk])]
    return [*told, signatories(every), abbreviations(procedure.newest())]


def _title(number: int, entry: Entry) -> str:
    return f"{number}. {entry_type(entry.kind).title}, {say_when(entry.occurred_at)}"


def _body(entry: Entry, person: UUID) -> Iterator[Block]:
    """What was signed, what of it is about this person alone, and by whom."""
    yield from facts_said(entry, entry.payload, entry_type(entry.kind).reads(entry.payload))
    yield from _own(entry, entry, person)
    yield Fact("Signed", signed(entry), entry.pk, "author")
    if entry.recorded_at != entry.occurred_at:
        yield Fact("Written", say_when(entry.recorded_at), entry.pk, "recorded_at")
    yield Fact("Reference", entry.reference, entry.pk, "reference")


def _own(of: Entry, entry: Entry, person: UUID) -> Iterator[Fact]:
    """What `entry` says of this person alone, read as one of the kind of `of`."""
    for part in entry.parts.all():
        if part.subject_id == person:
            rows = entry_type(of.kind).reads_part(part.payload)
            facts = facts_said(of, part.payload, rows)
            yield from (replace(fact, about=frozenset({person})) for fact in facts)


def _corrections(entry: Entry, amendments: Sequence[Entry], person: UUID) -> Iterator[Block]:
    """Each correction, dated, timed and signed; what was signed first stands above (HSSCP-9.12)."""
    for number, one in enumerate(amendments, 1):
        why = one.payload.get("reason", "")
        yield Fact(f"Correction {number}", f"{signed(one)}{f': {why}' if why else ''}", one.pk, "reason")
        values = {name: said for name, said in one.payload.get("values", {}).items() if said is not None}
        told = [*facts_said(entry, values, entry_type(entry.kind).reads(values)), *_own(entry, one, person)]
        yield from (replace(fact, label=f"Correction {number}: {fact.label}") for fact in told)


def signed(entry: Entry) -> str:
    """Printed name, designation, agency, and when it was signed (HSSCP-9.8)."""
    agency = entry.author_agency.name if entry.author_agency else ""
    who = ", ".join(filter(None, (author_name(entry), entry.author_designation, agency)))
    return f"{who}, {say_when(entry.recorded_at)}"


def signatories(entries: Iterable[Entry]) -> Section:
    """The signatory sheet: everyone who signed, with designation, by name."""
    rows = {
        (author_name(one), one.author_designation, one.author_agency.name if one.author_agency else ""): one
        for one in entries
    }
    cells = [
        tuple(Fact(label, text, one.pk, "author") for label, text in zip(_SIGNED, row, strict=True))
        for row, one in sorted(rows.items(), key=lambda pair: pair[0])
    ]
    table = Table("Everyone who signed", _SIGNED, tuple(cells))
    return Section("Who signed", (table,) if cells else ())


_SIGNED = ("Name", "Designation", "Agency")


def seen(person: UUID, *, before: datetime) -> Section:
    """Which organisations looked at the record, in what role, on which day. Nobody's name is told."""
    rows = readings.by_day(person, before=before)
    cells = [tuple(Fact(*cell) for cell in zip(_SEEN, _seen_words(row), strict=True)) for row in rows]
    said = "On these days somebody of this organisation opened the record, or saw the name in a list."
    table = Table("Who looked at this record", _SEEN, tuple(cells))
    return Section("Who looked at this record", (said, table) if cells else ("Nobody has.",))


def _seen_words(row: tuple[date, str, str]) -> tuple[str, str, str]:
    day, organisation, role = row
    return say_date(day), organisation, role


_SEEN = ("Day", "Organisation", "Role")


def abbreviations(pack: Pack) -> Section:
    """The list that is in every set of records, with its version (HSSCP-9.10)."""
    lists = pack.writing
    rows = tuple(
        (Fact("Abbreviation", short), Fact("Stands for", full))
        for short, full in sorted(lists.abbreviations.items())
    )
    since = pack.head.in_force.from_ if pack.head.in_force else None
    said = f"Version {lists.version} of the list of {pack.head.authority}"
    said += f", procedure in force since {say_date(since)}." if since else "."
    table = Table("Agreed abbreviations", ("Abbreviation", "Stands for"), rows)
    return Section("Abbreviations agreed for these records", (said, table) if rows else (said,))
