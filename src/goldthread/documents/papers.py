"""A paper is what leaves: facts out of signed entries, each with its source. Who gets it decides what stays.

A journey's own `papers.py` says which papers an entry makes; nothing is typed anew (docs/decisions/0028).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from goldthread.access.recipients import Recipient
from goldthread.ledger import procedure
from goldthread.ledger.beside import Marker, beside, of_records
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Field, Group, Sensitivity
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, EntrySubject

__all__ = [
    "Fact",
    "Paper",
    "PaperKind",
    "Recipient",
    "Section",
    "Table",
    "facts_of",
    "facts_of_part",
    "facts_said",
    "kinds",
    "paper",
    "paper_of",
    "papers_for",
    "table_of",
    "values_of",
]


@dataclass(frozen=True)
class Fact:
    """One thing that a paper says, and where it stands in the record.

    `about` is whom it tells of in particular: a child whose own answer it is, an adult; nobody in particular
    when empty. `detail`: it says where they are or how to reach them. `kept_back` is why nobody of the family
    may be told it, as a strategy discussion decided (HSSCP-10.2); empty: they may.
    """

    label: str
    text: str
    entry: UUID | None = None
    field: str = ""
    about: frozenset[UUID] = frozenset()
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    detail: bool = False
    kept_back: str = ""

    @property
    def tells_where(self) -> bool:
        """Whether it says where somebody is, or how to reach them."""
        return self.detail or self.sensitivity is Sensitivity.LOCKED_ADDRESS


@dataclass(frozen=True)
class Table:
    """Rows of facts under column heads, such as actions. The facts of a row stand or fall together."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Fact, ...], ...]


Block = Fact | Table | str  # words by themselves are the service's own, and say nothing of anyone


@dataclass(frozen=True)
class Section:
    """A heading, and what stands under it. `lang` is a language tag where it is not the paper's language."""

    title: str
    body: tuple[Block, ...]
    lang: str = ""


@dataclass(frozen=True)
class Paper:
    """What leaves, before it is known for whom.

    `about` are the children (or others) whose paper it is, `entry` is the entry from which it is made, and
    `meant_for` suggests recipients. `lang` is a language tag.
    """

    kind: str
    title: str
    entry: UUID
    reference: str
    authority: str
    at: datetime
    about: tuple[UUID, ...]
    sections: tuple[Section, ...]
    meant_for: tuple[Recipient, ...] = ()
    lang: str = "en-GB"

    def facts(self) -> Iterator[Fact]:
        """Every fact, in reading order."""
        for section in self.sections:
            for block in section.body:
                if isinstance(block, Fact):
                    yield block
                elif isinstance(block, Table):
                    for row in block.rows:
                        yield from row


