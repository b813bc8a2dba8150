"""Whether the person who is said to agree holds parental responsibility for each child (HSSCP-3.11)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldthread.access import policy
from goldthread.accounts.models import User
from goldthread.frontdoor.contactfile import Child, ContactFile
from goldthread.ledger.london import london_date
from goldthread.people import describe, responsibility
from goldthread.people.parental_facts import Answer
from goldthread.people.responsibility import Held

_AGREES, _WHO = "pr_holder_agrees", "pr_holder_name"
_ANSWERS = {
    Answer.HOLDS: "holds parental responsibility for",
    Answer.CHECK: "may hold parental responsibility, which needs a human check, for",
    Answer.NOT_KNOWN: "is not known to hold parental responsibility for",
    Answer.DOES_NOT: "does not hold parental responsibility for",
}


@dataclass(frozen=True)
class Agreement:
    """What is known of one agreement for one child, by id. `sure`: whoever agreed does hold it."""

    child: UUID
    words: str
    sure: bool


def agreements(file: ContactFile, user: User, at: datetime) -> list[Agreement]:
    """A line for each child and each person said to agree, on the contact or since; none where nobody is."""
    said = [file.said, *(entry.payload for entry in file.work)]
    names = list(dict.fromkeys(str(one.get(_WHO, "")).strip() for one in said if one.get(_AGREES) is True))
    named = [name for name in names if name] or names
    return [one for child in file.children for one in _of_child(child, named, user, at)] if named else []


def _of_child(child: Child, names: Sequence[str], user: User, at: datetime) -> Iterator[Agreement]:
    found = responsibility.answers(child.id, on=london_date(at))
    seen = policy.visible(user, [one.subject_id for one in found if one.subject_id], at=at).subjects
    for name in names:
        alike = responsibility.named(name, found)
        sure = len(alike) == 1 and alike[0].finding.answer is Answer.HOLDS
        words = _said_of(alike, seen, child) if alike else _nobody(name, found, seen, child)
        yield Agreement(child.id, words, sure)


def _said_of(alike: Sequence[Held], seen: Collection[UUID], child: Child) -> str:
    """The answer for whoever the name may mean; more than one is said to be so."""
    said = [
        f"{_name(one, seen)} {_ANSWERS[one.finding.answer]} {child.name}: {one.finding.reasons[0].words}."
        for one in alike
    ]
    return " ".join(["The name fits more than one person.", *said] if len(said) > 1 else said)


def _nobody(name: str, found: Sequence[Held], seen: Collection[UUID], child: Child) -> str:
    asked = f"Nobody called “{name}” is on record as" if name else "Who agreed is not said. Name somebody"
    holders = [_name(one, seen) for one in responsibility.holds(found)]
    known = f"On record as holding it: {', '.join(holders)}" if holders else "Not known who holds it"
    return f"{asked} holding parental responsibility for {child.name}. {known}."


def _name(one: Held, seen: Collection[UUID]) -> str:
    if one.subject_id is None:
        return "The local authority"
    return (
        describe.display_name(one.person) if one.subject_id in seen else "Somebody with a restricted record"
    )
