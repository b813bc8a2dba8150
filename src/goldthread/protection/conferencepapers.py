"""The papers of a conference: invitation, agenda, minutes and decisions, out of what was recorded of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from goldthread.access.recipients import Recipient
from goldthread.accounts.models import User
from goldthread.documents.papers import (
    Block,
    Fact,
    Paper,
    Section,
    Table,
    facts_of,
    facts_of_part,
    paper,
    paper_of,
    table_of,
)
from goldthread.ledger import procedure
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import Values, entry_type
from goldthread.ledger.models import Entry, EntrySubject, Subject
from goldthread.people.describe import plain_name
from goldthread.people.models import Person
from goldthread.procedures.decide import LATE_REASON
from goldthread.protection import conferencefields as ask
from goldthread.protection.conferencepeople import ASKED, WRITING
from goldthread.protection.entries.conference import (
    LEAD,
    OUTLINE,
    ConferenceBooking,
    InitialConference,
    ReviewConference,
)
from goldthread.protection.entries.plan import ProtectionPlan

INVITATION, AGENDA = "conference_invitation", "conference_agenda"
MINUTES, DECISIONS = "conference_minutes", "conference_decisions"
_HELD = (InitialConference.kind, ReviewConference.kind)
_PEOPLE = ("name", "role", "agency")
_DECISIONS = (
    ask.DECISION,
    "plan_criterion",
    "category",
    "why_plan_ends",
    "reasons",
    "future_help",
    "in_need_plan",
)
_PLAN = (LEAD, "first_core_group", "contingency", "changes", "next_review", "earlier_review_triggers")


@paper(INVITATION, "Invitation to the conference", of=(ConferenceBooking.kind,))
def invitation(entry: Entry, at: datetime) -> Paper:
    """When and where; not who else comes, so that nobody learns of another what they need not know."""
    step = _title(entry)
    said, _ = values_of(entry)
    reply = "If you cannot come, please tell us, and write to us what the conference should know."
    return paper_of(
        entry,
        at,
        INVITATION,
        f"Invitation: {step}",
        [
            Section("You are invited", (f"You are invited to this meeting: {step}.", *_children(entry))),
            Section("When and where", tuple(facts_of(entry, "held_at", "place", "chair_name"))),
            Section("If you cannot come", (reply,)),
        ],
        meant_for=_invited(said.get("invited", ()), ASKED, WRITING),
    )


@paper(AGENDA, "Agenda of the conference", of=(ConferenceBooking.kind,))
def agenda(entry: Entry, at: datetime) -> Paper:
    """What will be talked about, by the procedure's own points, and who is asked to come."""
    said, _ = values_of(entry)
    step = procedure.pack(at).steps[said["step"]]
    points = tuple(point.asks for point in step.points.values())
    coming = [number for number, row in enumerate(said.get("invited", ())) if row.get("invite") == ASKED]
    return paper_of(
        entry,
        at,
        AGENDA,
        f"Agenda: {_title(entry)}",
        [
            Section(
                "When and where", (*facts_of(entry, "held_at", "place", "chair_name"), *_children(entry))
            ),
            Section("Who is asked to come", _rows(entry, "invited", _PEOPLE, coming)),
            Section("What we talk about", points),
        ],
        meant_for=_invited(said.get("invited", ()), ASKED),
    )


@paper(MINUTES, "Minutes of the conference", of=_HELD)
def minutes(entry: Entry, at: datetime) -> Paper:
    """Everything that was recorded, child by child; with a plan its outline."""
    told = ("happened_at", "place", "chair", "minutes_by", LATE_REASON)
    points = [name for name in entry_type(entry.kind).fields if name.startswith("point_")]
    return paper_of(
        entry,
        at,
        MINUTES,
        f"Minutes: {entry_type(entry.kind).title}",
        [
            Section("The conference", tuple(facts_of(entry, *told))),
            Section("Who was there", _rows(entry, "people", (*_PEOPLE, "came"))),
            Section(
                "Whether all who should be were there", tuple(facts_of(entry, *points)) if points else ()
            ),
            Section("What each agency thinks", _table(entry, "views")),
            *(Section(name, tuple(facts_of_part(part))) for name, part in _parts(entry)),
            Section("Disagreement", _table(entry, "dissent")),
            *_plan(entry),
        ],
        meant_for=_of_booking(entry),
    )


