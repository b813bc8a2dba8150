"""What the doctor looks at. Run as the app role, because that is who runs the service."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from goldthread.config import database, durability, egress, recovery_checks, sign_in_checks
from goldthread.config.paths import STATIC
from goldthread.ledger.files import scanning

APPEND_ONLY = ("ledger.Entry", "ledger.EntrySubject", "ledger.AuditRow", "ledger.Seal", "ledger.Destroyed")
LONG_WAIT = "5 minutes"  # a task that is due for this long is stuck

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    """The result of one check. `hint` says what to do where the level is not ok."""

    level: Level
    message: str
    hint: str


Check = Callable[[], Finding]


def _judge(*, right: bool, message: str, hint: str, otherwise: Level = "error") -> Finding:
    return Finding("ok" if right else otherwise, message, hint)


def _rows(query: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def database_answers() -> Finding:
    """The database can be reached, and is new enough."""
    try:
        version = int(str(_rows("SELECT current_setting('server_version_num')")[0][0])) // 10000
    except DatabaseError as problem:
        return Finding(
            "error", str(problem).partition("\n")[0], "check DATABASE_URL, and that the server runs"
        )
    return _judge(
        right=version >= database.MINIMUM_VERSION,
        message=f"PostgreSQL {version}",
        hint=f"Goldthread needs PostgreSQL {database.MINIMUM_VERSION} or newer",
    )


def database_is_durable() -> Finding:
    """What was signed is on disk before anyone is told so."""
    now = {name: _rows("SELECT current_setting(%s)", name)[0][0] for name in durability.SETTINGS}
    wrong = [f"{name} is off" for name, set_to in now.items() if set_to == "off"]
    return _judge(
        right=not wrong,
        message=", ".join(wrong) or "a signed entry survives a crash",
        hint="set fsync, full_page_writes and synchronous_commit to on: a record must survive a crash",
    )


def role_is_modest() -> Finding:
    """The service runs as a role that cannot change its own tables or pass its own rules by."""
    query = """SELECT r.rolsuper OR r.rolcreaterole OR r.rolbypassrls,
                      EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                              WHERE c.relowner = r.oid AND n.nspname = 'public'),
                      has_schema_privilege('public', 'CREATE')
               FROM pg_roles r WHERE r.rolname = current_user"""
    powerful, owns, creates = _rows(query)[0]
    wrong = [
        words
        for is_so, words in (
            (powerful, "is a superuser"),
            (owns, "owns tables"),
            (creates, "may create tables"),
        )
        if is_so
    ]
    return _judge(
        right=not wrong,
        message=f"the service's role {' and '.join(wrong) or 'owns nothing'}",
        hint=f"run the service as {database.APP}; name the owner in GOLDTHREAD_OWNER_DATABASE_URL",
    )


def record_is_append_only() -> Finding:
    """The service's role can add to the record and cannot change or remove what is there."""
    tables = [apps.get_model(label)._meta.db_table for label in APPEND_ONLY]
    query = "SELECT has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE')"  # true when any of them is held
    open_to_change = [table for table in tables if _rows(query, table)[0][0]]
    return _judge(
        right=not open_to_change,
        message=", ".join(open_to_change) + " can be changed"
        if open_to_change
        else "signed entries cannot be changed",
        hint=f"REVOKE UPDATE, DELETE, TRUNCATE on these tables from {database.APP}",
    )


