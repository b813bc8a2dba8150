"""Where a copy can go: the addresses that the record has of its recipient, and why not to some of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from goldthread.access.recipients import Recipient
from goldthread.accounts.models import Agency, User
from goldthread.documents.backends import carries_papers
from goldthread.documents.copies import Copy, copy_for
from goldthread.ledger.london import london_date, say_date
from goldthread.people.describe import plain_name
from goldthread.people.family import place
from goldthread.people.identity import identity, representatives
from goldthread.people.models import Address, Characteristic, Person

POST, EMAIL, HAND = "post", "email", "hand"


@dataclass(frozen=True)
class Way:
    """One way to one recipient. `stop` is the rule against it, in a sentence; empty where there is none."""

    channel: str
    address: str = ""
    safe: bool = False
    stop: str = ""
    source: str = ""  # who told the address, when

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.channel}:{self.address}"

    @property
    def lines(self) -> list[str]:
        """A postal address as it stands on an envelope."""
        return [line.strip() for line in self.address.replace(",", "\n").splitlines() if line.strip()]


def ways(copy: Copy, *, at: datetime) -> list[Way]:
    """Every way to the recipient of a copy, those that may be taken first: all are from the record."""
    to = copy.recipient
    stop = next(iter(copy.nothing), "") or _gone(to)
    found = [*_reached(copy, at), Way(HAND)]
    if stop:
        found = [Way(one.channel, one.address, one.safe, stop, one.source) for one in found]
    return sorted(found, key=lambda one: bool(one.stop))


def _gone(to: Recipient) -> str:
    """Why nothing goes to them any more, whatever the record says."""
    if to.person is not None:
        own = identity([to.person])
        if Characteristic.objects.standing().filter(subject__in=own, kind="deceased").exists():
            return f"{to.name} has died"
    if to.user is not None and not User.objects.filter(pk=to.user, is_active=True).exists():
        return f"{to.name} no longer has an account here: ask their agency who has taken over"
    return ""


def _reached(copy: Copy, at: datetime) -> Iterator[Way]:
    to = copy.recipient
    if to.person is not None:
        yield from _by_post(copy, at)
        return
    known = {to.email, _account(to), _office(to)} - {""}
    own = {_account(to), _office(to)} - {""}
    for email in sorted(known, key=lambda one: (one not in own, one)):
        stop = "" if carries_papers() else "The mail provider in use here cannot carry papers"
        if own and email not in own:
            stop = stop or f"It is not the address of {to.name} on record here"
        yield Way(EMAIL, email, stop=stop, source="their account" if email in own else "an entry")


def _account(to: Recipient) -> str:
    found = User.objects.filter(pk=to.user).first() if to.user else None
    return found.email if found else ""


def _office(to: Recipient) -> str:
    found = Agency.objects.filter(pk=to.agency).first() if to.agency else None
    return found.email if found else ""


def _by_post(copy: Copy, at: datetime) -> Iterator[Way]:
    """Each address on record: the newest current one may be used, the others are former."""
    day = london_date(at)
    own = identity([copy.recipient.person]) if copy.recipient.person else frozenset()
    rows = list(Address.objects.standing().filter(subject__in=own).order_by("stated_by__recorded_at", "pk"))
    now = [row for row in rows if row.current and (row.until is None or row.until > day)]
    newest = now[-1] if now else None
    seen: set[str] = set()
    for row in reversed(rows):
        words = ", ".join(filter(None, (", ".join(row.lines.splitlines()), row.postcode)))
        if words in seen or not words:
            continue
        seen.add(words)
        stop = _lives_there(copy, row, at) if row is newest else _former(row, newest)
        yield Way(
            POST, words, row.safe, stop, f"{row.said_by}, {say_date(london_date(row.stated_by.recorded_at))}"
        )


def _former(row: Address, newest: Address | None) -> str:
    if newest is not None and place(newest) == place(row):
        return "It is written otherwise in what was told last"
    return "It is a former address"


def _lives_there(copy: Copy, row: Address, at: datetime) -> str:
    """Why a letter may not go there: somebody else lives there who must not know what this copy says."""
    if not row.postcode:
        return ""
    near = Address.objects.on(london_date(at)).filter(postcode=row.postcode, current=True)
    one = representatives([near_by.subject_id for near_by in near if place(near_by) == place(row)])
    others = sorted(set(one.values()) - set(copy.against.own) - set(copy.paper.about), key=str)
    for person in Person.objects.filter(pk__in=others).order_by("pk"):
        other = Recipient(plain_name(person), person=person.pk)
        theirs = copy_for(copy.paper, other, at=at)
        rules = [*theirs.nothing, *(out.why for out in theirs.left_out if out.must)]
        if rules:
            return f"{other.name} lives there, and must not know something in this copy. {rules[0]}"
    return ""
