"""An assessment as it stands: what its signed additions come to for one child (HSSCP-7.3)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldthread.assessment.dimensions import ASIDE, DIMENSIONS, DOMAINS, SECTIONS, Section
from goldthread.assessment.entries.section import BEARS, CHECKED, TALKED, AssessmentSection
from goldthread.ledger.corrected import values_of
from goldthread.ledger.fields import Group
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry, EntrySubject

_FACTS, _VIEWS = ("facts", "child_facts"), ("views", "child_views")
_NOT_SHOWN = frozenset({*_FACTS, *_VIEWS, "section", "aside", "aside_why", "starts", "again"})


@dataclass(frozen=True)
class Addition:
    """One signed addition, as corrected by now: what it says of everyone, and of this child."""

    entry: Entry
    values: Mapping[str, Any]
    own: Mapping[str, Any]

    @property
    def section(self) -> str:
        """The id of its section."""
        return str(self.values.get("section", ""))

    @property
    def said(self) -> Mapping[str, Any]:
        """Every answer that concerns the child."""
        return {**self.values, **self.own}

    @property
    def by(self) -> str:
        """Who signed it, and when."""
        return f"{self.entry.author_name}, {say_when(self.entry.recorded_at)}"


@dataclass(frozen=True)
class Line:
    """One fact of the document: its source, what was done about it, and the addition that it comes from."""

    what: str
    source: str
    row: Mapping[str, Any]
    addition: Addition
    field: str  # such as child_facts.0.what

    @property
    def of_child(self) -> bool:
        """Whether it is about the child alone."""
        return self.field.startswith("child_")

    @property
    def origin(self) -> tuple[UUID, str]:
        """The entry and the answer where it was first said."""
        entry, _, field = str(self.row.get("origin", "")).partition(":")
        return (UUID(entry), field) if field else (self.addition.entry.pk, self.field)

    @property
    def notes(self) -> list[str]:
        """What it is for the child, whether it is checked, and with whom it was discussed."""
        found = [BEARS.get(self.row.get("bears", "")), CHECKED.get(self.row.get("checked", ""))]
        for name, whom in (("with_child", "child"), ("with_parents", "parents")):
            talked = self.row.get(name)
            found.append(f"Discussed with {whom}: {TALKED[talked].lower()}" if talked in TALKED else None)
        return [words for words in found if words]

    @property
    def lacks(self) -> list[str]:
        """What nobody has said about it."""
        asked = {
            "checked": "checked",
            "with_child": "discussed with the child",
            "with_parents": "with the parents",
        }
        return [words for name, words in asked.items() if not self.row.get(name)]


@dataclass(frozen=True)
class Written:
    """One section as it stands: its facts, the views side by side, every other answer; the newest first."""

    section: Section
    additions: Sequence[Addition]

    @cached_property
    def lines(self) -> list[Line]:
        """Its facts, the newest first."""
        return [
            Line(str(row.get("what", "")), str(row.get("source", "")), row, one, f"{name}.{number}.what")
            for one in self.additions
            for name in _FACTS
            for number, row in enumerate(one.said.get(name, ()))
        ]

    @cached_property
    def views(self) -> list[tuple[str, str, str]]:
        """Who sees it how, and who wrote that down."""
        return [
            (str(row.get("who", "")), str(row.get("view", "")), one.by)
            for one in self.additions
            for name in _VIEWS
            for row in one.said.get(name, ())
        ]

    @cached_property
    def answers(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each other question with what was answered, the newest first: text, and who wrote it when."""
        found: dict[str, list[tuple[str, str]]] = {}
        for one in self.additions:
            fields = AssessmentSection.fields_of(one.values)
            for name, value in one.said.items():
                field = fields.get(name)
                if (
                    name not in _NOT_SHOWN
                    and field
                    and not isinstance(field, Group)
                    and field.answered(value)
                ):
                    found.setdefault(field.label, []).append((field.text(value), one.by))
        return list(found.items())

    def newest(self, name: str) -> Any:
        """The newest answer to a question; None where there is none."""
        return next((one.said[name] for one in self.additions if one.said.get(name) is not None), None)


class Document:
    """The assessment of one child."""

    def __init__(self, additions: Iterable[Addition]) -> None:
        """`additions` are the child's, the newest first."""
        self.additions = list(additions)
        self.sections = {
            name: Written(section, [one for one in self.additions if one.section == name])
            for name, section in SECTIONS.items()
        }

    @property
    def begun(self) -> bool:
        """Whether anything was written."""
        return bool(self.additions)

    @cached_property
    def aside(self) -> dict[str, tuple[str, str]]:
        """The dimensions set aside and not written about since: why, and who said so."""
        found: dict[str, tuple[str, str]] = {}
        for one in self.additions:
            for name in one.values.get("aside", ()) if one.section == ASIDE else ():
                if not self.sections[name].additions:
                    found.setdefault(name, (str(one.values.get("aside_why", "")), one.by))
        return found

    def newest(self, section: str, name: str) -> Any:
        """The newest answer to a question of a section."""
        return self.sections[section].newest(name)

    def parts(self) -> list[tuple[str, list[Written]]]:
        """The three domains with their sections."""
        return [
            (title, [self.sections[one.id] for one in DIMENSIONS.values() if one.part == part])
            for part, title in DOMAINS.items()
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """Every fact."""
        return [line for written in self.sections.values() for line in written.lines]


def documents(people: Collection[UUID], *, since: datetime) -> Document:
    """The document of one child, whose records are read as one, from what was signed since then."""
    return _document(people, Q(entry__recorded_at__gte=since))


def earlier(people: Collection[UUID], *, before: datetime) -> Document:
    """What was written of the child in earlier assessments."""
    return _document(people, Q(entry__recorded_at__lt=before))


def _document(people: Collection[UUID], when: Q) -> Document:
    rows = EntrySubject.objects.filter(when, subject__in=people, entry__kind=AssessmentSection.kind)
    rows = rows.select_related("entry").order_by("-entry__recorded_at", "-entry__occurred_at", "entry_id")
    return Document(_additions(list(rows)))


def _additions(rows: Sequence[EntrySubject]) -> Iterator[Addition]:
    """Each addition as corrected; the corrections of those that have none are not looked for one by one."""
    ids = [row.entry_id for row in rows]
    corrected = set(Entry.objects.filter(amends__in=ids).values_list("amends", flat=True))
    for row in rows:
        if row.entry_id in corrected:
            values, parts = values_of(row.entry)
            yield Addition(row.entry, values, parts.get(row.subject_id, {}))
        else:
            yield Addition(row.entry, row.entry.payload, row.payload)
