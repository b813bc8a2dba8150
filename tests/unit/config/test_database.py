"""Which database, and as whom."""

import pytest

from goldthread.config import authorities, database
from goldthread.config.env import BadSetting


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DATABASE_URL",
        "GOLDTHREAD_OWNER_DATABASE_URL",
        database.ROLE_VARIABLE,
        authorities.HERE,
        authorities.ALL,
    ):
        monkeypatch.delenv(name, raising=False)


def test_our_own_database_is_used_as_the_app_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(database.HOST_VARIABLE, "/var/socket")
    settings = database.settings()
    assert (settings["HOST"], settings["USER"], settings["NAME"]) == (
        "/var/socket",
        "goldthread_app",
        "goldthread_hertfordshire",
    )
    assert settings["CONN_MAX_AGE"] == 0


def test_migrations_are_made_as_the_owner_without_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(database.ROLE_VARIABLE, "owner")
    settings = database.settings()
    assert settings["USER"] == "goldthread_owner"
    assert "pool" not in settings["OPTIONS"]


def test_a_url_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://goldthread_app:p%40ss@db.example.org:5433/record?sslmode=verify-full"
    monkeypatch.setenv("DATABASE_URL", url)
    settings = database.settings()
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example.org", "5433", "record")
    assert (settings["USER"], settings["PASSWORD"]) == ("goldthread_app", "p@ss")
    assert settings["OPTIONS"]["sslmode"] == "verify-full"
    assert not database.is_our_own()


def test_the_owner_has_a_url_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://goldthread_app@db/record")
    monkeypatch.setenv("GOLDTHREAD_OWNER_DATABASE_URL", "postgresql://goldthread_owner@db/record")
    monkeypatch.setenv(database.ROLE_VARIABLE, "owner")
    assert database.settings()["USER"] == "goldthread_owner"


@pytest.mark.parametrize("url", ["mysql://db/record", "postgresql://db", "record"])
def test_another_kind_of_url_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(BadSetting, match="DATABASE_URL: write postgresql://"):
        database.settings()


def test_each_authority_has_a_database_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(authorities.HERE, "hartlepool-stockton")
    assert database.settings()["NAME"] == "goldthread_hartlepool_stockton"
    monkeypatch.setenv(authorities.ALL, "hertfordshire,hartlepool-stockton")
    monkeypatch.setenv("DATABASE_URL", "postgresql://goldthread_app@db/record_{authority}")
    assert database.settings()["NAME"] == "record_hartlepool_stockton"


def test_several_authorities_never_share_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(authorities.ALL, "hertfordshire,gloucestershire")
    monkeypatch.setenv("DATABASE_URL", "postgresql://goldthread_app@db/record")
    with pytest.raises(BadSetting, match=r"\{authority\} in the name of the database"):
        database.settings()
