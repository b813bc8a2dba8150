"""Makes everything that is derived again, from the entries alone, and says where it differed."""

from collections.abc import Iterator
from typing import Any

from django.db import OperationalError, connection, models, transaction
from psycopg.errors import SerializationFailure

from goldthread.ledger import all_duties, episodes, events, moving, projections, wall
from goldthread.ledger.models import Astray, Duty, Entry, Episode, Event

_EPISODE = ("closed_at", "team_id", "worker_id")
ATTEMPTS = 3
Rows = dict[str, dict[Any, Any]]


def rebuild(*, keep: bool) -> list[str]:
    """Rebuild all derived rows and return one line for each difference; none when the record is intact.

    With `keep` the rebuilt rows stay; without it nothing changes, and what is signed meanwhile is not seen.
    The duty rows are also held against what all events at once say.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return _rebuilt(keep=keep)
        except OperationalError as error:
            if not isinstance(error.__cause__, SerializationFailure):  # else: somebody signed just then
                raise
    return _rebuilt(keep=keep)


def _rebuilt(*, keep: bool) -> list[str]:
    is_whole = not connection.in_atomic_block
    with transaction.atomic():
        if is_whole and not keep:
            with connection.cursor() as cursor:  # before anything is asked
                cursor.execute("set transaction isolation level repeatable read")
        wall.must_be_down()
        before = _snapshot()
        of_all = list(all_duties.differences())
        _make_again()
        differences = [*_compare(before, _snapshot()), *of_all]
        transaction.set_rollback(not keep)
    return differences


def _tables() -> list[type[models.Model]]:
    return [Duty, Event, Astray, *projections.derived_tables()]


def _snapshot() -> Rows:
    rows: Rows = {table._meta.db_table: _rows(table) for table in _tables()}
    rows["ledger_episode"] = {row["pk"]: row for row in Episode.objects.values("pk", *_EPISODE)}
    return rows


def _rows(table: type[models.Model]) -> dict[Any, Any]:
    return {row[table._meta.pk.attname]: row for row in table._default_manager.values()}


def _make_again() -> None:
    for table in _tables():
        table._default_manager.all().delete()
    moving.settle_all()
    everything = Entry.objects.order_by("recorded_at", "id").prefetch_related("parts")
    for entry in everything.iterator(chunk_size=500):
        Event.objects.bulk_create(events.of_entries([entry]))
        projections.project(entry)
    for episode in Episode.objects.order_by("opened_at", "id").iterator():
        episodes.refresh(episode)


def _compare(before: Rows, after: Rows) -> Iterator[str]:
    for table, was in before.items():
        now = after[table]
        yield from (f"{table} {key}: no entry says this" for key in was.keys() - now.keys())
        yield from (f"{table} {key}: missing" for key in now.keys() - was.keys())
        for key in was.keys() & now.keys():
            changed = [name for name in now[key] if was[key][name] != now[key][name]]
            if changed:
                yield f"{table} {key}: differs in {', '.join(changed)}"
