"""Looking people up while a form about them is typed. Every look leaves a row in the audit trail."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from django.db import transaction

from goldthread.access import policy
from goldthread.accounts.models import User
from goldthread.frontdoor import recognising
from goldthread.frontdoor.recognising import Found, Offer, Row
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.fields import Field, Raw
from goldthread.people.search import Candidate, Query, find

_MOST = 5
_MOST_ROWS = 10  # of one form; nobody reads more, and each costs a search


@transaction.atomic
def look_up(
    *,
    by: Author,
    at: datetime,
    fields: Mapping[str, Field],
    raw: Raw,
    groups: Iterable[str],
    only: str = "",
) -> dict[str, Found]:
    """Who on record the people of these groups may be, by row. `only` is the one row to look at.

    Records that are closed to the reader are announced, without detail (design section 6).
    """
    rows = list(recognising.rows_of(fields, raw, groups))[:_MOST_ROWS]
    return {row.id: _found(by, at, raw, row) for row in rows if only in ("", row.id)}


def _found(by: Author, at: datetime, raw: Raw, row: Row) -> Found:
    query = recognising.query_of(row, raw)
    candidates = find(query, at=at, limit=_MOST)
    seen = policy.visible(cast("User", by.user), [one.subject_id for one in candidates], at=at)
    shown = [one for one in candidates if one.subject_id in seen.subjects]
    if query != Query():
        _note(by, at, shown, withheld=seen.restricted_may_match)
    return Found(
        row=row.id,
        offers=_offers(shown),
        restricted=seen.restricted_may_match,
        asked=query != Query(),
        picked=row.typed(raw, recognising.KNOWN),
        why=row.typed(raw, recognising.WHY),
    )


def _offers(shown: Iterable[Candidate]) -> list[Offer]:
    shown = list(shown)
    cases = recognising.cases([one.subject_id for one in shown])
    return [
        Offer(
            id=str(one.subject_id),
            name=one.name,
            about=", ".join(part for part in (one.born, one.address) if part),
            label=one.label,
            reasons=", ".join(one.reasons),
            case=recognising.case_in_words(cases.get(one.subject_id)),
        )
        for one in shown
    ]


def _note(by: Author, at: datetime, shown: Iterable[Candidate], *, withheld: bool) -> None:
    """One row for the look, and one for each person shown, so that who was shown whom can be told."""
    audit.record(by=by, at=at, act="search", detail={"restricted": withheld})
    for one in shown:
        audit.record(by=by, at=at, act="search.shown", subject=one.subject_id)
