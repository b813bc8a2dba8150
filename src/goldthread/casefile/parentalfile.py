"""Parental responsibility as a page says it: the answer for each person, why, and who said what."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from goldthread.casefile.presenters import RESTRICTED
from goldthread.ledger.london import say_date
from goldthread.people import describe
from goldthread.people.grounds import GROUNDS
from goldthread.people.kinship import relation
from goldthread.people.parental_facts import Answer, Reason, Told
from goldthread.people.responsibility import Held

AUTHORITY = "The local authority"
_LOOK = {Answer.HOLDS: "done", Answer.CHECK: "today", Answer.NOT_KNOWN: "quiet", Answer.DOES_NOT: "none"}


@dataclass(frozen=True)
class Why:
    """One reason: in words, from when to when, by which statute, and by which reading of ours."""

    words: str
    when: str
    statute: str
    reading: str


@dataclass(frozen=True)
class Said:
    """One statement, who made it, and the address of its entry's id; `against`: it contradicts the answer."""

    words: str
    by: str
    entry: UUID | None
    against: bool


@dataclass(frozen=True)
class Responsible:
    """The answer for one person. Of a restricted record only the answer is told."""

    name: str
    answer: str
    look: str
    reasons: list[Why]
    said: list[Said]

    @property
    def short(self) -> str:
        """The reason that counts, with its dates."""
        return " ".join(filter(None, (self.reasons[0].words, self.reasons[0].when))) if self.reasons else ""


def responsible(found: Iterable[Held], seen: Collection[UUID]) -> list[Responsible]:
    """One answer a person, in order. `seen` are the records that the reader may open."""
    return [_one(held, open_=held.subject_id is None or held.subject_id in seen) for held in found]


def _one(held: Held, *, open_: bool) -> Responsible:
    name = AUTHORITY if held.subject_id is None else describe.display_name(held.person)
    answer = held.finding.answer
    if not open_:
        return Responsible(RESTRICTED, answer.words, _LOOK[answer], [], [])
    reasons = [_why(reason) for reason in held.finding.reasons]
    return Responsible(name, answer.words, _LOOK[answer], reasons, list(_said(held)))


def _why(reason: Reason) -> Why:
    since = f"from {say_date(reason.since)}" if reason.since else ""
    until = f"until {say_date(reason.until)}" if reason.until else ""
    return Why(reason.words, " ".join(filter(None, (since, until))), reason.statute, reason.reading)


def _said(held: Held) -> Iterator[Said]:
    """Every statement once: what the reasons rest on, then what decides nothing."""
    rests_on = [told for reason in held.finding.reasons for told in reason.told]
    for told in dict.fromkeys([*rests_on, *held.said]):
        source = held.sources.get(told.entry) if told.entry else None
        yield Said(
            _stated(told, claimed=told in held.said),
            source.words if source else "",
            told.entry,
            told in held.finding.against,
        )


def _stated(told: Told, *, claimed: bool) -> str:
    """What one statement says, such as: said to hold it, an agreement, from 3 March 2020."""
    if claimed:
        ground = GROUNDS[told.what].words if told.what else "no ground stated"
        words = f"{'Said to hold it' if told.holds else 'Said not to hold it'}: {ground}"
    else:
        words = f"Said to be {_RELATED.get(told.what) or relation(told.what)}"
    since = f", from {say_date(told.since)}" if told.since else ""
    until = f", until {say_date(told.until)}" if told.until else ""
    return words + since + until


_RELATED = {
    "mother": "the mother",
    "father": "the father",
    "parent": "a parent",
    "spouse": "married to the other parent",
    "former_spouse": "divorced from the other parent",
    "separated_spouse": "separated from the other parent",
    "civil_partner": "civil partner of the other parent",
}
