"""What a page asks many times is read once while it is shown; nothing that was read outlives it."""

from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from goldthread.ledger import look, operations
from goldthread.people import statements as say
from goldthread.people.connected import around
from goldthread.people.identity import identity, representatives
from goldthread.web import guard
from tests.factories import author, later, user
from tests.integration.people.record import someone, tell

pytestmark = pytest.mark.django_db


def test_a_family_is_read_once_in_one_look() -> None:
    rowan, anna = someone("Rowan"), someone("Anna")
    tell(say.RelatedTo(about=anna, other=rowan, kind="mother"))
    with look.looking():
        found = around(UUID(rowan), steps=3)
        with CaptureQueriesContext(connection) as queries:
            assert around(UUID(rowan), steps=3) is found
            assert set(representatives([UUID(rowan), UUID(anna)])) == {UUID(rowan), UUID(anna)}
    assert not queries.captured_queries
    assert around(UUID(rowan), steps=3) is not found


def test_what_changed_is_seen_by_the_next_look_and_after_a_signature_at_once() -> None:
    rowan, again = UUID(someone("Rowan")), UUID(someone("Rowan"))
    with look.looking():
        assert identity([rowan]) == {rowan}
    tell(say.SamePersonAs(about=str(again), other=str(rowan)))
    with look.looking():
        assert identity([rowan]) == {rowan, again}
        before = around(rowan, steps=1)
        _signed()
        assert around(rowan, steps=1) is not before


def _signed() -> None:
    by = author("social_worker")
    operations.sign(by=by, at=later(hours=1), kind="note", values={"text": "Rang."}, parts=[], key="look")


@pytest.mark.parametrize(("method", "stays"), [("GET", 1), ("HEAD", 1), ("POST", 0)])
def test_only_a_request_that_reads_is_one_look(method: str, stays: int) -> None:
    kept = []

    @guard.signed_in
    def page(_request: HttpRequest) -> HttpResponse:
        look.kept("asked")["once"] = True
        kept.append(len(look.kept("asked")))
        return HttpResponse()

    request = RequestFactory().generic(method, "/")
    request.user, request.session = user("social_worker"), {}
    page(request)
    assert (kept, look.kept("asked")) == ([stays], {})
