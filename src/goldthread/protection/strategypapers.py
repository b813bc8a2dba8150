"""The papers of strategy discussions and enquiries: the call, the record, a request for help."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from goldthread.documents.papers import (
    Block,
    Fact,
    Paper,
    Recipient,
    Section,
    facts_of,
    facts_of_part,
    paper,
    paper_of,
    table_of,
)
from goldthread.ledger import meetings, procedure
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import Values
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.people.describe import born, plain_name
from goldthread.people.models import Person
from goldthread.protection.entries.help import HelpAsked
from goldthread.protection.entries.strategy import StrategyCall, StrategyMeeting
from goldthread.protection.strategyfields import KEPT_BACK_GROUNDS, STEP

_WHO, _ACTION = ("name", "part", "agency", "came", "shared"), ("what", "who", "by_when")
_SAID_ALOUD = ("told_to_family",)  # what the family is told stays in their copy, whatever is kept back
_NOT_IN_IT = {"step", "outcome", "happened_at", "people", "actions", "missing", "told_to_family", "team_name"}


@paper("strategy_record", "Record of the strategy discussion", of=(StrategyMeeting.kind,))
def record(entry: Entry, at: datetime) -> Paper:
    """What was shared and decided, and who does what: for those who were there (HSSCP-10.6, 10.12)."""
    values, _ = values_of(entry)
    when = (Fact("Held", say_when(entry.occurred_at), entry.pk, "occurred_at"),)
    points = [one for one in facts_of(entry) if one.field.partition(".")[0] not in _NOT_IN_IT]
    sections = (
        Section("The discussion", when),
        Section("Who took part, and what they told", _table(entry, "people", _WHO)),
        Section("What was discussed", tuple(points)),
        Section("What child and family are told", tuple(facts_of(entry, *_SAID_ALOUD))),
        *_each_child(entry, values),
        Section("Who does what, and by when", _table(entry, "actions", _ACTION)),
    )
    title = f"{_step_title()} of {say_date(london_date(entry.occurred_at))}"
    return paper_of(
        entry,
        at,
        "strategy_record",
        title,
        _kept_back(sections, values),
        meant_for=_present(values),
    )


@paper("strategy_call", "Call to the strategy discussion", of=(StrategyCall.kind,))
def call(entry: Entry, at: datetime) -> Paper:
    """When and how it is held, about whom, why, and who is asked (HUB-4.4)."""
    values, _ = values_of(entry)
    sections = (
        Section("When and how", tuple(facts_of(entry, "held_at", "how", "where", "initiator"))),
        Section("About", _children(entry)),
        Section("Why", tuple(facts_of(entry, "worry"))),
        Section("Who is asked to take part", _table(entry, "people", _WHO[:3])),
    )
    title = f"Call to the {_step_title().lower()}"
    asked = [_recipient(row) for row in values.get("people", []) if row.get("name")]
    kept = _never_to_family(sections)
    return paper_of(entry, at, "strategy_call", title, kept, meant_for=asked)


@paper("help_request", "Request for help with an enquiry", of=(HelpAsked.kind,))
def help_request(entry: Entry, at: datetime) -> Paper:
    """What one agency is asked, about whom, by when (HSSCP-5.3)."""
    values, _ = values_of(entry)
    sections = (
        Section("What we ask of you", tuple(facts_of(entry, "asked", "by_when"))),
        Section("About", _children(entry)),
        Section(
            "Asked by",
            (Fact("Name", f"{entry.author_name}, {entry.author_designation}", entry.pk, "author"),),
        ),
    )
    agency = Recipient(str(values.get("asked_of") or values.get("agency", "")), str(values.get("agency", "")))
    title = "Request for help with an enquiry"
    return paper_of(entry, at, "help_request", title, sections, meant_for=[agency])


def _step_title() -> str:
    return procedure.newest().steps[STEP].title


def _kept_back(sections: Iterable[Section], values: Values) -> list[Section]:
    """Where something is kept back, a copy for the family says only what they are told."""
    if not values.get("kept_back"):
        return list(sections)
    ground = KEPT_BACK_GROUNDS.get(values.get("kept_back_ground", ""), "")
    return [_marked(one, f"The discussion keeps it back. {ground}".strip(), _SAID_ALOUD) for one in sections]


def _never_to_family(sections: Iterable[Section]) -> list[Section]:
    """What is planned before anyone has decided what the family is told."""
    why = "The discussion decides what the family is told, and has not been held"
    return [_marked(one, why, ()) for one in sections]


def _marked(section: Section, why: str, but: Sequence[str]) -> Section:
    def one(block: Block) -> Block:
        if isinstance(block, str):
            return block
        if isinstance(block, Fact):
            return block if block.field in but else replace(block, kept_back=why)
        return replace(block, rows=tuple(tuple(replace(f, kept_back=why) for f in row) for row in block.rows))

    return replace(section, body=tuple(map(one, section.body)))


def _present(values: Values) -> list[Recipient]:
    """Those who were there: the record is theirs."""
    return [_recipient(row) for row in meetings.came(values.get("people", [])) if row.get("name")]


def _recipient(row: Values) -> Recipient:
    how = ", ".join(str(row[key]) for key in ("role", "agency") if row.get(key))
    return Recipient(str(row["name"]), how, user=UUID(row["person"]) if row.get("person") else None)


def _table(entry: Entry, name: str, columns: Sequence[str]) -> tuple[Block, ...]:
    table = table_of(entry, name, columns=columns)
    return (table,) if table else ()


def _each_child(entry: Entry, values: Values) -> list[Section]:
    """What was decided for each, under the child's name."""
    parts, people = _parts(entry), _people(entry)
    decided = tuple(facts_of(entry, "outcome")) if "outcome" in values else ()
    return [
        Section(
            plain_name(people.get(part.subject_id)),
            (*(replace(one, about=frozenset({part.subject_id})) for one in decided), *facts_of_part(part)),
        )
        for part in parts
    ]


def _children(entry: Entry) -> tuple[Block, ...]:
    people = _people(entry)
    return tuple(
        Fact(
            "Child",
            f"{plain_name(people.get(part.subject_id))}, {born(people.get(part.subject_id))}",
            entry.pk,
            "about",
            frozenset({part.subject_id}),
        )
        for part in _parts(entry)
    )


def _parts(entry: Entry) -> list[EntrySubject]:
    return list(entry.parts.select_related("subject", "entry").order_by("subject_id"))


def _people(entry: Entry) -> dict[UUID, Person]:
    return Person.objects.in_bulk([part.subject_id for part in _parts(entry)])
