"""Handing mail to GOV.UK Notify, and asking it what it has."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from notifications_python_client.errors import HTTPError

from goldthread.documents import backends
from goldthread.documents.backends import Enclosed, Mail, NotTaken, Refused
from tests.integration.documents import servers

MAIL = Mail(
    id=UUID("5d1d7f0e-7a55-4c7e-9f5e-0d6f6f0c7a11"),
    reference="K7R-4M2-HX9",
    to_name="Ms Okafor",
    to_address="okafor@example.org",
    subject="We have your contact",
    body="Dear Ms Okafor\n\nWe received it.",
    automatic=True,
)
# Any two UUIDs: the service's, and the secret.
KEY = "test-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"


@pytest.fixture
def server() -> Iterator[servers.Notify]:
    with servers.notify() as server:
        yield server


@pytest.fixture
def notify(server: servers.Notify) -> backends.Notify:
    return backends.Notify(KEY, "template", server.address)


def test_a_message_goes_through_one_template(server: servers.Notify, notify: backends.Notify) -> None:
    assert notify.send(MAIL) == "notification-0"
    [taken] = server.taken
    assert taken["email_address"] == "okafor@example.org"
    assert taken["template_id"] == "template"
    assert taken["reference"] == "K7R-4M2-HX9"
    assert taken["personalisation"] == {"subject": MAIL.subject, "body": MAIL.body}


def test_a_paper_goes_as_a_link_through_a_template_of_its_own(server: servers.Notify) -> None:
    paper = replace(MAIL, enclosed=Enclosed("minutes-K7R-4M2-HX9.pdf", b"%PDF-1.7"))
    backends.Notify(KEY, "template", server.address, for_papers="with paper").send(paper)
    [taken] = server.taken
    assert taken["template_id"] == "with paper"
    assert taken["personalisation"]["paper"]["filename"] == "minutes-K7R-4M2-HX9.pdf"
    with pytest.raises(Refused, match="notify_no_template_for_papers"):
        backends.Notify(KEY, "template", server.address).send(paper)


@pytest.mark.parametrize(
    ("status", "wrong"), [(400, Refused), (413, Refused), (401, NotTaken), (403, NotTaken), (429, NotTaken)]
)
def test_a_refusal_is_for_now_or_for_good(
    server: servers.Notify, notify: backends.Notify, status: int, wrong: type[Exception]
) -> None:
    server.status = status
    with pytest.raises(wrong, match=f"notify_{status}"):
        notify.send(MAIL)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_its_own_failure_leaves_the_matter_open(
    server: servers.Notify, notify: backends.Notify, status: int
) -> None:
    server.status = status
    with pytest.raises(HTTPError):
        notify.send(MAIL)
    assert notify.trace(MAIL) == ""


def test_silence_is_settled_by_asking(server: servers.Notify, notify: backends.Notify) -> None:
    server.hangs_up = True
    with pytest.raises(HTTPError):
        notify.send(MAIL)
    assert notify.trace(MAIL) == "notification-0"
    assert server.asked == ["/v2/notifications/email", "/v2/notifications"]
