"""Why a record stays for now, and whether somebody has proposed that it goes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry
from goldthread.retention import holding, recordfacts
from goldthread.retention.entries import Proposed


def why_it_stays(people: Sequence[UUID], at: datetime) -> str:
    """Why the records of these people, known as one, may not be destroyed now; empty when they may."""
    found = recordfacts.keep_until(people, at)
    if holding.on_people(people, recordfacts.kind_of(people)):
        return "There is a legal hold on this record."
    if found.until is None:
        return f"This record is kept: {found.says}"
    if found.until > london_date(at):
        return f"This record is kept until {say_date(found.until)}: {found.says}"
    return ""


def standing_proposal(people: Iterable[UUID]) -> Entry | None:
    """The proposal to destroy one of these records that nobody has settled yet."""
    waiting = Entry.objects.filter(kind=Proposed.kind, authorisations=None, declinings=None)
    ids = {str(one) for one in people}
    return next(
        (one for one in waiting.order_by("recorded_at", "pk") if ids & {*one.payload["subjects"]}), None
    )
