"""Creates people, and nobody twice, however many officers write down the same child at the same moment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from goldthread.ledger import operations as ledger
from goldthread.ledger import wall
from goldthread.ledger.author import Author
from goldthread.ledger.models import Subject
from goldthread.people.search import Label, Query, find

_LOCK = 4_003_010_010  # any number that nothing else in this database locks
MOST = 10  # of those alike that whoever looks first is shown


@dataclass(frozen=True)
class Newcomer:
    """Someone said not to be on record. `passed_over`: those alike on record of whom that was said.

    Without `told` nobody could look, as when a form comes in from outside: the desk looks later.
    """

    told: Query = field(default_factory=Query)
    passed_over: frozenset[UUID] = frozenset()


class AlreadyThere(Exception):
    """Somebody alike has come on record since whoever writes looked."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody like a person on this page was recorded while you were typing. Check who it is, and"
            " sign again"
        )


@wall.whole_act
def create(*, by: Author, at: datetime, newcomers: Sequence[Newcomer]) -> list[Subject]:
    """A subject for each. Raises AlreadyThere when somebody alike is on record who was not passed over.

    One lock for everybody until the caller's transaction ends: whoever comes second sees whom the first one
    recorded, whatever either of them mistyped.
    """
    looked_for = [one for one in newcomers if one.told]
    if looked_for:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if any(_alike(one.told, at) - one.passed_over for one in looked_for):
        raise AlreadyThere
    return [ledger.new_subject(by=by, at=at) for _ in newcomers]


def _alike(told: Query, at: datetime) -> set[UUID]:
    found = find(told, at=at, limit=MOST)
    return {one.subject_id for one in found if one.label in {Label.MATCH, Label.POSSIBLE}}
