"""Who has seen a child: as the privacy officer looks into it, and as the person themself is told."""

import csv
import os
import time
from collections.abc import Callable
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from time_machine import travel

from goldthread.access import readings
from goldthread.access.models import Level
from goldthread.access.operations import exclude, give_reason, protect
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger.models import AuditRow, Subject
from tests.factories import THURSDAY, author, child_of, contact, later, user

pytestmark = pytest.mark.django_db
ROWS = 2_000_000 if "GOLDTHREAD_LONG" in os.environ else 5_000


@pytest.fixture
def child() -> Subject:
    return child_of(contact())


def read(who: User, address: str) -> str:
    """The status and the page."""
    client = Client()
    client.force_login(who)
    answer = client.get(address)
    return f"{answer.status_code} {answer.content.decode()}"


@travel(THURSDAY, tick=False)
def test_the_privacy_officer_sees_who_saw_it_in_what_role_on_which_page_and_why(child: Subject) -> None:
    officer, worker = user("privacy_officer"), user("social_worker", name="=Ida Worker")
    page, manager = f"/access/records/{child.pk}/seen/", author("team_manager")
    protect(by=manager, at=THURSDAY, subject=child, level=Level.SENSITIVE, reason="Press")
    why = "I stand in for her social worker."
    give_reason(by=author("social_worker", worker), at=THURSDAY, subject=child, reason=why)
    protect(by=manager, at=THURSDAY, subject=child, level=Level.OPEN, reason="Over")
    assert read(worker, f"/children/{child.pk}/").startswith("200")

    told = read(officer, page)
    assert "=Ida Worker, Social worker" in told
    assert why in told
    assert "Looked into who has seen it" in told, "the officer's own look leaves its row too"
    assert "Birch" not in told.split("<main")[1], "nothing of the record"
    listed = read(officer, f"{page}?who={worker.pk}&since=2026-04-02&until=2026-04-02").split("<table")[1]
    assert ("=Ida Worker" in listed, "Looked into" in listed) == (True, False)
    assert "No row" in read(officer, f"{page}?until=2026-04-01")
    assert "such as 2026-03-31" in read(officer, f"{page}?since=yesterday")
    rows = list(csv.DictReader(StringIO(read(officer, f"{page}?as=csv").removeprefix("200 "))))
    assert {row["who"] for row in rows} >= {"'=Ida Worker"}, "no cell is a formula"


def test_who_may_not_look_into_it_finds_nothing(child: Subject) -> None:
    officer, page, by = user("privacy_officer"), f"/access/records/{child.pk}/seen/", author("team_manager")
    assert read(user("social_worker"), page).startswith("403")
    exclude(by=by, at=THURSDAY, subject=child, user=officer, reason="An uncle")
    assert read(officer, page).startswith("404")
    act = Capability.HANDLE_ALLEGATIONS
    protect(by=by, at=THURSDAY, subject=child, level=Level.SEALED, reason="x", opens_to=act)
    assert read(user("privacy_officer"), page).startswith("404")
    assert not AuditRow.objects.filter(act="read.audit").exists()


def test_the_person_themself_is_told_of_organisations_and_days_and_of_nobodys_name(child: Subject) -> None:
    worker = user("social_worker", name="Ida Worker")
    said = {"actor": worker.pk, "role": "social_worker", "act": "read.read_record", "subject": child.pk}
    for hours in (0, 1, 30):
        AuditRow.objects.create(at=later(hours=hours), **said)
    told = readings.by_day(child.pk, before=later(hours=40))
    assert [(day.isoformat(), who, role) for day, who, role in told] == [
        ("2026-04-02", worker.agency.name, "Social worker"),
        ("2026-04-03", worker.agency.name, "Social worker"),
    ]


def test_it_is_answered_quickly_however_long_the_trail(
    child: Subject, record_property: Callable[[str, object], None]
) -> None:
    """Of a child with many rows among very many; what is read does not grow with the trail (R6)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into ledger_auditrow (at, actor, role, act, subject, request, detail)
            select timestamptz '2026-04-02 08:00Z' + n * interval '1 ms', gen_random_uuid(), 'social_worker',
                'read.read_record', case when n %% 200 = 0 then %s::uuid else gen_random_uuid() end, 'r',
                '{"page": "casefile:child"}' from generate_series(1, %s) n""",
            [child.pk, ROWS],
        )
        cursor.execute("analyze ledger_auditrow")
    took = []
    for _ in range(20):
        begun = time.perf_counter()
        found = readings.rows(child.pk, readings.Asked())
        shown, count = readings.looks(found[:50]), found.count()
        readings.readers(child.pk)
        took.append(time.perf_counter() - begun)
    assert (len(shown), count) == (min(50, ROWS // 200), ROWS // 200)
    plan = found[:50].explain()
    assert "Seq Scan on ledger_auditrow" not in plan, plan
    record_property(f"p95 of who has seen a child, {ROWS:,} rows, seconds", round(sorted(took)[18], 3))
    assert sorted(took)[18] <= 2
