"""The page of any step, and a decision with the questions of the pack, in a browser: wide and narrow."""

from collections.abc import Callable

import pytest

from tests import factories as make
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

SIBLINGS = [
    {"given_names": "Max", "family_name": "Birch", "born": "2019-02-03"},
    {"given_names": "Mia", "family_name": "Birch", "born": "2021-02-03"},
]


def test_the_page_of_any_step_is_whole(authority: Callable[..., None], visit: Visitor) -> None:
    authority("hartlepool-stockton")
    worker = make.user("social_worker", name="Sal Worker")
    contact = make.contact(by=make.author("csc_officer"), channel="telephone", form="none", children=SIBLINGS)
    visit.sign_in(worker)
    for address in (
        f"/children/{make.child_of(contact).pk}/steps/legal_action/",
        f"/children/{make.child_of(contact).pk}/",
        f"/contacts/{contact.pk}/decide/",
    ):
        visit.go(address)
        visit.check()
