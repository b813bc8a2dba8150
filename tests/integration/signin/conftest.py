"""A service that is no demonstration."""

from typing import Any

import pytest

from goldthread.accounts.models import User
from tests import factories

PASSWORD = "seven grey ladders"


@pytest.fixture(autouse=True)
def real(settings: Any) -> None:
    """People prove who they are."""
    settings.GOLDTHREAD_DEMO = False


@pytest.fixture
def partner() -> User:
    """Somebody of another organisation, with a password and no second step yet."""
    person = factories.user("professional_referrer", of=factories.agency("Alder School", "school"))
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def demonstration(real: None, settings: Any) -> None:  # noqa: ARG001 - it undoes it
    """People prove who they are by a click."""
    settings.GOLDTHREAD_DEMO = True
