"""Whether the person who agrees holds parental responsibility, as the contact's page says it."""

from uuid import uuid4

import pytest

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.ledger.models import Entry
from tests import factories as make
from tests.factories import THURSDAY, later
from tests.integration.frontdoor.cast import Cast, page
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
HOUSEHOLD = [
    {"given_names": "Hazel", "family_name": "Alder", "relationship": "mother"},
    {"given_names": "Linden", "family_name": "Alder", "relationship": "father"},
    {"given_names": "Dean", "family_name": "Fern", "relationship": "partner_of_parent"},
]


def agreed(name: str = "") -> Entry:
    return make.contact(household=HOUSEHOLD, pr_holder_agrees=True, pr_holder_name=name)


@requirement("HSSCP-3.11")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Hazel Alder", "Hazel ALDER holds parental responsibility for Rowan ALDER: The child's mother."),
        ("mum", "Hazel ALDER holds parental responsibility"),
        (
            "Linden Alder",
            "Linden ALDER is not known to hold parental responsibility for Rowan ALDER: Not known",
        ),
        ("Dean Fern", "Dean FERN does not hold parental responsibility for Rowan ALDER"),
        ("Alder", "The name fits more than one person."),
        ("Priya Oak", "Nobody called “Priya Oak” is on record as holding parental responsibility"),
        ("", "Who agreed is not said. Name somebody holding parental responsibility for Rowan ALDER."),
    ],
)
def test_the_page_says_whether_whoever_agreed_may_agree(name: str, words: str) -> None:
    cast, contact = Cast(), agreed(name)
    with cast.at(later(hours=1), cast.worker, page(contact)) as browser:
        assert words in browser.said
        assert ("Check who agreed" in browser.said) == (name not in ("Hazel Alder", "mum"))


def test_where_nobody_agreed_nothing_is_said_and_a_restricted_parent_is_not_named() -> None:
    cast, contact = Cast(), make.contact(household=HOUSEHOLD, pr_holder_agrees=False)
    with cast.at(later(hours=1), cast.worker, page(contact)) as browser:
        assert "Agreement and parental responsibility" not in browser.said
    contact = agreed("Nobody at all")
    mother = next(part.subject for part in contact.parts.all() if part.subject.person.given == "Hazel")
    protect(
        by=make.author("manager"), at=THURSDAY, subject=mother, level=Level.RESTRICTED, reason=uuid4().hex
    )
    with cast.at(later(hours=1), cast.worker, page(contact)) as browser:
        assert "On record as holding it: Somebody with a restricted record." in browser.said
