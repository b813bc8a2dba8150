"""Looking people up as far as the one who looks may see. Every look, and everyone shown, leaves a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from goldthread.access import policy
from goldthread.accounts.models import User
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.people.search import Candidate, Label, Query, find, households

SAME = frozenset({Label.MATCH, Label.POSSIBLE})  # who may be the one looked for; the others live with them


@dataclass(frozen=True)
class Shown:
    """Someone found whose record is open to the one who looks, and who else lives there, in words."""

    candidate: Candidate
    lives_with: str


@dataclass(frozen=True)
class Look:
    """What a look gave. Closed records are announced without detail (design section 6).

    `alike` is everyone who may be the one looked for, whether shown or not; it is never for a page.
    """

    shown: Sequence[Shown] = ()
    restricted_may_match: bool = False
    restricted_matches: bool = False
    alike: frozenset[UUID] = frozenset()


@transaction.atomic
def look(*, by: Author, at: datetime, query: Query, limit: int) -> Look:
    """Look someone up. Nothing asked finds nobody and leaves no row."""
    if not query:
        return Look()
    found = find(query, at=at, limit=limit)
    homes = households(found, at=at)
    everyone = {one.subject_id for one in found} | {one.subject_id for home in homes.values() for one in home}
    seen = policy.visible(cast("User", by.user), everyone, at=at)
    shown = [
        Shown(one, "; ".join(f"{each.name}, {each.age}" for each in home if each.subject_id in seen.subjects))
        for one in found
        if one.subject_id in seen.subjects
        for home in [homes.get(one.subject_id, [])]
    ]
    closed = [one for one in found if one.subject_id in seen.restricted]
    told = {one.candidate.subject_id for one in shown}
    told |= {each.subject_id for pk in told for each in homes.get(pk, [])} & seen.subjects
    audit.record(by=by, at=at, act="search", detail={"restricted": bool(closed)})
    audit.record_all(by=by, at=at, act="search.shown", of=[(one, None) for one in sorted(told)])
    return Look(
        shown=shown,
        restricted_may_match=bool(closed),
        restricted_matches=any(one.label is Label.MATCH for one in closed),
        alike=frozenset(one.subject_id for one in found if one.label in SAME),
    )
