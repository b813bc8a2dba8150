"""The papers of this folder: the family's page, also in another language, and a whole record."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from goldthread.documents.papers import Block, Fact, Paper, Recipient, Section, facts_of, paper, paper_of
from goldthread.ledger.corrected import values_of
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry
from goldthread.people.identity import identity
from goldthread.people.languages import language_tag
from goldthread.records import wholerecord
from goldthread.records.entries import Explained, ExplainedTranslation, RecordSet
from goldthread.records.entries.explained import PARTS
from goldthread.records.entries.recordset import PURPOSES

WHOLE, FAMILY = "whole_record", "family_page"


@paper(FAMILY, "What happens now, for the family", of=(Explained.kind,))
def family_page(entry: Entry, at: datetime) -> Paper:
    """The page as the worker signed it."""
    made = f"This page is for you. It was written on {say_date(london_date(entry.occurred_at))}."
    about = Section("About this page", (made, *_plain(entry, "who", keep=True)))
    return paper_of(entry, at, FAMILY, "What happens now", (*_each(entry), about))


@paper("family_page_translated", "What happens now, in another language", of=(ExplainedTranslation.kind,))
def translated(entry: Entry, at: datetime) -> Paper:
    """The same in the other language."""
    lang = language_tag(str(entry.payload.get("language", "")))
    about = Section("Language", tuple(facts_of(entry, "language", "translated_by")))
    return paper_of(
        entry, at, "family_page_translated", "What happens now", (*_each(entry, lang=lang), about)
    )


def _each(entry: Entry, lang: str = "") -> Iterator[Section]:
    """Each part under its own heading."""
    for name in PARTS:
        for fact in facts_of(entry, name):
            yield Section(fact.label, (replace(fact, label=""),), lang)


def _plain(entry: Entry, name: str, *, keep: bool = False) -> list[Fact]:
    return [fact if keep else replace(fact, label="") for fact in facts_of(entry, name)]


@paper(WHOLE, "The whole record", of=(RecordSet.kind,))
def whole_record(entry: Entry, at: datetime) -> Paper:
    """Everything that the record holds in the days asked for, each entry as signed."""
    values, _ = values_of(entry)
    person = entry.parts.order_by("subject_id")[0].subject_id
    found = wholerecord.entries_of(identity([person]), _day(values.get("since")), _day(values.get("until")))
    about: tuple[Block, ...] = (
        f"It holds {len(found)} entries in the order in which things happened. Each stands as it was signed, "
        "and every correction stands below it.",
        *facts_of(entry, "purpose", "recipient", "ground", "since", "until"),
    )
    return paper_of(
        entry,
        at,
        WHOLE,
        "Record",
        (Section("What this is", about), *wholerecord.sections(found, person), *_seen(entry, values)),
        meant_for=_meant_for(values),
    )


def _seen(entry: Entry, values: Mapping[str, object]) -> list[Section]:
    """Who looked at it until then: in the copy of the person themself alone, and without names (R6)."""
    if values.get("purpose") != "person":
        return []
    person = entry.parts.order_by("subject_id")[0].subject_id
    return [wholerecord.seen(person, before=entry.recorded_at)]


def _meant_for(values: dict[str, object]) -> list[Recipient]:
    """Whoever asked for it, unless it is for the family, who stand in the record themselves."""
    name, purpose = str(values.get("recipient", "")), str(values.get("purpose", ""))
    if not name or purpose == "person":
        return []
    return [Recipient(name, PURPOSES.get(purpose, "").lower(), email=str(values.get("email", "")))]


def _day(said: object) -> date | None:
    return date.fromisoformat(str(said)) if said else None
