"""Whom a request is about: who on record each row may be, and how they stand (HERTS-8.1 to 8.3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldthread.access.looking import SAME, look
from goldthread.disclosure.entries.request import InformationRequest
from goldthread.disclosure.requestfile import episode_for
from goldthread.ledger import procedure
from goldthread.ledger.author import Author
from goldthread.ledger.fields import FieldError, Group, Raw
from goldthread.ledger.fields.base import Unclear
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Episode
from goldthread.people import describe
from goldthread.people.creating import MOST, Newcomer
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.people.search import Label, Query

NEW = "new"
KNOWN = "known"  # the control of a row that says who is picked
ABOUT = "about"
_OFFERED = 5


@dataclass(frozen=True)
class Stands:
    """How somebody on record stands with children's services, in words and as the procedure asks."""

    words: str
    is_open: bool
    former_adult: bool


@dataclass(frozen=True)
class Offer:
    """Somebody on record who may be the one asked about."""

    id: str
    name: str
    about: str
    label: str
    reasons: str
    lives_with: str
    stands: str

    @property
    def strong(self) -> bool:
        """Whether enough agrees to call it a match."""
        return self.label == Label.MATCH


@dataclass(frozen=True)
class Found:
    """Who the person of one row may be. `restricted`: a record closed to the reader may match."""

    row: str
    newcomer: Newcomer
    offers: Sequence[Offer]
    restricted: bool
    picked: str
    error: str = ""

    @property
    def subject(self) -> UUID | None:
        """Who was picked, of those on offer."""
        return UUID(self.picked) if self.picked in {one.id for one in self.offers} else None

    @property
    def strong(self) -> Offer | None:
        """The best match, if there is one."""
        return next((one for one in self.offers if one.strong), None)


def found_in(raw: Raw, *, by: Author, at: datetime) -> dict[str, Found]:
    """Who the people typed so far may be, by row. Every look leaves its trace."""
    group = InformationRequest.fields[ABOUT]
    assert isinstance(group, Group)  # noqa: S101 - as its class says
    return {
        f"{ABOUT}-{row}": _found(group, raw, row, by, at)
        for row in group.filled_rows(raw, ABOUT)[: group.max_rows]
    }


def _found(group: Group, raw: Raw, row: int, by: Author, at: datetime) -> Found:
    told = {name: _read(group, raw, row, name) for name in group.fields}
    born = told.get("born")
    query = Query(
        given=told["given_names"],
        family=told["family_name"],
        born=date.fromisoformat(born) if born else None,
        address=told["address"],
        postcode=told["postcode"],
        nhs_number=told["nhs_number"],
    )
    looked = look(by=by, at=at, query=query, limit=MOST)
    picked = next(iter(raw.get(f"{ABOUT}-{row}-{KNOWN}", ())), "")
    likely = [
        one for one in looked.shown if one.candidate.label in SAME or str(one.candidate.subject_id) == picked
    ]
    offers = [
        Offer(
            id=str(one.candidate.subject_id),
            name=one.candidate.name,
            about=", ".join(filter(None, (one.candidate.born, one.candidate.address))),
            label=one.candidate.label,
            reasons="; ".join(one.candidate.reasons),
            lives_with=one.lives_with,
            stands=stands(one.candidate.subject_id, at).words,
        )
        for one in likely[:_OFFERED]
    ]
    return Found(f"{ABOUT}-{row}", Newcomer(query, looked.alike), offers, looked.restricted_may_match, picked)


def _read(group: Group, raw: Raw, row: int, name: str) -> str:
    field, control = group.fields[name], f"{ABOUT}-{row}-{name}"
    try:
        return "" if field.blank(raw, control) else str(field.read(raw, control))
    except Unclear:
        return ""


def unsettled(found: Iterable[Found]) -> list[FieldError]:
    """Rows of whom nobody said who they are, where somebody on record is alike; and one person twice."""
    errors, taken = [], set[str]()
    for one in found:
        if one.picked not in {"", NEW, *(offer.id for offer in one.offers)}:
            errors.append(
                FieldError(f"{one.row}-{KNOWN}", "Choose again: what is typed is no longer like that person")
            )
        elif one.offers and not one.picked:
            errors.append(
                FieldError(f"{one.row}-{KNOWN}", f"Say whether this is {one.offers[0].name} or somebody else")
            )
        elif one.picked != NEW and one.picked in taken:
            errors.append(FieldError(f"{one.row}-{KNOWN}", "You chose one person twice"))
        taken |= {one.picked} - {"", NEW}
    return errors


def with_errors(found: Mapping[str, Found], errors: Iterable[FieldError]) -> dict[str, Found]:
    """The same with what is wrong at each row's own question."""
    wrong = {error.name: error.message for error in errors}
    return {
        row: Found(
            one.row, one.newcomer, one.offers, one.restricted, one.picked, wrong.get(f"{row}-{KNOWN}", "")
        )
        for row, one in found.items()
    }


def stands(subject: UUID, at: datetime) -> Stands:
    """How somebody stands: open and with whom, closed since when, or on record without any involvement."""
    episode = episode_for(identity([subject]))
    person = Person.objects.filter(pk=subject).first()
    is_adult = describe.is_child(person, london_date(at)) is False
    if episode is None:
        return Stands("On record, without any involvement", is_open=False, former_adult=False)
    began = say_date(london_date(episode.opened_at))
    if episode.closed_at is None:
        holders = ", ".join(str(one) for one in (episode.worker, episode.team) if one)
        if not holders and not _taken_on(episode):
            return Stands(f"A contact of {began} is not with a team yet", is_open=False, former_adult=False)
        who = f", with {holders}" if holders else ""
        return Stands(f"Open since {began}{who}", is_open=True, former_adult=False)
    ended = say_date(london_date(episode.closed_at))
    return Stands(f"Closed since {ended}; last open from {began}", is_open=False, former_adult=is_adult)


def _taken_on(episode: Episode) -> bool:
    """Whether social care has taken it on, as the procedure's own list of what counts as that says."""
    listed = procedure.newest().head.history
    names = {*listed.assessment, *listed.strategy_discussion, *listed.section_47, *listed.conference}
    return any(f"{event.step}.{event.outcome}" in names for event in episode.events.all())
