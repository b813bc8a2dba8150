"""Who may be sent something about some children: whom the paper names, the family, professionals."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from goldthread.access.recipients import Recipient
from goldthread.accounts.models import COUNCIL, Agency
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, Episode
from goldthread.people.describe import plain_name
from goldthread.people.family import circle
from goldthread.people.models import Person


@dataclass(frozen=True)
class Candidate:
    """Somebody to whom it may be sent. `token` names them in an address: it tells nothing of them."""

    recipient: Recipient
    group: str

    @property
    def token(self) -> str:
        """Short, and the same each time."""
        return hashlib.sha256(self.recipient.key.encode()).hexdigest()[:12]

    @property
    def words(self) -> str:
        """Their name, and who they are here."""
        how = self.recipient.how
        return f"{self.recipient.name}, {how}" if how else self.recipient.name


NAMED, FAMILY, PROFESSIONALS = "Named in it", "Family", "Professionals"


def candidates(
    children: Collection[UUID], *, at: datetime, named: Iterable[Recipient] = ()
) -> list[Candidate]:
    """Everyone, each once, those whom the paper itself names first."""
    found: dict[str, Candidate] = {}
    for group, people in (
        (NAMED, list(named)),
        (FAMILY, list(_family(children, at))),
        (PROFESSIONALS, list(_professionals(children))),
    ):
        for one in people:
            before = found.get(one.key)
            if before is None:
                found[one.key] = Candidate(one, group)
            elif not before.recipient.how:
                found[one.key] = Candidate(replace(before.recipient, how=one.how), before.group)
    return list(found.values())


def _family(children: Collection[UUID], at: datetime) -> Iterator[Recipient]:
    people = Person.objects.in_bulk(children)
    for child in sorted(children, key=str):
        name = plain_name(people.get(child))
        yield Recipient(name, "the child", person=child)
        around = circle(child, on=london_date(at))
        for one in sorted(around, key=lambda one: (one.group, plain_name(one.person), str(one.subject_id))):
            yield Recipient(plain_name(one.person), _towards(one.how, name), person=one.subject_id)


def _towards(how: str, name: str) -> str:
    """`mother` of the child; what names somebody already stays as it is."""
    kind, through, whom = how.partition(", through ")
    return how if " of " in kind else f"{kind} of {name}{through}{whom}"


def _professionals(children: Collection[UUID]) -> Iterator[Recipient]:
    """Who holds the children's cases, and the agencies that have written in their records."""
    episodes = Episode.objects.filter(subject__in=children, closed_at__isnull=True, worker__isnull=False)
    for episode in episodes.select_related("worker").order_by("opened_at", "pk"):
        worker = episode.worker
        if worker is not None:
            yield Recipient(worker.name, worker.designation, user=worker.pk, email=worker.email)
    written = Entry.objects.filter(parts__subject__in=children, author_agency__isnull=False)
    agencies = Agency.objects.filter(pk__in=written.values("author_agency")).exclude(kind=COUNCIL)
    for agency in agencies.order_by("name"):
        yield Recipient(agency.name, "agency", agency=agency.pk, email=agency.email)
