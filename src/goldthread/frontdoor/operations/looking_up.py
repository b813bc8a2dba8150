"""Looking people up while a form about them is typed. Every look leaves a row in the audit trail."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from goldthread.access.looking import SAME, Shown, look
from goldthread.frontdoor import recognising
from goldthread.frontdoor.recognising import Found, Offer, Row
from goldthread.ledger.author import Author
from goldthread.ledger.fields import Field, Raw
from goldthread.people.creating import MOST, Newcomer

_OFFERED = 5
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
    found = look(by=by, at=at, query=query, limit=MOST)
    likely = [one for one in found.shown if one.candidate.label in SAME]
    return Found(
        row=row.id,
        newcomer=Newcomer(query, found.alike),
        offers=_offers(likely[:_OFFERED]),
        at_home=[_in_words(one) for one in found.shown if one not in likely],
        restricted=found.restricted_may_match,
        closed=found.restricted_matches,
        asked=bool(query),
        picked=row.typed(raw, recognising.KNOWN),
        why=row.typed(raw, recognising.WHY),
    )


def _offers(likely: Sequence[Shown]) -> list[Offer]:
    cases = recognising.cases([one.candidate.subject_id for one in likely])
    return [
        Offer(
            id=str(one.candidate.subject_id),
            name=one.candidate.name,
            about=", ".join(part for part in (one.candidate.born, one.candidate.address) if part),
            label=one.candidate.label,
            reasons="; ".join(one.candidate.reasons),
            lives_with=one.lives_with,
            case=recognising.case_in_words(cases.get(one.candidate.subject_id)),
        )
        for one in likely
    ]


def _in_words(one: Shown) -> str:
    return f"{one.candidate.name}, {one.candidate.born}"
