"""Recognising someone on record in what is typed: whom to look for, who was picked, whose name it is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from rapidfuzz.distance import OSA

from goldthread.ledger.fields import Field, FieldError, Group, Raw
from goldthread.ledger.fields.base import Unclear
from goldthread.ledger.models import Episode
from goldthread.people.creating import Newcomer
from goldthread.people.folding import fold
from goldthread.people.identity import representatives
from goldthread.people.models import Name, Person
from goldthread.people.search import Label, Query

_SHORT = 5  # letters
NEW = "new"  # picked: someone who is not on record
# The control of a row that says who is picked, and the one that says why someone alike is not.
KNOWN, WHY = "known", "someone_else"
CHOOSE_AGAIN = "Choose again: what is typed is no longer like the person you chose"
# The columns that find people.
LOOKED_AT = (
    *("given_names", "family_name", "other_names", "born", "expected", "age_about", "gender"),
    *("address", "postcode", "nhs_number"),
)
_DAYS = ("born", "expected")
_SEX = {"female": "F", "male": "M"}


@dataclass(frozen=True)
class Offer:
    """Someone on record who may be the person of a row, in words. `case` says who holds the case now."""

    id: str
    name: str
    about: str
    label: str
    reasons: str
    lives_with: str
    case: str

    @property
    def strong(self) -> bool:
        """Whether enough agrees to call it a match."""
        return self.label == Label.MATCH


@dataclass(frozen=True)
class Found:
    """What looking for the person of one row gave. `restricted`: a record closed to the reader may match.

    `closed`: such a one does match. `at_home`: others who live at that address. `newcomer`: the person, if
    they are not on record.
    """

    row: str
    newcomer: Newcomer
    offers: Sequence[Offer] = ()
    at_home: Sequence[str] = ()
    restricted: bool = False
    closed: bool = False
    asked: bool = False
    picked: str = ""
    why: str = ""
    error: str = ""
    why_error: str = ""
    again: ClassVar[str] = CHOOSE_AGAIN

    @property
    def strong(self) -> Offer | None:
        """The best match, if there is one."""
        return next((offer for offer in self.offers if offer.strong), None)

    @property
    def why_not(self) -> str:
        """The question that whoever passes a match over answers; empty where there is none."""
        if self.strong:
            return f"Why is it not {self.strong.name}?"
        return "Why do you go on, although a restricted record matches?" if self.closed else ""

    @property
    def is_unknown(self) -> bool:
        """Whether somebody was picked who is not on offer."""
        return self.picked not in {"", NEW, *(offer.id for offer in self.offers)}

    @property
    def name(self) -> str:
        """The name of whoever was picked."""
        return next((offer.name for offer in self.offers if offer.id == self.picked), "")

    @property
    def to_choose(self) -> bool:
        """Whether the page asks who it is."""
        return bool(self.offers) or self.is_unknown

    @property
    def said(self) -> str:
        """The same in a sentence, for those who hear the page."""
        if not self.asked:
            return ""
        people = (
            f"{len(self.offers)} on record may be this person." if self.offers else "Nobody found on record."
        )
        return f"{people} A restricted record may match, too." if self.restricted else people


@dataclass(frozen=True)
class Row:
    """A row of a group as sent: its number, its place among those filled in, and what it asks."""

    group: str
    number: int
    place: int
    columns: Mapping[str, Field]

    @property
    def id(self) -> str:
        """How the names of its controls begin."""
        return f"{self.group}-{self.number}"

    def typed(self, raw: Raw, column: str) -> str:
        """What stands in one of its controls."""
        return next(iter(raw.get(f"{self.id}-{column}", ())), "").strip()


def rows_of(fields: Mapping[str, Field], raw: Raw, groups: Iterable[str]) -> Iterator[Row]:
    """The rows of these groups in which something was typed."""
    for name in groups:
        group = fields.get(name)
        if isinstance(group, Group):
            for place, number in enumerate(group.filled_rows(raw, name)[: group.max_rows]):
                yield Row(name, number, place, group.fields)


def query_of(row: Row, raw: Raw) -> Query:
    """What a row says by which its person can be found. What cannot be understood yet is left out."""
    told = {column: _read(row.columns[column], row, raw) for column in LOOKED_AT if column in row.columns}
    born, expected = (date.fromisoformat(told[name]) if told.get(name) else None for name in _DAYS)
    age = re.search(r"\d{1,2}", told.get("age_about") or "")
    return Query(
        given=row.typed(raw, "given_names"),
        family=row.typed(raw, "family_name"),
        other_names=row.typed(raw, "other_names"),
        sex=_SEX.get(told.get("gender") or "", ""),
        born=born,
        age=int(age[0]) if age else None,
        expected=expected,
        address=told.get("address") or "",
        postcode=told.get("postcode") or "",
        nhs_number=told.get("nhs_number") or "",
    )


def _read(field: Field, row: Row, raw: Raw) -> Any:
    name = f"{row.id}-{field.name}"
    try:
        return None if field.blank(raw, name) else field.read(raw, name)
    except Unclear:
        return None


def picked(row: Row, raw: Raw) -> UUID | None:
    """Whom the writer recognised; None for someone new, and for what is no id."""
    try:
        return UUID(row.typed(raw, KNOWN))
    except ValueError:
        return None


def cases(subjects: Iterable[UUID]) -> dict[UUID, Episode]:
    """The open case of each of these people, the one that a worker or a team holds first."""
    one = representatives(subjects := list(subjects))
    named = {one[subject]: subject for subject in subjects if subject in one}
    owner = {alias: named[person] for alias, person in one.items() if person in named}
    held = Episode.objects.filter(subject__in=owner, closed_at=None).select_related("team", "worker")
    found: dict[UUID, Episode] = {}
    for episode in held.order_by("worker", "team", "opened_at"):  # those without one come last
        found.setdefault(owner[episode.subject_id], episode)
    return found


def case_in_words(case: Episode | None) -> str:
    """Whether someone's case is open, and with whom."""
    if case is None:
        return "Not open"
    holders = ", ".join(str(one) for one in (case.worker, case.team) if one)
    return f"Open: {holders}" if holders else "A contact is open, not yet with a team"


