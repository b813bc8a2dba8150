"""Measures every duty of every case, from the events of a database on a server of its own: PACK CASES."""
# ruff: noqa: INP001 - a script of its own

import os
from importlib import import_module
from pathlib import Path

import made_up
import record
from measure import AT, PLAYED, ROOT, Line, counted, tell, together, took

from goldthread.config import database
from goldthread.procedures.tables import Procedure


def from_postgres(procedure: Procedure, cases: int) -> Line:
    """All duties of so many cases whose events lie in PostgreSQL; and of that, the reading alone."""
    played = made_up.played(procedure, PLAYED)
    with record.running(ROOT / "var" / "bench-batch"):
        record.fill(Path(os.environ[database.HOST_VARIABLE]), database.own_name(), played, cases)
        # Its models can be imported only now that Django knows this server.
        all_duties = import_module("goldthread.ledger.all_duties")
        reader = all_duties.Reader(procedure)
        reading = took(lambda: {"events": sum(reader.part(part).events.rows for part in range(reader.parts))})
        whole = took(
            lambda: together(counted([answer]) for _, answer in all_duties.all_duties(AT, by=procedure))
        )
    return {
        "rules": len(procedure.latest.rules),
        "events": reading["events"],
        "reading": reading,
        "compute": whole,
    }


if __name__ == "__main__":
    tell("PostgreSQL", from_postgres)
