"""What is known of one person, ready for their page: who they are, who is around them, what went before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldthread.casefile.presenters import RESTRICTED, outcome_title
from goldthread.casefile.safetyfile import ANSWERED_HERE
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Episode
from goldthread.people import describe, stated
from goldthread.people.family import Connection, Group
from goldthread.people.models import Address, Characteristic, Identifier, Name
from goldthread.people.statements import CHARACTERISTICS, IDENTIFIERS, NAME_KINDS
from goldthread.procedures.fold import CaseState

_WITHHELD = "Withheld: a safe address"


@dataclass(frozen=True)
class Said:
    """One fact, and who said so."""

    label: str
    text: str
    by: str


@dataclass(frozen=True)
class Member:
    """Someone around the child; `href` is empty where their record is closed to the reader."""

    name: str
    how: str
    age: str = ""
    subject: UUID | None = None


@dataclass(frozen=True)
class Period:
    """One past period of involvement."""

    when: str
    outcome: str


def homes(found: Iterable[Address]) -> list[Said]:
    """Where they live, as stated; of a safe address only that there is one."""
    return [Said("Lives at", _place(one), one.said_by) for one in found]


def _place(one: Address) -> str:
    return _WITHHELD if one.safe else ", ".join(filter(None, (one.lines, one.postcode)))


def identifiers(people: Collection[UUID], on: date) -> list[Said]:
    """Their numbers in other services."""
    found = stated.on(Identifier, people, on)
    return [Said(_titled(IDENTIFIERS[one.kind]), _number(one), one.said_by) for one in found]


def _number(one: Identifier) -> str:
    return describe.nhs_number(one.value) if one.kind == "nhs_number" else one.value


def facts(people: Collection[UUID], on: date, traits: Iterable[Characteristic], shown: str) -> list[Said]:
    """What else is said of them now, beyond the questions answered first. `shown`: the name said already."""
    rows = []
    for name in stated.on(Name, people, on):
        text = f"{name.given} {name.family}".strip()
        if text.casefold() != shown.casefold():
            rows.append(Said(_titled(NAME_KINDS[name.kind]), text, name.said_by))
    others = (one for one in traits if one.kind not in ANSWERED_HERE)
    return rows + [Said(_titled(CHARACTERISTICS[one.kind]), one.words, one.said_by) for one in others]


def _titled(words: str) -> str:
    return words[:1].upper() + words[1:]


def members(found: Iterable[Connection], seen: Collection[UUID], on: date) -> list[tuple[str, list[Member]]]:
    """Family and household, each group with its heading. `seen` are the records that the reader may open."""
    groups: dict[Group, list[Member]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(_member(one, on) if one.subject_id in seen else _closed(one))
    return [(group.title, groups[group]) for group in sorted(groups)]


def _member(one: Connection, on: date) -> Member:
    known = one.person is not None and (one.person.born or one.person.about_year or one.person.expected)
    age = describe.age(one.person, on) if known else ""
    return Member(describe.display_name(one.person), one.how, age, one.subject_id)


def _closed(one: Connection) -> Member:
    return Member(RESTRICTED, one.how)


def periods(episodes: Iterable[Episode], states: dict[UUID, CaseState], at: datetime) -> list[Period]:
    """The periods of involvement that have ended, each with how it ended."""
    return [
        Period(f"{_day(one.opened_at)} to {_day(one.closed_at)}", _last_outcome(states[one.pk], at))
        for one in episodes
        if one.closed_at
    ]


def _day(at: datetime) -> str:
    return say_date(london_date(at))


def _last_outcome(state: CaseState, at: datetime) -> str:
    """The outcome that ended it; empty where none did."""
    ending = [one for one in state.until(at) if one.name in one.table.ends]
    return outcome_title(ending[-1].event.step, ending[-1].event.outcome) if ending else ""
