"""An assessment as its pages show it: flat values, so that templates decide nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from goldthread.assessment.assessmentfile import AssessmentFile
from goldthread.assessment.completeness import matters
from goldthread.assessment.dimensions import ASIDE, DIMENSIONS, SECTIONS, titles
from goldthread.assessment.document import Line, Written
from goldthread.assessment.entries.contribution import Contribution, ContributionChase, ContributionRequest
from goldthread.assessment.entries.outcome import AssessmentCheck, lacking
from goldthread.ledger import procedure, recordable
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry


@dataclass(frozen=True)
class ShownLine:
    """A fact: its words, where they come from, what was done about it, and the page of that source."""

    what: str
    source: str
    notes: str
    by: str
    href: str


@dataclass(frozen=True)
class Shown:
    """A section as it stands. `state` says in a word how far it is, with a tone."""

    id: str
    title: str
    lines: Sequence[ShownLine]
    views: Sequence[tuple[str, str, str]]
    answers: Sequence[tuple[str, list[tuple[str, str]]]]
    state: str
    tone: str
    aside: str
    href: str

    @property
    def written(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.lines or self.views or self.answers)


@dataclass(frozen=True)
class Offered:
    """Something known already, ready to be taken over. `whose` is the child it is about alone, as text."""

    key: str
    text: str
    source: str
    whose: str | None
    row: Mapping[str, Any]


def shown(written: Written, file: AssessmentFile) -> Shown:
    """One section of a child's assessment."""
    section = written.section
    aside = file.document.aside.get(section.id)
    state, tone = _state(written, file)
    return Shown(
        id=section.id,
        title=section.title,
        lines=[_line(one) for one in written.lines],
        views=written.views,
        answers=written.answers,
        state=state,
        tone=tone,
        aside=f"{aside[0]} ({aside[1]})" if aside else "",
        href=reverse("assessment:section", args=[file.case.id, section.id]),
    )


def _state(written: Written, file: AssessmentFile) -> tuple[str, str]:
    name = written.section.id
    if written.additions:
        return "Written", "done"
    if name in file.document.aside:
        return "Set aside", "none"
    if name in DIMENSIONS and not matters(name, file.age):
        return "Not at this age", "none"
    return "Nothing yet", "quiet"


def _line(line: Line) -> ShownLine:
    return ShownLine(
        what=line.what,
        source=line.source,
        notes=". ".join(line.notes),
        by=line.addition.by,
        href=reverse("casefile:entry", args=[line.origin[0]]),
    )


def lacks(file: AssessmentFile) -> list[tuple[str, str]]:
    """What is missing, each with the page where it is written; empty where another page does."""
    address = {"": ""} | {
        name: reverse("assessment:section", args=[file.case.id, name]) for name in [*SECTIONS, ASIDE]
    }
    return [(one.words, address[one.section]) for one in file.lacks]


def grown(file: AssessmentFile) -> list[tuple[str, str, str, str]]:
    """Every addition, the newest first: when, what, by whom, and its entry's page."""
    return [
        (
            say_when(one.entry.recorded_at),
            titles().get(one.section, one.section),
            one.entry.author_name,
            reverse("casefile:entry", args=[one.entry.pk]),
        )
        for one in file.document.additions
    ]


def navigation(file: AssessmentFile, current: str) -> list[tuple[str, str, bool, int]]:
    """Every section with how many facts it holds, for the list beside a page."""
    return [
        (
            one.title,
            reverse("assessment:section", args=[file.case.id, one.id]),
            one.id == current,
            len(file.document.sections[one.id].additions),
        )
        for one in SECTIONS.values()
    ]


def offered(files: Iterable[AssessmentFile]) -> list[Offered]:
    """What others wrote of these children, each thing once; without what the documents hold already."""
    found: dict[str, Offered] = {}
    for file in files:
        taken = {(str(line.row.get("origin", "")), line.what) for line in file.document.lines}
        for one in file.known:
            if (one.key, one.text) in taken:
                continue
            whose = str(one.whose) if one.whose else None
            key = f"{one.key}:{whose}" if whose else one.key
            row = {"what": one.text, "source": one.source, "origin": one.key}
            found.setdefault(key, Offered(key, one.text, one.source, whose, row))
    return list(found.values())


def acts(file: AssessmentFile, roles: Collection[str]) -> list[tuple[str, str]]:
    """What may be done next with the assessment: words and address."""
    child = file.case.id
    expected = recordable.expected_by_kind([file.state], roles, file.at)
    titles_of = procedure.newest().steps
    pages = (
        ("assessment_outcome", "assessment:outcome", "Say what it came to"),
        ("assessment_check", "assessment:check", ""),
    )
    found = [
        (words or titles_of[step].title, reverse(page, args=[child]))
        for kind, page, words in pages
        for step in list(expected.get(kind, {}))[:1]
    ]
    return [
        *found,
        ("Ask an agency to contribute", reverse("assessment:ask", args=[child])),
        ("Record a visit", reverse("assessment:visit", args=[child])),
    ]


def sent_back(file: AssessmentFile) -> list[tuple[str, str]]:
    """What the newest check found lacking, and who checked it; nothing once a later one found nothing."""
    rows = Entry.objects.filter(kind=AssessmentCheck.kind, parts__subject__in=file.people)
    newest = rows.filter(recorded_at__gte=file.opened).order_by("-recorded_at", "pk").first()
    if newest is None or not lacking(newest.payload):
        return []
    fields = AssessmentCheck.fields_of({})
    found = [
        (fields[f"mark_{name}"].label, str(newest.payload.get(f"lacks_{name}", "")))
        for name in (key.removeprefix("mark_") for key, said in newest.payload.items() if said is False)
    ]
    to_do = str(newest.payload.get("to_do", ""))
    return [*found, (f"{newest.author_name}, {say_when(newest.recorded_at)}:", to_do)]


@dataclass(frozen=True)
class Asked:
    """An agency that was asked: since when, what came of it, and the page of what it said."""

    id: UUID
    agency: str
    asked: str
    again: str
    state: str
    open: bool
    href: str


def contributions(file: AssessmentFile) -> list[Asked]:
    """Each agency that was asked, in the order in which they were."""
    rows = Entry.objects.filter(kind=ContributionRequest.kind, parts__subject__in=file.people)
    found = []
    for one in rows.filter(recorded_at__gte=file.opened).distinct().order_by("recorded_at", "pk"):
        replies = list(one.replies.order_by("recorded_at", "pk"))
        reply = next((each for each in replies if each.kind == Contribution.kind), None)
        chased = [each for each in replies if each.kind == ContributionChase.kind]
        found.append(
            Asked(
                id=one.pk,
                agency=str(one.payload.get("agency", "")),
                asked=say_when(one.recorded_at),
                again=say_when(chased[-1].recorded_at) if chased else "",
                state=f"received {say_when(reply.recorded_at)}" if reply else "not answered yet",
                open=reply is None,
                href=reverse("casefile:entry", args=[(reply or one).pk]),
            )
        )
    return found