@paper(DECISIONS, "Decisions of the conference", of=_HELD)
def decisions(entry: Entry, at: datetime) -> Paper:
    """What was decided for each child and what follows, on a page."""
    return paper_of(
        entry,
        at,
        DECISIONS,
        f"Decisions: {entry_type(entry.kind).title}",
        [
            Section("The conference", tuple(facts_of(entry, "happened_at", "chair"))),
            *(Section(name, tuple(facts_of_part(part, *_DECISIONS))) for name, part in _parts(entry)),
            *_plan(entry),
        ],
        meant_for=_of_booking(entry),
    )


def _plan(entry: Entry) -> Iterator[Section]:
    """What a plan needs from the conference, and its outline."""
    yield Section("What was settled", tuple(facts_of(entry, *_PLAN)))
    yield Section("Core group", _table(entry, "members", ("name", "role", "agency")))
    made_here = Entry.objects.filter(kind=ProtectionPlan.kind, payload__conference=str(entry.pk))
    outline = made_here.order_by("recorded_at", "pk").first()
    if outline is not None:
        columns = {"worries": ("worry", "change", "better"), "actions": ("what", "who", "by_when", "know")}
        for name in OUTLINE:
            title = ProtectionPlan.fields[name].label
            yield Section(title, _table(outline, name, columns[name]))


def _title(entry: Entry) -> str:
    return procedure.pack(entry.recorded_at).steps[entry.payload["step"]].title


def _parts(entry: Entry) -> list[tuple[str, EntrySubject]]:
    """The children of an entry with their names, in one order."""
    parts = list(entry.parts.select_related("entry").order_by("subject__person__born", "subject_id"))
    people = Person.objects.in_bulk([part.subject_id for part in parts])
    return [(plain_name(people.get(part.subject_id)), part) for part in parts]


def _children(entry: Entry) -> tuple[Fact, ...]:
    """The name of each child, which is about that child."""
    return tuple(
        Fact("About", name, entry.pk, "", frozenset({part.subject_id})) for name, part in _parts(entry)
    )


def _table(entry: Entry, name: str, columns: Sequence[str] = ()) -> tuple[Block, ...]:
    found = table_of(entry, name, columns=columns)
    return (found,) if found else ()


def _rows(
    entry: Entry, name: str, columns: Sequence[str], only: Sequence[int] | None = None
) -> tuple[Block, ...]:
    """Rows of people as a table. Each is about whoever it names, so that it can be kept from somebody."""
    found = table_of(entry, name, columns=columns)
    said, _ = values_of(entry)
    if found is None:
        return ()
    named = [UUID(row["person"]) if row.get("person") else UUID(int=0) for row in said[name]]
    known = set(Subject.objects.filter(pk__in=named).values_list("pk", flat=True))
    rows = []
    for number in range(len(found.rows)) if only is None else only:
        who = frozenset(one for one in [named[number]] if one in known)
        rows.append(tuple(replace(fact, about=who) for fact in found.rows[number]))
    return (Table(found.caption, found.head, tuple(rows)),) if rows else ()


def _invited(rows: Iterable[Values], *how: str) -> list[Recipient]:
    """Those of the list who are asked in this way."""
    return [_recipient(row) for row in rows if row.get("invite") in how]


def _of_booking(entry: Entry) -> list[Recipient]:
    """Those who were asked to the conference, and those who gave their view in writing."""
    booking = Entry.objects.filter(pk=entry.payload.get("booking")).first()
    said = values_of(booking)[0] if booking else {}
    return _invited(said.get("invited", ()), ASKED, WRITING)


def _recipient(row: Values) -> Recipient:
    """A row of a list as somebody to whom a paper may go: a person on record, one of us, or a name."""
    name = str(row.get("name") or row.get("agency") or "")
    how = ", ".join(str(row[key]) for key in ("role", "agency") if row.get(key))
    known = UUID(row["person"]) if row.get("person") else None
    if known and Subject.objects.filter(pk=known).exists():
        return Recipient(name, how, person=known)
    if known and User.objects.filter(pk=known).exists():
        return Recipient(name, how, user=known)
    return Recipient(name, how)
