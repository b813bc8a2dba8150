"""The doctor finds a freshly migrated database sound, and says so when it is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from goldthread.config import diagnosis, durability, env, outage_packs, recovery_checks
from goldthread.config.backup import logs


@pytest.mark.django_db
@pytest.mark.parametrize(
    "check",
    [
        diagnosis.database_answers,
        diagnosis.role_is_modest,
        diagnosis.migrations_are_applied,
        diagnosis.record_is_append_only,
        diagnosis.queue_is_moving,
        diagnosis.authority_has_a_pack,
        diagnosis.CHECKS["sign_in.provider"],
        diagnosis.CHECKS["sign_in.groups"],
        diagnosis.CHECKS["sign_in.accounts"],
    ],
)
def test_a_migrated_database_is_sound(check: diagnosis.Check) -> None:
    found = check()
    assert found.level == "ok", found


@pytest.mark.django_db
def test_commits_that_do_not_wait_for_the_disk_are_an_error() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    found = diagnosis.database_is_durable()
    assert found.level == "error"
    assert "synchronous_commit is off" in found.message  # beside what the server of the tests does in haste


@pytest.mark.django_db
def test_a_service_whose_database_may_forget_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of the tests is in haste: were it a service's, `up` would stop here."""
    where = connection.settings_dict
    ours = f"postgresql://{where['USER']}@/{where['NAME']}?host={where['HOST']}"
    monkeypatch.setenv("DATABASE_URL", ours)
    with pytest.raises(env.BadSetting, match="fsync, full_page_writes, synchronous_commit off"):
        durability.refuse_forgetful()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "DROP TABLE ledger_entry",
        "UPDATE ledger_entry SET author_name = 'another'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_auditrow",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "SET ROLE goldthread_owner",
    ],
)
def test_the_service_cannot_do_what_only_the_owner_may(statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_scanner_that_is_missing_is_said_and_one_that_is_silent_is_an_error(settings: Any) -> None:
    settings.GOLDTHREAD_CLAMD = ""
    assert diagnosis.files_are_scanned().level == "warning"
    settings.GOLDTHREAD_CLAMD = "127.0.0.1:1"
    assert diagnosis.files_are_scanned().level == "error"
    assert "127.0.0.1" in diagnosis.calls_are_bounded().message


@pytest.mark.django_db
def test_a_log_that_nobody_fetches_is_an_error_before_the_disk_is_full(settings: Any) -> None:
    look = diagnosis.CHECKS["log.kept"]
    assert look().level == "ok"
    settings.GOLDTHREAD_DEMO = False
    assert look().level == "warning"
    with psycopg.connect(host=connection.settings_dict["HOST"], user="postgres", dbname="postgres") as one:
        one.execute("select pg_create_physical_replication_slot(%s, true)", [logs.SLOT])
        one.commit()
        try:
            assert "nobody fetches" in look().message
            assert look().level == "error"
        finally:
            one.execute("select pg_drop_replication_slot(%s)", [logs.SLOT])


def test_an_old_outage_pack_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    look, settings.GOLDTHREAD_DEMO = diagnosis.CHECKS["outage.fresh"], False
    assert look().level == "warning"
    monkeypatch.setenv(outage_packs.WHERE, str(tmp_path))
    assert look().level == "error"
    for age, level in ((recovery_checks.OLD + timedelta(minutes=5), "error"), (timedelta(minutes=20), "ok")):
        outage_packs.finished(outage_packs.begun(tmp_path, at=datetime.now(UTC) - age))
        assert look().level == level
