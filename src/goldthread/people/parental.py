"""Works out who holds parental responsibility for a child on a day, and why (HSSCP-3.6 to 3.12).

Pure: no database and no clock. It answers from what the service was told, and shows what contradicts it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from goldthread.people.grounds import GROUNDS
from goldthread.people.parental_facts import Answer, Reason, Record, Told
from goldthread.people.parental_reasons import BY_ORDER, CARERS, MARRIED, PARENTS, reasons


@dataclass(frozen=True)
class Finding:
    """The answer for one person, or with None for the local authority; the reason that counts comes first.

    `against`: statements without a ground that contradict the answer.
    """

    holder: UUID | None
    answer: Answer
    reasons: tuple[Reason, ...]
    against: tuple[Told, ...] = ()


def work_out(record: Record, on: date) -> list[Finding]:
    """The answer that day for everyone of whom there is a question, those who hold it first."""
    found = [_finding(record, person, on) for person in dict.fromkeys(_asked_about(record))]
    return sorted(found, key=lambda one: (one.answer, one.holder is None))


def _finding(record: Record, person: UUID, on: date) -> Finding:
    stood = [_on(reason, record, person, on) for reason in reasons(record, person)]
    ordered = tuple(sorted(stood, key=lambda one: one.answer))
    answer = ordered[0].answer
    holder = None if person == record.child else person
    return Finding(holder, answer, ordered, _contradicting(record, person, answer))


def _asked_about(record: Record) -> Iterator[UUID]:
    """Mothers, other parents, carers, who often are thought to hold it, and whoever is said to or not."""
    for kind in (*PARENTS, *BY_ORDER, *CARERS):
        told = [tie.who for tie in record.ties if tie.whose == record.child and tie.what == kind]
        yield from sorted(told, key=str)
    yield from sorted((claim.who for claim in record.claims), key=str)


def _contradicting(record: Record, person: UUID, answer: Answer) -> tuple[Told, ...]:
    """Statements without a ground that say the opposite of a clear answer."""
    if answer not in (Answer.HOLDS, Answer.DOES_NOT):
        return ()
    return tuple(
        one
        for one in record.claims
        if one.who == person and not one.what and one.holds != (answer is Answer.HOLDS)
    )


def _on(reason: Reason, record: Record, person: UUID, on: date) -> Reason:
    """The reason as it stands that day: not begun, or ended by a date, a death, an adoption, or age."""
    if reason.answer is Answer.DOES_NOT:
        return reason
    if record.expected or (record.birth and on < record.birth):
        return replace(reason, answer=Answer.DOES_NOT, words=f"{reason.words}: from the birth, not before")
    over = [(day, words) for day, words in _ends(reason, record, person) if day <= on]
    if over:
        day, words = min(over)
        until = None if day == date.min else day
        return replace(reason, answer=Answer.DOES_NOT, words=f"{reason.words}. {words}", until=until)
    if reason.since is not None and reason.since > on:
        return replace(reason, answer=Answer.DOES_NOT, words=f"{reason.words}: not yet on that day")
    return reason


def _ends(reason: Reason, record: Record, person: UUID) -> Iterator[tuple[date, str]]:
    """What ends it and when; the first of all days where a day is not known."""
    if reason.until is not None:
        yield reason.until, "It has ended"
    for order in _extinguishing(record, reason, person):
        yield order.since or date.min, "An adoption or parental order ended it"
    if person in record.died:
        yield record.died[person] or date.min, "This person has died"
    if record.birth:
        yield _eighteen(record.birth), "The child is 18 or over"


def _extinguishing(record: Record, reason: Reason, person: UUID) -> Iterator[Told]:
    """The orders that end what this reason gives. A parent whose partner adopts keeps it."""
    own = any(_is_extinguishing(one) for one in reason.told)
    for order in (*record.claims, *record.ties):
        if order.whose != record.child or order.who == person or not _is_extinguishing(order):
            continue
        if _ground(order) == "adoption" and _couple(record, person, order.who):
            continue
        later = reason.since and order.since and reason.since < order.since
        before = reason.since is None or order.since is None or reason.since <= order.since
        if later or (before and not own):
            yield order


def _is_extinguishing(told: Told) -> bool:
    ground = GROUNDS.get(_ground(told))
    return told.holds and ground is not None and ground.ends_others


def _ground(told: Told) -> str:
    return BY_ORDER.get(told.what, told.what)


def _couple(record: Record, one: UUID, other: UUID) -> bool:
    return any(
        tie.what in MARRIED | {"partner"} and {tie.who, tie.whose} == {one, other} for tie in record.ties
    )


def _eighteen(birth: date) -> date:
    """The 18th birthday (HSSCP-3.1); of someone born on 29 February the 1st of March."""
    leap_day = (birth.month, birth.day) == (2, 29)
    return date(birth.year + 18, 3, 1) if leap_day else birth.replace(year=birth.year + 18)
