"""Two officers who create one person at the same moment make one."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import factories as make
from tests.integration.frontdoor import racing
from tests.requirements import requirement

# Every thread has a connection of its own, and sees what the others have committed.
pytestmark = pytest.mark.django_db(transaction=True)
RACES = 1000 if os.environ.get("GOLDTHREAD_LONG") else 8


@requirement("HERTS-10.10")
def test_whoever_signs_second_is_asked_whether_it_is_the_one_just_recorded() -> None:
    by = make.author("csc_officer")
    asked_again = 0
    with ThreadPoolExecutor(racing.MOST_OFFICERS) as pool:
        for number in range(RACES):
            outcomes = racing.race(by, number, pool)
            assert racing.subjects() == number + 1, f"race {number}"
            assert len({one.subject for one in outcomes}) == 1
            asked_again += sum(not one.created for one in outcomes)
    assert asked_again >= RACES
    print(f"{RACES} races: one person each; {asked_again} officers were asked again")