def unsettled(found: Iterable[Found]) -> list[FieldError]:
    """Picks that cannot be: of somebody who is not on offer, or of one person twice."""
    errors = []
    taken: set[str] = set()
    for one in found:
        if one.is_unknown:
            errors.append(FieldError(f"{one.row}-{KNOWN}", CHOOSE_AGAIN))
        elif one.picked in taken:
            errors.append(
                FieldError(f"{one.row}-{KNOWN}", f"You chose {one.name} twice. Choose someone else")
            )
        taken |= {one.picked} - {"", NEW}
    return errors


def passed_over(found: Iterable[Found]) -> list[FieldError]:
    """Rows whose person matches someone on record, of which nobody said whether it is them, or why not."""
    errors = []
    for one in found:
        if one.strong and not one.picked:
            errors.append(
                FieldError(f"{one.row}-{KNOWN}", f"Say whether this is {one.strong.name} or someone else")
            )
        elif one.why_not and one.picked in {"", NEW} and not one.why:
            other = f"this is not {one.strong.name}" if one.strong else "you go on past a restricted record"
            errors.append(FieldError(f"{one.row}-{WHY}", f"Say in a few words why {other}"))
    return errors


def with_errors(found: Mapping[str, Found], errors: Iterable[FieldError]) -> dict[str, Found]:
    """The same with what is wrong at each row's own question."""
    wrong = {error.name: error.message for error in errors}
    return {
        row: replace(one, error=wrong.get(f"{row}-{KNOWN}", ""), why_error=wrong.get(f"{row}-{WHY}", ""))
        for row, one in found.items()
    }


def as_recognised(rows: Iterable[Mapping[str, Any]], known: Mapping[int, UUID]) -> list[dict[str, Any]]:
    """The rows as they are signed; those of people recognised under their names on record."""
    return [as_known(row, known[place]) if place in known else dict(row) for place, row in enumerate(rows)]


def whys(found: Iterable[Found]) -> str:
    """Why each person who matches someone on record is someone else, in one text."""
    said = [
        (one.strong.name if one.strong else "the restricted record that matches", one.why)
        for one in found
        if one.why_not and one.picked in {"", NEW} and one.why
    ]
    return "\n".join(f"Not {name}: {why}" for name, why in said)


def newcomers(rows: Iterable[Row], found: Mapping[str, Found]) -> dict[int, Newcomer]:
    """By place, whoever was looked for, to be created if nobody recognised them."""
    return {row.place: found[row.id].newcomer for row in rows if row.id in found}


def as_known(row: Mapping[str, Any], subject: UUID) -> dict[str, Any]:
    """The row of someone recognised, under their name on record, for what was typed may be half a name.

    Another name than those on record is kept as another name that they use.
    """
    person = Person.objects.filter(subject_id=subject).first()
    if person is None:
        return dict(row)
    given, family = row.get("given_names", ""), row.get("family_name", "")
    named = {"given_names": person.given or given, "family_name": person.family or family}
    kept = {**row, **{column: name for column, name in named.items() if name}}
    if not _is_known(given, family, subject):
        others = [row.get("other_names", ""), f"{given} {family}".strip()]
        kept["other_names"] = ", ".join(filter(None, others))
    return kept


def _is_known(given: str, family: str, subject: UUID) -> bool:
    """Whether a name, or its beginning, or a slip in it, is one that the record has."""
    names = [
        (fold(name.given), fold(name.family)) for name in Name.objects.standing().filter(subject_id=subject)
    ]
    return not names or any(_alike(given, known[0]) and _alike(family, known[1]) for known in names)


def _alike(typed: str, known: str) -> bool:
    typed, known = fold(typed), fold(known)
    return not typed or not known or known.startswith(typed) or _is_a_slip(typed, known)


def _is_a_slip(typed: str, known: str) -> bool:
    """One letter out: in a short name that makes another name, for Ava and Eva may be twins."""
    return max(len(typed), len(known)) >= _SHORT and OSA.distance(typed, known) <= 1
