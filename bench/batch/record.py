"""A record of many cases in a PostgreSQL of its own: some cases played through a pack, then copied in SQL."""
# ruff: noqa: INP001 - scripts of their own; the statements hold nothing that anybody typed

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid5

import django
import psycopg
from django.core.management import call_command

from goldthread.config import bootstrap, database
from goldthread.procedures.batch.columns import Events, moment

SPACE = UUID(int=7)
PLAYED = "create unlogged table played (like ledger_event)"
COLUMNS = (
    "id, episode_id, entry_id, step, outcome, occurred_at, recorded_at, role, facts, "
    "corrects, answers, authorises, declines, reason"
)
COPIED = """
insert into ledger_event ({columns})
select md5(id || '/' || copy)::uuid, md5(episode_id || '/' || copy)::uuid, entry_id, step, outcome,
       occurred_at + shift, recorded_at + shift, role, facts, md5(corrects || '/' || copy)::uuid,
       md5(answers || '/' || copy)::uuid, md5(authorises || '/' || copy)::uuid,
       md5(declines || '/' || copy)::uuid, reason
from generate_series(1, {copies}) as copy, played,
     lateral (select (abs(hashtext(episode_id || '/' || copy)) % 2190) * interval '1 day' as shift) as days
"""


@contextmanager
def running(home: Path) -> Iterator[None]:
    """Inside, Django's database is a fresh one on a server of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    with bootstrap.running(home):
        os.environ[database.ROLE_VARIABLE] = "owner"
        django.setup()
        call_command("migrate", verbosity=0)
        yield


def fill(host: Path, name: str, events: Events, cases: int) -> None:
    """Put so many cases into the empty table of events, by copying those given."""
    with psycopg.connect(host=str(host), user="postgres", dbname=name, autocommit=True) as superuser:
        superuser.execute(
            "set session_replication_role = replica"
        )  # the entries behind the events are left out
        superuser.execute("truncate ledger_event, ledger_duty cascade")
        superuser.execute("drop table if exists played")
        superuser.execute(PLAYED)
        with superuser.cursor() as cursor, cursor.copy(f"copy played ({COLUMNS}) from stdin") as copy:
            for row in _rows(events):
                copy.write_row(row)
        superuser.execute(COPIED.format(columns=COLUMNS, copies=-(-cases // events.cases)))
        superuser.execute("vacuum analyze ledger_event")


def _rows(events: Events) -> Iterator[tuple[object, ...]]:
    links = [
        dict(zip(link.rows.tolist(), link.targets.tolist(), strict=True))
        for link in (events.corrects, events.answers, events.authorises, events.declines)
    ]
    case = 0
    for row in range(events.rows):
        case += row >= events.first[case + 1]
        step, _, outcome = events.names[events.name[row]].partition(".")
        yield (
            _id(row),
            uuid5(SPACE, f"case {case}"),
            _id(row),
            step,
            outcome,
            moment(events.at[row]),
            moment(events.recorded_at[row]),
            events.roles[events.role[row]],
            json.dumps(dict(events.statements[events.statement[row]]), default=str),
            *(_id(link[row]) if row in link else None for link in links),
            "",
        )


def _id(row: int) -> UUID:
    return uuid5(SPACE, f"event {row}")
