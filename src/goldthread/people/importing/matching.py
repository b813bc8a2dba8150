"""Who on record a row of people.csv is: one sure match is linked, anybody else like them is told of."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from goldthread.ledger.models import EntrySubject, Subject
from goldthread.people.importing.entries import ImportedPerson
from goldthread.people.importing.report import CLOSED
from goldthread.people.search import Candidate, Label, Query, find
from goldthread.people.whois import day

Closed = Callable[[Collection[UUID]], Collection[UUID]]  # which of some records are restricted or sealed
_MOST = 5


@dataclass(frozen=True)
class Answer:
    """The one person whom it is, or else in words whom it may be."""

    same: UUID | None = None
    maybe: str = ""


class Matcher:
    """Looks for people who came from elsewhere. Two rows of one system are never taken for one person."""

    def __init__(self, system: str, at: datetime, closed: Closed) -> None:
        """`closed` tells which records may not be named."""
        self.system, self.at, self.closed = system, at, closed
        own = {"parts__entry__kind": ImportedPerson.kind, "parts__entry__payload__system": system}
        self.anyone = Subject.objects.exclude(**own).exists()

    def answers(self, rows: Mapping[int, Mapping[str, Any]]) -> dict[int, Answer]:
        """By line, for the lines where somebody on record is like the row."""
        if not self.anyone:
            return {}
        found = {line: find(_query(row), at=self.at, limit=_MOST) for line, row in rows.items()}
        people = {one.subject_id for candidates in found.values() for one in candidates}
        taken, shut = self._brought_over(people), frozenset(self.closed(people))
        answers = {}
        for line, candidates in found.items():
            answers[line] = answer = _answer(candidates, taken, shut)
            taken |= {answer.same} if answer.same else set()
        return answers

    def _brought_over(self, people: Iterable[UUID]) -> set[UUID]:
        """Those of them of whom another row of the same system spoke."""
        own = EntrySubject.objects.filter(
            subject__in=list(people), entry__kind=ImportedPerson.kind, entry__payload__system=self.system
        )
        return set(own.values_list("subject_id", flat=True))


def _answer(candidates: Iterable[Candidate], taken: Collection[UUID], shut: Collection[UUID]) -> Answer:
    sure = [one for one in candidates if one.label is Label.MATCH]
    if len(sure) == 1 and sure[0].subject_id not in taken:
        return Answer(same=sure[0].subject_id)
    alike = [one for one in candidates if one in sure or one.subject_id not in taken]
    return Answer(maybe="; ".join(dict.fromkeys(_told(one, shut) for one in alike)))


def _told(one: Candidate, shut: Collection[UUID]) -> str:
    if one.subject_id in shut:
        return CLOSED
    return f"{one.reference} may be this person ({', '.join(one.reasons)})"


def _query(row: Mapping[str, Any]) -> Query:
    return Query(
        given=row.get("given_names", ""),
        family=row.get("family_name", ""),
        sex=row.get("sex", "").replace("U", ""),
        born=day(row, "born"),
        expected=day(row, "expected"),
        address=row.get("address", ""),
        postcode=row.get("postcode", ""),
        nhs_number=row.get("nhs_number", ""),
        upn=row.get("upn", ""),
    )
