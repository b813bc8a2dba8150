"""What the audit holds of a request, held against what came back: one correct row of each record (R6)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import unescape

import psycopg
from django.db import connection
from django.http import HttpResponse
from psycopg import sql

from goldthread.accounts.models import User
from goldthread.config import database
from goldthread.ledger.models import AuditRow, EntrySubject, Subject
from goldthread.people.identity import identity
from goldthread.web.guard import AccessRule, Kind
from tests.integration.documents.household import NOW

_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMELESS = {"/outbox/"}  # lists that lead to records and name nobody
_LINK = re.compile(r'(?:href|action)="([^"]*)"')


def faults(user: User, rule: AccessRule, answer: HttpResponse) -> list[str]:
    """What is wrong with the rows of one request; nothing where all is as it must be."""
    rows = list(AuditRow.objects.filter(request=answer.headers["X-Request-Id"]))
    found = [f"{said} {times} times" for said, times in _often(rows) if times > 1]
    found += [f"{row.act}: {what}" for row in rows for what in _wrong(user, row, answer)]
    logged = {row.subject for row in rows}
    if answer.status_code in {403, 404}:
        return found + [f"{row.act}, though it was refused" for row in rows if row.act.startswith("read.")]
    if answer.status_code != 200:
        return found
    address = answer.request["PATH_INFO"]
    if address in _NAMELESS:
        return found
    wanted = opened(address) if rule.kind is Kind.RECORD else linked(answer)
    return found + [f"no row of {one}" for one in wanted if not one & logged]


def opened(address: str) -> list[set[object]]:
    """Whose records an address opens: of each id in it, those of whom one must have a row."""
    ids = set(_ID.findall(address))
    people = [identity([one]) for one in Subject.objects.filter(pk__in=ids).values_list("pk", flat=True)]
    parts = EntrySubject.everywhere.filter(entry__in=ids).values_list("entry", "subject")
    entries = {entry: {subject for each, subject in parts if each == entry} for entry, _ in parts}
    return [*map(set[object], people), *entries.values()]


def linked(answer: HttpResponse) -> list[set[object]]:
    """Whose records, or entries in them, a list leads to."""
    body = b"".join(answer) if answer.streaming else answer.content
    return opened(" ".join(_LINK.findall(unescape(body.decode(errors="replace")))))


def _often(rows: Iterable[AuditRow]) -> Iterable[tuple[tuple[object, ...], int]]:
    return Counter((row.act, row.subject, row.entry) for row in rows).items()


def _wrong(user: User, row: AuditRow, answer: HttpResponse) -> list[str]:
    page = row.detail.get("page")
    checks = {
        "another reader": row.actor == user.pk,
        "another time": row.at == NOW,
        "a role that they do not hold": not row.role or row.role in user.roles(at=NOW),
        "another page": page is None or page == answer.resolver_match.view_name,  # type: ignore[attr-defined]
        "no page": page is not None or not row.act.startswith(("read.", "list")),
    }
    return [words for words, holds in checks.items() if not holds]


@contextmanager
def blocked() -> Iterator[None]:
    """Inside, the service's role may not write to the audit: as if its disk were full."""
    names = {"table": sql.Identifier(AuditRow._meta.db_table), "app": sql.Identifier(database.APP)}
    where = connection.settings_dict
    owner = {"host": where["HOST"], "dbname": where["NAME"], "user": database.OWNER}
    with psycopg.connect(autocommit=True, **owner) as other:
        other.execute(sql.SQL("REVOKE INSERT ON {table} FROM {app}").format(**names))
        try:
            yield
        finally:
            other.execute(sql.SQL("GRANT INSERT ON {table} TO {app}").format(**names))
