"""The papers of a plan: the professionals' plan, the child's own plan, and the minutes of a core group."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

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
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import Values
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.people.describe import plain_name
from goldthread.people.languages import language_tag
from goldthread.people.models import Person
from goldthread.protection import coregroupfile
from goldthread.protection.entries.coregroup import CoreGroupMeeting
from goldthread.protection.entries.plan import PlanTranslation, ProtectionPlan
from goldthread.protection.planown import own_plan

_WORRY = ("worry", "change", "better")
_ACTION = ("what", "who", "who_role", "by_when", "know")


@paper("protection_plan", "Child protection plan", of=(ProtectionPlan.kind,))
def plan(entry: Entry, at: datetime) -> Paper:
    """One version of the plan, as professionals work with it; what is about one child stands apart."""
    return paper_of(
        entry,
        at,
        "protection_plan",
        f"Child protection plan, version {entry.payload.get('version', 1)}",
        (
            Section("The plan", (Fact("Agreed", say_when(entry.occurred_at), entry.pk, "occurred_at"),)),
            Section("What we are worried about", _tables(entry, "worries", _WORRY)),
            Section("What will be done", _tables(entry, "actions", _ACTION)),
            Section("If it does not work, and who visits", tuple(facts_of(entry, "not_working", "visits"))),
            *_each_child(entry, "identity", "child_view"),
        ),
    )


@paper("own_plan", "The child’s own plan", of=(ProtectionPlan.kind,))
def own(entry: Entry, at: datetime) -> Paper:
    """The same version in the child's words, and nothing of ours."""
    values, _ = values_of(entry)
    sections = [
        Section(one.title, tuple(Fact("", line.text, entry.pk, line.source) for line in one.lines))
        for one in own_plan(values).sections
    ]
    made = f"This plan is about you. It was made on {say_date(london_date(entry.occurred_at))}."
    return paper_of(entry, at, "own_plan", "Your plan", (Section("About this plan", (made,)), *sections))


@paper("own_plan_translated", "The child’s own plan in another language", of=(PlanTranslation.kind,))
def translated(entry: Entry, at: datetime) -> Paper:
    """The child's words in the other language."""
    names = ("worried", "doing", "better", "not_working", "people")
    lang = language_tag(str(entry.payload.get("language", "")))
    sections = [Section(fact.label, (replace(fact, label=""),), lang) for fact in facts_of(entry, *names)]
    language = Section("Language", tuple(facts_of(entry, "language", "translated_by")))
    return paper_of(entry, at, "own_plan_translated", "Your plan", (*sections, language))


@paper(coregroupfile.MINUTES, "Minutes of the core group", of=(CoreGroupMeeting.kind,))
def minutes(entry: Entry, at: datetime) -> Paper:
    """The minutes of a meeting, out of what was recorded of it (HSSCP-13.8)."""
    people = frozenset(part.subject_id for part in entry.parts.all())
    members = coregroupfile.membership(people).rows
    return paper_of(
        entry,
        at,
        coregroupfile.MINUTES,
        f"Minutes of the core group of {say_date(london_date(entry.occurred_at))}",
        (
            Section("Who was there", _tables(entry, "people", ("name", "role", "agency", "came"))),
            Section("How each action goes", _tables(entry, "progress", ("action", "state", "note"))),
            Section("The plan", tuple(facts_of(entry, "what_must_change"))),
            *_each_child(entry, "child_view"),
            Section("Who does what next", _tables(entry, "tasks", ("what", "who", "by_when"))),
            Section(
                "What comes next",
                tuple(facts_of(entry, "membership", "recommend_earlier", "recommend_why"))
                + tuple(facts_of(entry, "next_core_group", "next_time")),
            ),
        ),
        meant_for=[_member(row) for row in members],
    )


def _member(row: Values) -> Recipient:
    """A member of the group, to whom the minutes go."""
    return Recipient(str(row.get("name", "")), str(row.get("role", "")), email=str(row.get("email", "")))


def _parts(entry: Entry) -> list[EntrySubject]:
    return list(entry.parts.select_related("subject", "entry").order_by("subject_id"))


def _tables(entry: Entry, name: str, columns: Sequence[str]) -> tuple[Block, ...]:
    table = table_of(entry, name, columns=columns)
    return (table,) if table else ()


def _each_child(entry: Entry, *names: str) -> list[Section]:
    """What is about each child alone, under the child's name."""
    parts = _parts(entry)
    known = {one.pk: plain_name(one) for one in Person.objects.filter(pk__in=[p.subject_id for p in parts])}
    return [
        Section(known.get(part.subject_id, part.subject.reference), tuple(facts))
        for part in parts
        if (facts := facts_of_part(part, *names))
    ]
