"""Reading two records as one: proposed by one person, authorised by another, undone at any time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from goldthread.ledger import operations as ledger
from goldthread.ledger import wall
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.people import comparing, duplicates, merging
from goldthread.people.entries import FactEnded, Merge, MergeProposed, ToldApart
from goldthread.people.identity import identity
from goldthread.people.models import Fact


class NothingToSay(Exception):
    """What was asked is so already. The message is a sentence for whoever asked."""


@wall.whole_act
def propose_merge(*, by: Author, at: datetime, one: Subject, other: Subject, reason: str, key: str) -> Entry:
    """Propose that two records are of one person. Nothing changes until another person authorises it.

    Raises NothingToSay where they are one already, or somebody has proposed it.
    """
    _lock(one, other)
    if merging.are_one([one.pk, other.pk]):
        raise NothingToSay("These two records are read as one already.")
    waiting = merging.proposed(one.pk, other.pk)
    if waiting is not None and waiting.idempotency_key != key:
        raise NothingToSay(f"{waiting.author_name} has proposed this already. It waits to be authorised.")
    values = {"reason": reason, "person": str(other.pk), "differs": _differs(one, other)}
    parts = _of_both(one, other)
    return ledger.sign(by=by, at=at, kind=MergeProposed.kind, values=values, parts=parts, key=key)


@wall.whole_act
def authorise_merge(*, by: Author, at: datetime, proposal: Entry, reason: str, key: str) -> Entry:
    """Agree to it: from now on the two are read as one. Both records stay as they are.

    Raises NotAble for whoever proposed it, AlreadySettled where somebody was first, NothingToSay where
    the two have become one by another link.
    """
    both = Subject.objects.in_bulk(merging.pair(proposal))
    other = both.pop(UUID(proposal.payload["person"]))
    (one,) = both.values()
    _lock(one, other)
    done = Entry.objects.filter(idempotency_key=key).first()
    if done is not None:
        return done
    if merging.are_one([one.pk, other.pk]):
        raise NothingToSay("These two records are read as one already.")
    values = {"person": str(other.pk), "differs": _differs(one, other)}
    return ledger.authorise(
        by=by, at=at, entry=proposal, reason=reason, key=key, kind=Merge.kind, values=values
    )


def decline_merge(*, by: Author, at: datetime, proposal: Entry, reason: str, key: str) -> Entry:
    """Send the proposal back with the reason: the two stay apart.

    Raises NotAble for whoever proposed it, AlreadySettled where somebody was first.
    """
    return ledger.decline(by=by, at=at, entry=proposal, reason=reason, key=key)


def undo_merge(*, by: Author, at: datetime, link: Entry, reason: str, key: str) -> Entry:
    """Read two records apart again, as though they had never been read as one.

    `link` is any entry that stated it: its payload names the other record as `person`, which is taken out.
    """
    return ledger.amend(by=by, at=at, entry=link, values={"person": None}, parts={}, reason=reason, key=key)


@wall.whole_act
def tell_apart(*, by: Author, at: datetime, one: Subject, other: Subject, reason: str, key: str) -> Entry:
    """Say that two records are of two people. They are not offered again until more is known of either."""
    _lock(one, other)
    known = comparing.fingerprint(identity([one.pk]), identity([other.pk]))
    values = {"reason": reason, "person": str(other.pk), "known": known}
    duplicates.forget(one.pk, other.pk)
    parts = _of_both(one, other)
    return ledger.sign(by=by, at=at, kind=ToldApart.kind, values=values, parts=parts, key=key)


def _lock(one: Subject, other: Subject) -> None:
    """Two people may look at the same pair at the same moment."""
    list(Subject.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk"))


def _differs(one: Subject, other: Subject) -> str:
    return "\n".join(comparing.conflicts(identity([one.pk]), identity([other.pk])))


def _of_both(one: Subject, other: Subject) -> list[Part]:
    return [Part(subject, in_episode=False) for subject in (one, other)]


@wall.whole_act
def end_facts(*, by: Author, at: datetime, facts: Sequence[Fact], values: Values, sending: Sending) -> Entry:
    """Say that facts which say the same ended on a day, or never were so; what was said stays readable.

    One entry for each that stated them, of which the first is returned: there is at least one fact.
    """
    stating: dict[Entry, list[Fact]] = {}
    for one in facts:
        stating.setdefault(_root(one.stated_by), []).append(one)
    in_order = sorted(stating.items(), key=lambda pair: str(pair[0].pk))
    signed = []
    for number, (root, some) in enumerate(in_order):
        entry = ledger.sign(
            by=by,
            at=at,
            kind=FactEnded.kind,
            values={**values, "facts": [str(one.pk) for one in some]},
            parts=[Part(subject, in_episode=False) for subject in _whom(some)],
            key=f"{sending.key}/{number}" if number else sending.key,
            links=ledger.Links(answers=root),
            draft=None if number else sending.draft,
            holder=None if number else sending.holder,
        )
        signed.append(entry)
    return signed[0]


def _root(entry: Entry) -> Entry:
    """The entry that an amendment corrects, at whatever remove."""
    while entry.amends is not None:
        entry = entry.amends
    return entry


def _whom(facts: Sequence[Fact]) -> list[Subject]:
    """Everybody of whom these facts tell."""
    ends = {end for one in facts for end in (one.subject_id, getattr(one, "other_id", None)) if end}
    return list(Subject.objects.filter(pk__in=ends).order_by("pk"))
