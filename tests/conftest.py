"""What every test shares: the database, brought up only for the tests that ask for it."""

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from goldthread.config import bootstrap
from tests import database

# The same examples each time, however slow the machine; new ones in the long form.
settings.register_profile(
    "goldthread",
    deadline=None,
    derandomize="GOLDTHREAD_LONG" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("goldthread")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Our own way to a test database, in place of pytest-django's: see tests/database.py."""
    with pytest.MonkeyPatch.context() as patch, bootstrap.running(database.HOME) as server:
        assert server
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: database.copy_afresh(server.socket))
        with django_db_blocker.unblock(), database.ready(server.socket):
            yield


@pytest.fixture
def authority(settings: Any) -> Callable[..., None]:
    """Make this installation another authority's, for one test: by its id, and the folder of its packs."""

    def serve(name: str, packs: Path | None = None) -> None:
        settings.GOLDTHREAD_AUTHORITY = name
        if packs is not None:
            settings.GOLDTHREAD_PACKS = packs

    return serve


@pytest.fixture
def hurried(settings: Any) -> Iterator[None]:
    """For thousands of pages: well-formed HTML is for other tests, and each refusal is no news."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != "tests.html.strict"]
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
