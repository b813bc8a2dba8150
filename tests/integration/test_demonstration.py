"""The demonstration loads, and its record is intact."""

import pytest
from django.core.management import call_command

from goldthread.ledger.models import Entry
from goldthread.ledger.rebuild import rebuild


@pytest.mark.django_db
def test_the_demonstration_loads_into_an_empty_service() -> None:
    call_command("demo")
    assert Entry.objects.filter(kind="contact").count() == 7
    assert rebuild(keep=False) == []
