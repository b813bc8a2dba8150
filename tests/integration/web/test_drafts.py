"""What is typed is kept on the server: by autosave, through a time-out, and when two people type at once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from goldthread.accounts.models import User
from goldthread.ledger import drafts
from goldthread.ledger.models import Draft
from goldthread.web.clock import now
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> User:
    return factories.user("social_worker")


@pytest.fixture
def draft(worker: User) -> Draft:
    return drafts.start(
        by=drafts.Holder(worker), at=now(), kind="contact", context={"page": "/contacts/new/"}
    )


def sent(draft: Draft, **fields: str) -> dict[str, str]:
    return {"_draft": str(draft.pk), "_version": str(draft.version), **fields}


def test_the_page_saves_what_is_typed_valid_or_not(client: Client, worker: User, draft: Draft) -> None:
    client.force_login(worker)
    answer = client.post(f"/drafts/{draft.pk}/", sent(draft, concern="Cold a\x00gain", **{"born-day": "99"}))
    assert answer.status_code == 200
    assert answer.json()["version"] == draft.version + 1
    assert answer.json()["saved"]
    draft.refresh_from_db()
    assert draft.raw == {"concern": ["Cold a�gain"], "born-day": ["99"]}


def test_two_windows_lose_nothing(client: Client, worker: User, draft: Draft) -> None:
    client.force_login(worker)
    client.post(f"/drafts/{draft.pk}/", sent(draft, concern="First"))
    answer = client.post(f"/drafts/{draft.pk}/", sent(draft, concern="Second"))
    assert answer.status_code == 409
    both = client.get(answer.json()["both"]).content.decode()
    assert "First" in both
    assert "Second" in both
    assert "/contacts/new/" in both


def test_a_draft_of_someone_else_is_nowhere(client: Client, draft: Draft) -> None:
    client.force_login(factories.user("social_worker"))
    assert client.post(f"/drafts/{draft.pk}/", sent(draft, concern="Mine now")).status_code == 404
    assert client.get(f"/drafts/{draft.pk}/versions/").status_code == 404
    assert Client().post(f"/drafts/{draft.pk}/", sent(draft, concern="Mine now")).status_code == 404


@pytest.mark.usefixtures("draft")
def test_my_drafts_are_listed_with_their_pages(client: Client, worker: User) -> None:
    client.force_login(worker)
    page = client.get("/drafts/").content.decode()
    assert "/contacts/new/" in page
    assert "Contact" in page


def test_no_drafts_is_said(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert "You have no drafts" in client.get("/drafts/").content.decode()


@pytest.mark.parametrize(("minutes", "still_in"), [(59, True), (61, False)])
def test_an_hour_without_a_request_signs_out(
    client: Client,
    worker: User,
    minutes: int,
    still_in: bool,  # noqa: FBT001
) -> None:
    client.force_login(worker)
    with time_machine.travel(factories.THURSDAY, tick=False) as clock:
        assert client.get("/drafts/").status_code == 200
        clock.shift(timedelta(minutes=minutes))
        assert (client.get("/drafts/").status_code == 200) is still_in


def test_twelve_hours_sign_out_whoever_is_busy(client: Client, worker: User) -> None:
    client.force_login(worker)
    with time_machine.travel(factories.THURSDAY, tick=False) as clock:
        for _ in range(24):
            assert client.get("/drafts/").status_code == 200
            clock.shift(timedelta(minutes=30))
        assert client.get("/drafts/").status_code == 302


def test_what_is_sent_after_the_time_out_is_kept_and_found_again(client: Client, worker: User) -> None:
    with time_machine.travel(factories.THURSDAY, tick=False) as clock:
        draft = drafts.start(by=drafts.Holder(worker), at=now(), kind="contact")
        client.force_login(worker)
        client.get("/drafts/")
        clock.shift(timedelta(minutes=90))
        answer = client.post("/session/stay", sent(draft, concern="An hour of typing"))
        assert answer.status_code == 302
        draft.refresh_from_db()
        assert draft.raw == {"concern": ["An hour of typing"]}
        client.force_login(worker)
        assert client.get("/drafts/").status_code == 200


def test_staying_signed_in_puts_the_end_off(client: Client, worker: User) -> None:
    client.force_login(worker)
    with time_machine.travel(factories.THURSDAY, tick=False) as clock:
        client.get("/drafts/")
        clock.shift(timedelta(minutes=55))
        assert client.post("/session/stay").json() == {"left": 3600}
        clock.shift(timedelta(minutes=55))
        assert client.get("/drafts/").status_code == 200


def test_a_page_knows_how_long_the_session_lasts(client: Client, worker: User) -> None:
    client.force_login(worker)
    with time_machine.travel(factories.THURSDAY, tick=False):
        assert 'data-session-left="3600"' in client.get("/drafts/").content.decode()
    assert "data-session-left" not in Client().get("/accessibility/").content.decode()
