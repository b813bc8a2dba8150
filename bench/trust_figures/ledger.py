"""Looks into the record of a running service, past the service: what was really written."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import psycopg

from bench.trust_figures.officers import Call
from goldthread.config import database
from tests.service import Service

_CONTACTS = (
    """select idempotency_key, id::text, payload ->> 'concern' from ledger_entry where kind = 'contact'"""
)


@dataclass(frozen=True)
class Compared:
    """What officers were told, held against the record."""

    lost: int
    twice: int
    recorded: int


def conninfo(service: Service) -> str:
    """As the database's superuser, whom no wall stops."""
    name = f"{database.NAME}_{service.authorities[0].replace('-', '_')}"
    return f"host={service.var / 'postgres' / 'socket'} user=postgres dbname={name}"


def compared(service: Service, calls: Collection[Call], told: dict[UUID, str]) -> Compared:
    """Lost: told that it is recorded, and it is not, or as another. Twice: its words stand in two."""
    with psycopg.connect(conninfo(service)) as connection:
        rows = connection.execute(_CONTACTS).fetchall()
    by_key = {key: entry for key, entry, _ in rows}
    words = Counter(said for _, _, said in rows)
    lost = sum(by_key.get(f"draft/{key}") != entry for key, entry in told.items())
    return Compared(
        lost=lost,
        twice=sum(words[call.words] > 1 for call in calls),
        recorded=sum(words[call.words] > 0 for call in calls),
    )


def settle(service: Service, *settings: str) -> None:
    """Change settings of the database's server, as they are from now on."""
    with psycopg.connect(conninfo(service), autocommit=True) as connection:
        for setting in settings:
            connection.execute(f"alter system set {setting}")  # type: ignore[call-overload]
        connection.execute("select pg_reload_conf()")
