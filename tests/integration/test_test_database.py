"""The test database itself: used as the app role, and clean at the start of every test."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection


@pytest.mark.django_db
def test_tests_run_as_the_app_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)")
        assert cursor.fetchone() == ("goldthread_app", False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_what_a_test_commits_is_gone_in_the_next(attempt: int) -> None:
    assert Session.objects.count() == 0
    Session.objects.create(session_key=f"attempt-{attempt}", session_data="", expire_date=datetime.now(UTC))
