"""The papers of an assessment: the document as it stands, the care plan, the child in need plan."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from goldthread.assessment.dimensions import SECTIONS
from goldthread.assessment.document import Document, Line, documents
from goldthread.assessment.entries.outcome import AssessmentOutcome
from goldthread.assessment.entries.plans import CarePlan, NeedPlan
from goldthread.assessment.entries.section import AssessmentSection
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
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Group
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.people import describe
from goldthread.people.identity import identity
from goldthread.people.models import Person

_HEAD = ("What we know", "Who or what says so", "How sure, and with whom discussed")


@paper("assessment", "Assessment, as it stands", of=(AssessmentOutcome.kind, AssessmentSection.kind))
def assessment(entry: Entry, at: datetime) -> Paper:
    """The whole assessment of the children whom the entry is about, each child's apart."""
    parts = _parts(entry)
    sections = [section for part in parts for section in _of_child(part)]
    outcome = facts_of(entry) if entry.kind == AssessmentOutcome.kind else []
    if outcome:
        sections.insert(0, Section("What it came to", tuple(outcome)))
    return paper_of(entry, at, "assessment", _titled("Assessment", parts), sections)


@paper("care_plan", "Care plan", of=(CarePlan.kind,))
def care_plan(entry: Entry, at: datetime) -> Paper:
    """Each service and who provides it (HUB-2.9), and what each child wants."""
    return _plan(entry, at, "care_plan", "services")


@paper("need_plan", "Child in need plan", of=(NeedPlan.kind,))
def need_plan(entry: Entry, at: datetime) -> Paper:
    """What is to be done, by whom and by when, and when it is reviewed."""
    return _plan(entry, at, "need_plan", "actions")


def _plan(entry: Entry, at: datetime, kind: str, rows: str) -> Paper:
    parts, table = _parts(entry), table_of(entry, rows)
    whole: list[Block] = [
        one for one in facts_of(entry) if not one.field.startswith(f"{rows}.") and one.field != "step"
    ]
    if table is not None:
        whole.append(table)
    own = [
        Section(name, tuple(facts))
        for part in parts
        for name, facts in [(_name(part), facts_of_part(part))]
        if facts
    ]
    title = entry_type(entry.kind).title
    sections = (Section("The plan", tuple(whole)), *own)
    return paper_of(entry, at, kind, _titled(title, parts), sections)


def _titled(title: str, parts: Iterable[EntrySubject]) -> str:
    return f"{title}: {', '.join(_name(part) for part in parts)}"


def _parts(entry: Entry) -> list[EntrySubject]:
    return list(entry.parts.select_related("subject", "entry", "episode").order_by("subject_id"))


def _name(part: EntrySubject) -> str:
    return describe.plain_name(Person.objects.filter(pk=part.subject_id).first())


def _of_child(part: EntrySubject) -> Iterator[Section]:
    """The sections of one child's document that say something."""
    if part.episode is None:
        return
    document, name = documents(identity([part.subject_id]), since=part.episode.opened_at), _name(part)
    for section in SECTIONS.values():
        blocks = [
            *_facts(document, section.id, part.subject_id),
            *_answers(document, section.id, part.subject_id),
        ]
        if blocks:
            yield Section(f"{name}: {section.title}", tuple(blocks))


def _facts(document: Document, section: str, child: UUID) -> Iterator[Block]:
    lines = document.sections[section].lines
    if lines:
        yield Table(SECTIONS[section].title, _HEAD, tuple(_row(line, child) for line in lines))


def _row(line: Line, child: UUID) -> tuple[Fact, ...]:
    """A fact under the name of the answer where it was first said."""
    entry, field = line.origin
    about = frozenset({child}) if line.of_child else frozenset()
    told = (line.what, line.source, ". ".join(line.notes))
    return tuple(Fact(label, text, entry, field, about) for label, text in zip(_HEAD, told, strict=True))


def _answers(document: Document, section: str, child: UUID) -> Iterator[Block]:
    """Views and every other answer, as corrected, the newest first."""
    for one in document.sections[section].additions:
        fields = AssessmentSection.fields_of(one.values)
        for name, value in one.said.items():
            field = fields.get(name)
            if field is None or name in {"section", "facts", "child_facts"} or not field.answered(value):
                continue
            about = frozenset({child}) if field.per_child else frozenset()
            if isinstance(field, Group):
                for number, row in enumerate(value):
                    words = f"{row.get('who', '')}: {row.get('view', '')}"
                    yield Fact("Seen differently", words, one.entry.pk, f"{name}.{number}", about)
            else:
                yield Fact(field.label, field.text(value), one.entry.pk, name, about, field.sensitivity)
