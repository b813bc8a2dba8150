"""The demonstration loads, and its record is intact."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from goldthread.accounts.models import User
from goldthread.ledger.models import Duty, Entry
from goldthread.ledger.rebuild import rebuild


@pytest.mark.django_db
def test_the_demonstration_loads_into_an_empty_service() -> None:
    call_command("demo")
    assert Entry.objects.filter(kind="contact").count() == 7
    assert rebuild(keep=False) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["gloucestershire", "hartlepool-stockton", "worcestershire"])
def test_another_authoritys_is_made_from_its_pack(authority: Callable[..., None], name: str) -> None:
    authority(name)
    call_command("demo")
    assert Entry.objects.filter(kind="contact").count() >= 2
    assert Entry.objects.filter(kind="step_record").exists()
    assert Entry.objects.filter(kind="decision").exists() or name == "worcestershire", (
        "decides a referral only"
    )
    assert not Entry.objects.exclude(outside_reason="").exists()
    assert User.objects.count() > 4
    families = Duty.objects.filter(rule="initial_conference.hold").values_list("met_at", flat=True)
    assert len(families) == (0 if name == "worcestershire" else 3), "two children with a plan, one to come"
    assert Entry.objects.filter(kind="core_group_meeting").exists() == bool(families)
    assert rebuild(keep=False) == []
