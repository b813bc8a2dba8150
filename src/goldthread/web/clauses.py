"""Where a rule comes from, for the screen: our words, the passage where it is at hand, the reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from goldthread.ledger import procedure
from goldthread.ledger.london import say_date
from goldthread.procedures import explain
from goldthread.procedures.format.cites import Cite
from goldthread.procedures.format.steps import DutyRule
from goldthread.procedures.pack import Pack
from goldthread.procedures.sources import Document
from goldthread.web import places


class Cited(Protocol):
    """A rule of a pack, or anything else that says where it comes from."""

    @property
    def cite(self) -> tuple[Cite, ...]:
        """The places in the documents."""

    @property
    def reading(self) -> tuple[str, ...]:
        """The ids of the readings that apply."""

    @property
    def requirement(self) -> tuple[str, ...]:
        """The ids of the requirements."""


@dataclass(frozen=True)
class Clause:
    """One place in one document. `passage` is empty where the document is not at hand."""

    says: str
    source: str
    at: str
    passage: str


@dataclass(frozen=True)
class OurReading:
    """How something that the sources leave open is read."""

    id: str
    asks: str
    says: str
    because: str


@dataclass(frozen=True)
class Why:
    """All that stands behind a rule: the "why" that is one click away.

    `href` is its place in the manual; `version` says of which procedure, in force since when, it is.
    """

    clauses: tuple[Clause, ...]
    readings: tuple[OurReading, ...]
    requirements: tuple[str, ...]
    href: str = ""
    version: str = ""


def why(rule: Cited, pack: Pack | None = None) -> Why:
    """The clauses and readings behind a rule of this authority's procedure."""
    pack = pack or procedure.newest()
    duty = rule if isinstance(rule, DutyRule) else None
    return Why(
        clauses=tuple(_clause(cite, pack) for cite in rule.cite),
        readings=readings(explain.readings_of(duty, pack) if duty else rule.reading, pack),
        requirements=rule.requirement,
        href=places.address(rule, pack),
        version=_version(explain.version(pack, duty)),
    )


def told_at(place: str) -> list[tuple[str, Why]]:
    """The sentences that this authority's procedure shows at a place, each with where it comes from."""
    pack = procedure.newest()
    return [(each.says, why(each)) for each in pack.guidance.values() if place in each.show_on]


def _version(version: explain.Version) -> str:
    """The version of a procedure: "Contacts, Hertfordshire County Council, in force from 1 May 2019"."""
    said = f"{version.title}, {version.authority}"
    if version.since:
        said += f", in force from {say_date(version.since)}"
    return f"{said} to {say_date(version.until)}" if version.until else said


def _clause(cite: Cite, pack: Pack) -> Clause:
    source = pack.sources.get(cite.source)
    passage = ""
    if source and source.file and cite.mark and (document := _document(source.file)):
        passage = document.passage(cite.mark) or ""
    return Clause(cite.says, source.title if source else cite.source, cite.at, passage)


def readings(ids: Iterable[str], pack: Pack) -> tuple[OurReading, ...]:
    """Readings by their ids, as the screen shows them."""
    found = ((name, pack.readings.get(name)) for name in ids)
    return tuple(OurReading(name, one.asks, one.says, one.because) for name, one in found if one)


def is_at_hand(file: str) -> bool:
    """Whether a source document can be read here."""
    return _document(file) is not None


@cache
def _document(file: str) -> Document | None:
    """A source document of this installation, read once; None where it is not at hand."""
    folder: Path | None = settings.GOLDTHREAD_SOURCES
    path = folder / Path(file).name if folder else None
    return Document.read(path) if path and path.is_file() else None
