"""What the doctor looks at of coming back: is the log kept elsewhere, and how old is the outage pack?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection

from goldthread.config import env, outage_packs
from goldthread.config.backup.logs import SLOT

OLD = timedelta(minutes=90)  # a pack is made every half hour
_SLOT = """
select active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))
from pg_replication_slots where slot_name = %s
"""

Level = Literal["ok", "warning", "error"]


def log_is_kept() -> tuple[Level, str, str]:
    """Somebody fetches the database's log; what nobody fetches fills the database's disk."""
    with connection.cursor() as cursor:
        cursor.execute(_SLOT, [SLOT])
        found = cursor.fetchone()
    if found is None:
        hint = (
            "what was written since the last backup is lost with the machine: run ./goldthread log-keep DIR"
        )
        return (
            "ok" if settings.GOLDTHREAD_DEMO else "warning",
            "the database's log is not kept elsewhere",
            hint,
        )
    active, waiting = found
    if not active:
        hint = "start ./goldthread log-keep DIR again, or drop the slot as the guide to backups says"
        return "error", f"nobody fetches the database's log: {waiting} of it wait, and the disk fills", hint
    return "ok", f"the database's log is kept elsewhere ({waiting} wait)", ""


def outage_pack_is_fresh() -> tuple[Level, str, str]:
    """The newest outage pack is one to answer the telephone by."""
    where = env.given(outage_packs.WHERE)
    if where is None:
        level: Level = "ok" if settings.GOLDTHREAD_DEMO else "warning"
        return level, "no outage pack is made", f"set {outage_packs.WHERE}, as the guide to backups says"
    newest = outage_packs.newest(Path(where))
    if newest is None or datetime.now(UTC) - newest > OLD:
        hint = "is the worker running? ./goldthread outage-pack makes one, or says why not"
        return "error", f"the newest outage pack is of {newest or 'no time: there is none'}", hint
    return "ok", f"the newest outage pack is of {newest:%Y-%m-%d %H:%M} UTC", ""
