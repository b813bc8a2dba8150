"""The casefile stays quick: a fixed number of queries however much is on record, and little time."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from statistics import median, quantiles
from time import perf_counter, process_time

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.accounts.models import Team, User
from goldthread.casefile.worklist import Scope, counts, duties
from goldthread.ledger.models import Duty
from tests.factories import THURSDAY, child_of, contact, later, user
from tests.integration.casefile.cases import decided, family, long_life

pytestmark = pytest.mark.django_db
MostQueries = Callable[[int], AbstractContextManager[object]]

# What each page may ask of the database, however long the record: session, user and roles,
# the decision and the trace of the read, then what it shows.
WORKLIST, CHILD, CHRONOLOGY, ENTRY = 33, 52, 35, 45
AT_MOST = 0.2  # seconds of our own work on a child page, the database's apart


def reader(*roles: str, team: Team | None = None) -> tuple[User, Client]:
    person, client = user(*roles, team=team), Client()
    client.force_login(person)
    return person, client


@travel(later(hours=1), tick=False)
def test_a_full_page_of_the_worklist(django_assert_max_num_queries: MostQueries) -> None:
    people = [{"given_names": f"Child{n}", "family_name": "Alder", "born": "2018-01-15"} for n in range(5)]
    while Duty.objects.filter(met_at__isnull=True, role="delegated_social_worker").count() < 50:
        decided(contact(children=people))
    _, client = reader("delegated_social_worker")
    with django_assert_max_num_queries(WORKLIST):
        page = client.get(reverse("casefile:worklist")).content.decode()
    assert page.count("gt-work__row gt-duty--") == 50


@travel(later(hours=1), tick=False)
def test_the_numbers_of_all_tabs_in_one_question(django_assert_max_num_queries: MostQueries) -> None:
    contact()
    team = Team.objects.create(name="MASH", service="mash")
    manager, _ = reader("manager", team=team)
    with django_assert_max_num_queries(4):  # the roles (twice), the teams, and the numbers
        found = counts(manager, at=later(hours=1))
    for scope in Scope:
        assert getattr(found, scope) == duties(manager, scope, at=later(hours=1)).count()


@pytest.mark.parametrize("notes", [5, 500])
@travel(later(hours=1), tick=False)
def test_the_pages_of_a_child(django_assert_max_num_queries: MostQueries, notes: int) -> None:
    entry = family()
    decided(entry)
    child = child_of(entry)
    long_life(child, years=20, notes=notes, until=THURSDAY)
    _, client = reader("social_worker")
    for page, most in (("child", CHILD), ("chronology", CHRONOLOGY)):
        with django_assert_max_num_queries(most):
            assert client.get(reverse(f"casefile:{page}", args=[child.pk])).status_code == 200
    with django_assert_max_num_queries(ENTRY):
        assert client.get(reverse("casefile:entry", args=[entry.pk])).status_code == 200


@pytest.mark.skipif(
    "GOLDTHREAD_LONG" not in os.environ, reason="minutes long: set GOLDTHREAD_LONG=1 to run it"
)
@travel(later(hours=1), tick=True)
def test_twenty_years_and_five_thousand_entries_on_one_child(
    settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != "tests.html.strict"]
    few, many = family(), family()
    for entry, notes in ((few, 5), (many, 5_000)):
        decided(entry)
        long_life(child_of(entry), years=20, notes=notes, until=THURSDAY)
    _, client = reader("social_worker")
    address = [reverse("casefile:child", args=[child_of(entry).pk]) for entry in (few, many)]
    (short, _), (long, own) = (_times(client, one) for one in address)
    with capsys.disabled():
        print(f"\nchild page, 5,000 entries: p95 {quantiles(long, n=20)[-1] * 1000:.0f} ms", end=" ")
    # A machine that is busy with other things slows every answer; neither of these depends on that.
    assert quantiles(own, n=20)[-1] < AT_MOST
    assert median(long) < 3 * median(short)


def _times(client: Client, address: str) -> tuple[list[float], list[float]]:
    """Seconds of ten answers, and of our own work in each; one before them compiles the templates."""
    client.get(address)
    times, own = [], []
    for _ in range(10):
        began, worked = perf_counter(), process_time()
        assert client.get(address).status_code == 200
        times.append(perf_counter() - began)
        own.append(process_time() - worked)
    return times, own
