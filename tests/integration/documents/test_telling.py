"""A letter, or a question to an agency, tells nobody what they must not know."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from time_machine import travel

from goldthread.access.withholding import MustNotKnow, check_asked
from goldthread.accounts.capabilities import Capability
from goldthread.documents.operations import send
from goldthread.ledger import operations
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part
from goldthread.web import guard
from tests.integration.documents.household import NOW, Family

pytestmark = pytest.mark.django_db
WORDS = {"what": "words", "words": "Haven House"}


@pytest.fixture
def family() -> Family:
    return Family()


def letter(family: Family, letter_id: str, **values: Any) -> Entry:
    """A letter to the nurse about Rowan."""
    return send(
        by=family.by,
        at=NOW,
        letter=letter_id,
        to_name="Nell Ward",
        to_address=family.nurse.email,
        values={"reference": "K7R-4M2-HX9", "received_at": NOW, **values},
        parts=[Part(family.rowan, in_episode=False)],
        answers=None,
        key=uuid4().hex,
        records_event=False,
    )


def test_a_letter_that_would_tell_it_is_not_sent(family: Family) -> None:
    told = "feedback_signposted_professional"
    assert letter(family, told, signposted_to="Haven House")
    family.keep("school", **WORDS)
    with pytest.raises(MustNotKnow, match="Nell Ward, who must not know it"):
        letter(family, told, signposted_to="the Haven House")
    assert letter(family, told, signposted_to="the library")
    assert Entry.objects.filter(kind="message").count() == 2


def test_that_we_received_something_may_be_known_to_anybody(family: Family) -> None:
    family.keep("school", what="everything")
    assert letter(family, "acknowledgement", chase_by=NOW.date())
    with pytest.raises(MustNotKnow):
        letter(family, "feedback_no_further_action_professional")


def asked(family: Family, words: str) -> Entry:
    """The school is asked what it knows."""
    return operations.sign(
        by=family.by,
        at=family.at(),
        kind="contribution_request",
        values={"agency": "Alderbrook Primary", "email": family.nurse.email, "asked": words},
        parts=[Part(family.rowan, in_episode=False)],
        key=uuid4().hex,
    )


@travel(NOW, tick=False)
def test_an_agency_is_not_asked_in_words_that_tell_it_nor_shown_them_later(family: Family) -> None:
    entry = asked(family, "Does he speak of Haven House?")
    request = RequestFactory().get("/")
    request.user = family.nurse
    read = guard.on_record(Capability.SEND_REQUEST)(lambda it: _found(it, entry))
    read(request)
    family.keep("school", **WORDS)
    with pytest.raises(MustNotKnow, match="Alderbrook Primary"):
        check_asked(asked(family, "Was he at Haven-House?"), at=NOW)
    check_asked(asked(family, "How is he at school?"), at=NOW)
    with pytest.raises(PermissionDenied, match="has changed since"):
        read(request)


def _found(request: Any, entry: Entry) -> Any:
    return guard.own_request(request, entry.pk)