SAID = "What is said of what stands here"
Maker = Callable[[Entry, datetime], Paper]
_Made = TypeVar("_Made", bound=Maker)


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper: what it is called, and the kinds of entries that make it; any when `of` is empty."""

    kind: str
    title: str
    of: frozenset[str]
    make: Maker = field(compare=False)


_KINDS: dict[str, PaperKind] = {}


def paper(kind: str, title: str, *, of: Iterable[str] = ()) -> Callable[[_Made], _Made]:
    """Register a function that makes a paper from a signed entry of these kinds.

    Raises TypeError where the kind of paper is taken.
    """

    def register(make: _Made) -> _Made:
        if kind in _KINDS:
            raise TypeError(f"there are two papers {kind!r}")
        _KINDS[kind] = PaperKind(kind, title, frozenset(of), _with_what_is_said(make))
        return make

    return register


def _with_what_is_said(make: Maker) -> Maker:
    """The same with what stands beside the entries that it tells of: that one is disputed, in whose words."""

    @wraps(make)
    def made(entry: Entry, at: datetime) -> Paper:
        done = make(entry, at)
        told = dict.fromkeys([done.entry, *(fact.entry for fact in done.facts() if fact.entry)])
        said = [*of_records(done.about), *(one for some in beside(list(told)).values() for one in some)]
        facts = tuple(_said(one) for one in said)
        return replace(done, sections=(*done.sections, Section(SAID, facts))) if facts else done

    return made


def _said(one: Marker) -> Fact:
    """What is said of one entry, or of a whole record."""
    of = one.entry.answers
    about = f": {entry_type(of.kind).title}, {say_date(london_date(of.occurred_at))}" if of else ""
    people = frozenset(part.subject_id for part in one.entry.parts.all())
    return Fact(f"{one.title}{about}", one.outside, one.entry.pk, "words", people)


def kinds() -> Mapping[str, PaperKind]:
    """Every kind of paper, by its id."""
    return _KINDS


def papers_for(entry: Entry) -> dict[str, PaperKind]:
    """The papers that an entry makes, those of its own kind first."""
    own = {key: one for key, one in _KINDS.items() if entry.kind in one.of}
    return {**own, **{key: one for key, one in _KINDS.items() if not one.of}}


def paper_of(
    entry: Entry,
    at: datetime,
    kind: str,
    title: str,
    sections: Iterable[Section],
    *,
    meant_for: Iterable[Recipient] = (),
) -> Paper:
    """A paper about everyone whom the entry is about; sections that say nothing are left out."""
    return Paper(
        kind=kind,
        title=title,
        entry=entry.pk,
        reference=entry.reference,
        authority=procedure.pack(at).head.authority,
        at=at,
        about=tuple(entry.parts.order_by("subject_id").values_list("subject_id", flat=True)),
        sections=tuple(section for section in sections if section.body),
        meant_for=tuple(meant_for),
    )


def facts_of(entry: Entry, *names: str, about: Iterable[UUID] = ()) -> list[Fact]:
    """The answers of the whole entry by these names, or all of them, in order, as corrected by now."""
    values, _ = values_of(entry)
    rows = entry_type(entry.kind).reads(values)
    return _facts(entry, values, rows, names=names, about=frozenset(about))


def facts_of_part(part: EntrySubject, *names: str) -> list[Fact]:
    """The answers about one person alone, in the same way."""
    _, parts = values_of(part.entry)
    values = parts.get(part.subject_id, {})
    rows = entry_type(part.entry.kind).reads_part(values)
    return _facts(part.entry, values, rows, names=names, about=frozenset({part.subject_id}))


def facts_said(entry: Entry, values: Mapping[str, Any], rows: Sequence[tuple[Field, str]]) -> list[Fact]:
    """The facts of answers that have been read already: `rows` are what an entry that says `values` reads."""
    return _facts(entry, values, rows, names=(), about=frozenset())


def _facts(
    entry: Entry,
    values: Mapping[str, Any],
    rows: Sequence[tuple[Field, str]],
    *,
    names: Sequence[str],
    about: frozenset[UUID],
) -> list[Fact]:
    wanted = set(names) or {field.name for field, _ in rows}
    chosen = [row for row in rows if row[0].name in wanted]
    if names:
        chosen.sort(key=lambda row: names.index(row[0].name))
    return [
        fact for field, text in chosen for fact in _each(entry, field, text, about, values.get(field.name))
    ]


def _each(entry: Entry, field: Field, text: str, about: frozenset[UUID], value: object) -> Iterator[Fact]:
    """An answer as one fact; of rows each cell, for not everyone may know every column."""
    if not (isinstance(field, Group) and isinstance(value, list)):
        yield Fact(field.label, text, entry.pk, field.name, about, field.sensitivity)
        return
    for number, row in enumerate(value):
        which = f"{field.one[:1].upper()}{field.one[1:]} {number + 1}" if len(value) > 1 else field.label
        for column in field.fields.values():
            if _reads(column, row):
                cell = _cell(entry, field, number, column, row)
                yield replace(cell, label=f"{which}: {column.label}", about=about)


def table_of(entry: Entry, name: str, *, caption: str = "", columns: Sequence[str] = ()) -> Table | None:
    """The rows of a Group as a table with these columns, or all of them; None where there is no row."""
    values, _ = values_of(entry)
    group = entry_type(entry.kind).fields_of(values)[name]
    rows = values.get(name)
    if not rows or not isinstance(group, Group):
        return None
    asked = [group.fields[key] for key in columns or group.fields]
    used = [one for one in asked if any(_reads(one, row) for row in rows)]
    return Table(
        caption or group.label,
        tuple(one.label for one in used),
        tuple(tuple(_cell(entry, group, n, one, row) for one in used) for n, row in enumerate(rows)),
    )


def _reads(one: Field, row: Mapping[str, Any]) -> bool:
    """Whether a row says something here that is for reading: ids are carried along only."""
    return one.answered(row.get(one.name)) and bool(one.text(row[one.name]))


def _cell(entry: Entry, group: Group, row_number: int, one: Field, row: Mapping[str, Any]) -> Fact:
    value = row.get(one.name)
    text = one.text(value) if one.answered(value) else ""
    source = f"{group.name}.{row_number}.{one.name}"
    return Fact(one.label, text, entry.pk, source, sensitivity=one.sensitivity)
