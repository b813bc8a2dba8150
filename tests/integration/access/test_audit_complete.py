"""R6: whatever touches a record leaves its row, and where no row can be written nothing is shown or done."""

import os
from collections.abc import Callable

import pytest
from django.test import Client
from time_machine import travel

from goldthread.ledger.models import AuditRow, Entry
from goldthread.web import errors
from goldthread.web.guard import Kind
from tests.integration.access.crawl import Address, addresses, answers, may_ask, once, plain, whole
from tests.integration.access.household import Case
from tests.integration.access.traces import blocked
from tests.integration.documents.household import NOW

pytestmark = pytest.mark.django_db
LONG = "GOLDTHREAD_LONG" in os.environ
OTHERS = ("referrer", "asked to contribute", "asked to help", "invited to the conference")


def only_here(one: Address) -> bool:
    """The lists, and the pages of a child: the search for leaks opens the others, and is held to it too."""
    return one.rule.kind is not Kind.RECORD or one.pattern.startswith("/children/")


@pytest.fixture(autouse=True)
def served(authority: Callable[..., None], hurried: None) -> None:  # noqa: ARG001
    """The procedure with most pages."""
    authority("hartlepool-stockton")


@travel(NOW, tick=False)
def test_every_request_that_touches_a_record_leaves_one_row_of_each_and_none_is_answered_without(
    record_property: Callable[[str, object], None],
) -> None:
    case = Case()
    every = addresses(case)
    touched = 0
    for user in [case.worker_of_all, *(case.readers[name][0] for name in OTHERS)]:
        assert user is not None
        mine = [one for one in every if may_ask(user, one)]
        # the rows of each request are held against its answer by `answers` itself, wherever the crawl goes
        for _, answer in answers(user, mine if LONG else [one for one in once(mine) if only_here(one)]):
            touched += AuditRow.objects.filter(request=answer.headers["X-Request-Id"]).exists()
    assert touched > 40
    record_property("requests that touched a record, each with one correct row of it", touched)

    names = {plain("Ash Alder"), plain("Meg Alder"), plain("Oona Birchall")}
    refused = 0
    walk = answers(case.worker_of_all, once(every))
    next(walk)  # by then they have signed in and proved who they are, which leaves rows too
    with blocked():
        for one, answer in walk:
            refused += answer.status_code == errors.UNTRACED.status
            if answer.status_code < 300:
                assert one.rule.kind is not Kind.RECORD, one.pattern
                assert not [name for name in names if name in whole(answer)], one.pattern
    assert refused > 80
    record_property("reads refused while the audit could not be written", refused)


@travel(NOW, tick=False)
def test_what_is_written_is_refused_too_and_what_was_typed_is_on_the_page_and_in_the_draft() -> None:
    case = Case()
    client, page = Client(), f"/children/{case.rowan.pk}/note/"
    client.force_login(case.worker_of_all)
    words = "The kitchen was warm and there was food in it."
    assert client.post(page, {"facts": words, "_action": "add-row:nothing"}).status_code in {200, 302, 422}
    before = Entry.objects.count()
    with blocked():
        answer = client.post(page, {"about": "visit", "facts": words, "happened_at-day": "1"})
    assert answer.status_code == 503
    assert words in answer.content.decode()
    assert errors.UNTRACED.happened in answer.content.decode().replace("&#39;", "'")
    assert Entry.objects.count() == before
    assert not AuditRow.objects.filter(request=answer.headers["X-Request-Id"]).exists()
