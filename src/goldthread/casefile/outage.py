"""What is needed of each open case while the service is down: the safety questions, answered.

It holds what one named reader may open, by the one policy: of what search would announce, it tells how many;
what is closed to that reader by name, or in a sealed domain, leaves no sign. Each child whose facts leave has
an audit row.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.casefile import comingfile, presenters, queries, safetyfile
from goldthread.casefile.safetyfile import Answer, Told
from goldthread.ledger import audit
from goldthread.ledger.author import SYSTEM
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Episode, Subject
from goldthread.ledger.state import states
from goldthread.people import connected, describe, family
from goldthread.people.identity import identity
from goldthread.people.models import Person

UNHELD = "Not yet passed to a team"
_ASKED = (
    safetyfile.tonight,
    safetyfile.worries,
    safetyfile.legal_status,
    safetyfile.school,
    safetyfile.practice,
    safetyfile.language,
)


class NoReader(ValueError):
    """The account whose rights the pack follows may not read records; the message says so."""


@dataclass(frozen=True)
class Card:
    """One child, as somebody who has never met them must know them tonight."""

    name: str
    born: str
    reference: str
    answers: Sequence[Answer]


@dataclass(frozen=True)
class Caseload:
    """One team's open cases. `withheld`: how many more are restricted, so that somebody must be rung."""

    team: str
    cards: Sequence[Card]
    withheld: int


@transaction.atomic
def caseloads(*, reader: User, at: datetime, pack: str) -> list[Caseload]:
    """Every team's, with a row in the audit trail for each child whose facts leave. `pack` is its reference.

    Raises NoReader, and audit.Unwritable where the trail takes no row: then nothing leaves.
    """
    if not reader.may(Capability.READ_RECORD, at=at):
        raise NoReader(f"{reader.email} may not read records: name an account of who answers out of hours")
    open_now = Episode.objects.filter(closed_at=None).select_related("team", "worker", "subject")
    cases = list(open_now.order_by("team__name", "subject__reference"))
    visible = policy.visible(reader, [case.subject_id for case in cases], at=at)
    leaving = {case.subject_id for case in cases} & visible.subjects
    audit.record_all(
        by=SYSTEM,
        at=at,
        act="outage_pack",
        of=[(subject, None) for subject in sorted(leaving, key=str)],
        detail={"pack": pack, "reader": str(reader.pk)},
    )
    teams = dict.fromkeys(_team(case) for case in cases)
    return [
        Caseload(
            team,
            [_card(case.subject, reader, at) for case in theirs if case.subject_id in leaving],
            sum(case.subject_id in visible.restricted for case in theirs),
        )
        for team in teams
        if (theirs := [case for case in cases if _team(case) == team])
    ]


def _team(case: Episode) -> str:
    return case.team.name if case.team else UNHELD


def _card(subject: Subject, reader: User, at: datetime) -> Card:
    person = Person.objects.filter(pk=subject.pk).first()
    people = identity([subject.pk])
    answers = [*_lives(subject, people, reader, at), *_case(people, at, describe.child_until(person))]
    return Card(
        describe.display_name(person),
        describe.born_and_age(person, london_date(at)),
        subject.reference,
        list(safetyfile.in_order(answers)),
    )


def _lives(subject: Subject, people: Collection[UUID], reader: User, at: datetime) -> Iterable[Answer]:
    """With whom, where, and who must not come near; closed records of others are named as such."""
    on = london_date(at)
    told, found = safetyfile.told(people, on), connected.around(subject.pk, steps=family.FAR)
    at_home = family.household_of(found, on)
    seen = policy.visible(reader, _others(told) | {one.subject_id for one in at_home}, at=at).subjects
    yield safetyfile.household(at_home, found.sources, seen)
    yield safetyfile.barred(told, seen)
    yield safetyfile.last_seen(told, on)
    yield from (ask(told) for ask in _ASKED)


def _others(told: Told) -> set[UUID]:
    return {one.other_id for one in told.circumstances if one.other_id}


def _case(people: frozenset[UUID], at: datetime, until: date | None) -> Iterable[Answer]:
    """The plan, what is due, whose case it is. `until`: the 18th birthday."""
    current = queries.current(queries.episodes_of(people))
    folded = states(current)
    parts = comingfile.standing(people)
    waiting = [line for one in current for line in presenters.duty_lines(folded[one.pk], at=at)[0]]
    yield comingfile.plan(parts, list(folded.values()), at, until)
    timed = [line for line in waiting if line.due.exactly]
    yield comingfile.next_due(timed, comingfile.booked(parts, london_date(at)))
    yield comingfile.worker(parts, current)