def migrations_waiting() -> int:
    """How many migrations are not applied yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrations_are_applied() -> Finding:
    """The tables are those of this version."""
    waiting = migrations_waiting()
    return _judge(
        right=not waiting,
        message=f"{waiting} migrations wait" if waiting else "every migration is applied",
        hint="./goldthread manage migrate",
    )


def assets_are_built() -> Finding:
    """The pages have their styles and scripts."""
    return _judge(
        right=(STATIC / "staticfiles.json").exists(),
        message="static files are collected" if STATIC.exists() else "there are no static files",
        hint="./goldthread up collects them, and so does ./goldthread manage collectstatic",
    )


def packs_are_sound() -> Finding:
    """Every procedure loads and passes its own check."""
    command = [sys.executable, "-m", "goldthread", "packs", "check", str(settings.GOLDTHREAD_PACKS), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    errors = [row for row in json.loads(done.stdout or "[]") if row["severity"] == "error"]
    return _judge(
        right=done.returncode == 0,
        message=f"{len(errors)} errors in the packs" if done.returncode else "every pack is sound",
        hint="./goldthread packs check",
    )


def authority_has_a_pack() -> Finding:
    """There is a procedure for the authority whose service this is."""
    name = settings.GOLDTHREAD_AUTHORITY
    return _judge(
        right=(settings.GOLDTHREAD_PACKS / name / "pack.yaml").exists(),
        message=f"this is the service of {name}",
        hint="set GOLDTHREAD_AUTHORITY to the name of a folder under packs/",
    )


def sources_are_at_hand() -> Finding:
    """The procedure documents themselves can be shown beside our words."""
    return _judge(
        right=settings.GOLDTHREAD_SOURCES is not None,
        message=str(settings.GOLDTHREAD_SOURCES or "the procedure documents are not here"),
        hint="set GOLDTHREAD_SOURCES to the folder with the documents: passages are then shown as written",
        otherwise="warning",
    )


def queue_is_moving() -> Finding:
    """Letters and e-mails leave."""
    query = """SELECT count(*) FILTER (WHERE status = 'failed'),
                      count(*) FILTER (WHERE status = 'todo'
                                       AND coalesce(scheduled_at, deferred.at) < now() - %s::interval)
               FROM procrastinate_jobs JOIN procrastinate_events deferred
               ON deferred.job_id = procrastinate_jobs.id AND deferred.type = 'deferred'"""
    failed, stuck = _rows(query, LONG_WAIT)[0]
    return _judge(
        right=not failed and not stuck,
        message=f"{failed} tasks failed, {stuck} wait for too long",
        hint="is the worker running? ./goldthread manage procrastinate shell shows the tasks",
        otherwise="warning",
    )


def files_are_scanned() -> Finding:
    """Files that people send are looked at by a virus scanner, and none waits for it (ASVS 5.4.3)."""
    if not scanning.is_set():
        return Finding(
            "warning", "no virus scanner", "set GOLDTHREAD_CLAMD to clamd's host:port, or to its socket"
        )
    try:
        scanning.scan(b"nothing")
    except scanning.NoAnswer:
        return Finding("error", "the virus scanner does not answer", "start clamd, or mend GOLDTHREAD_CLAMD")
    infected = apps.get_model("ledger.FileCheck").objects.filter(state="infected").count()
    return _judge(
        right=not infected,
        message=f"{infected} files with a virus were kept before they were scanned"
        if infected
        else "files are scanned",
        hint="nobody can open them; the audit trail says which (act file.infected): tell who sent them",
        otherwise="warning",
    )


def calls_are_bounded() -> Finding:
    """The service calls hosts on its list only, and the list is not empty by mistake (ASVS 13.2.4)."""
    named = sorted(egress.hosts())
    return Finding("ok", f"calls {', '.join(named) or 'this machine'} and no other host", "")


def demonstration_is_meant() -> Finding:
    """Everyone can sign in to a demonstration."""
    return _judge(
        right=not settings.GOLDTHREAD_DEMO,
        message="a demonstration: no real person's data" if settings.GOLDTHREAD_DEMO else "a real service",
        hint="for a real service set GOLDTHREAD_DEMO=no, GOLDTHREAD_SECRET_KEY and GOLDTHREAD_HOSTS",
        otherwise="warning",
    )


CHECKS: dict[str, Check] = {
    "database.answers": database_answers,
    "database.durable": database_is_durable,
    "database.role": role_is_modest,
    "database.migrated": migrations_are_applied,
    "record.append_only": record_is_append_only,
    "queue.moving": queue_is_moving,
    "log.kept": lambda: Finding(*recovery_checks.log_is_kept()),
    "outage.fresh": lambda: Finding(*recovery_checks.outage_pack_is_fresh()),
    "packs.sound": packs_are_sound,
    "authority.known": authority_has_a_pack,
    "sources.at_hand": sources_are_at_hand,
    "assets.built": assets_are_built,
    "sign_in.provider": lambda: Finding(*sign_in_checks.provider_answers()),
    "sign_in.groups": lambda: Finding(*sign_in_checks.groups_are_roles()),
    "sign_in.accounts": lambda: Finding(*sign_in_checks.somebody_makes_accounts()),
    "files.scanned": files_are_scanned,
    "calls.bounded": calls_are_bounded,
    "mode.real": demonstration_is_meant,
}
