"""Which subjects are one person: confirmed links, followed both ways. Both stay, and are read together."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from goldthread.ledger import look

_FOLLOW = """
WITH RECURSIVE one (start, id) AS (
    SELECT id, id FROM unnest(%s::uuid[]) id
    UNION
    SELECT one.start, link.id
    FROM one, LATERAL (
        SELECT other_id AS id FROM people_sameperson WHERE subject_id = one.id AND superseded_by_id IS NULL
        UNION ALL
        SELECT subject_id FROM people_sameperson WHERE other_id = one.id AND superseded_by_id IS NULL
    ) link
)
SELECT one.start, one.id,
    first_value(one.id) OVER (PARTITION BY one.start ORDER BY subject.created_at, one.id)
FROM one CROSS JOIN LATERAL (SELECT created_at FROM ledger_subject WHERE id = one.id LIMIT 1) subject
"""  # LIMIT: one by one through the index; a join would read every subject, for the planner expects thousands


def representatives(subjects: Iterable[UUID]) -> dict[UUID, UUID]:
    """Everyone confirmed to be one of these, themselves included, each with the one recorded first."""
    asked = list(dict.fromkeys(subjects))
    known = look.kept(representatives)
    if new := [one for one in asked if one not in known]:
        known |= _read(new)
    return {each: first for one in asked for each, first in known[one].items()}


def _read(subjects: list[UUID]) -> dict[UUID, dict[UUID, UUID]]:
    """Of each, everyone who is the same person, with the one recorded first."""
    found: dict[UUID, dict[UUID, UUID]] = {one: {} for one in subjects}
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, [subjects])
        for start, each, first in cursor.fetchall():
            found[start][each] = first
    return found


def identity(subjects: Iterable[UUID]) -> frozenset[UUID]:
    """Everyone confirmed to be the same person as one of these, themselves included."""
    return frozenset(representatives(subjects))
