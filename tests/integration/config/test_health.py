"""Whoever looks after the service learns whether it runs and serves, and no name."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from goldthread.config import health
from goldthread.ledger.models import AuditRow
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ask_afresh() -> None:
    health._parts.cache_clear()


def away() -> bool:
    raise OperationalError


def test_alive_asks_nothing_of_the_database_and_ready_says_what_is_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").json() == {"status": "ok", "parts": dict.fromkeys(health.PARTS, "ok")}
    assert not AuditRow.objects.filter(act="readyz").exists()  # what was tried was taken back
    for name, look, said in (("database", away, "away"), ("migrations", lambda: False, "not ready")):
        health._parts.cache_clear()
        monkeypatch.setitem(health.PARTS, name, look)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["parts"][name]) == (503, said)
        assert client.get("/healthz").status_code == 200


def test_not_ready_where_the_audit_trail_takes_no_row(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_TRY", "insert into ledger_auditrow (id) values (1 / 0)")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["audit"]) == (503, "away")


def test_the_version_and_the_authority_are_told(client: Client, settings: Any) -> None:
    settings.GOLDTHREAD_COMMIT = ""
    assert set(client.get("/version").json()) == {"version", "authority"}
    settings.GOLDTHREAD_COMMIT = "abc1234"
    assert client.get("/version").json()["commit"] == "abc1234"


def test_counts_are_for_this_machine_or_whoever_bears_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 404
    settings.GOLDTHREAD_BEHIND_PROXY = True  # everybody seems to be on this machine
    assert client.get("/metrics").status_code == 404
    settings.GOLDTHREAD_METRICS_TOKEN = "a long secret"
    for token, status in (("a long secret", 200), ("another", 404), ("", 404)):
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        assert client.get("/metrics", headers=bearer).status_code == status


def test_counts_are_counts_and_say_no_name(client: Client) -> None:
    make.contact(children=[{"given_names": "Rowan", "family_name": "Alder"}])
    client.get("/nowhere/Rowan/")
    said = client.get("/metrics").content.decode()
    families = {family.name: family for family in text_string_to_metric_families(said)}
    assert families["goldthread_entries"].samples[0].value == 1
    assert {sample.labels["status"] for sample in families["goldthread_requests"].samples} >= {"404"}
    assert "Rowan" not in said
    labels = {label for family in families.values() for sample in family.samples for label in sample.labels}
    python = {"generation", "implementation", "major", "minor", "patchlevel"}
    assert labels <= {"le", "method", "state", "status", "version"} | python
