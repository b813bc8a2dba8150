"""Handing mail to a mail server: what is certain, what may change, and what nobody knows."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from uuid import UUID

import pytest
from django.conf import LazySettings

from goldthread.documents.backends import Enclosed, Mail, NotTaken, Refused, Smtp
from tests.integration.documents.servers import MailServer, mail_server

ID = UUID("5d1d7f0e-7a55-4c7e-9f5e-0d6f6f0c7a11")
MAIL = Mail(
    id=ID,
    reference="K7R-4M2-HX9",
    to_name="Zoë Okafor",
    to_address="okafor@example.org",
    subject="We have your contact – K7R-4M2-HX9",
    body="Dear Zoë Okafor\n\nWe received it.\n.\nA line of one full stop stays.",
    automatic=True,
)


@pytest.fixture
def server(settings: LazySettings) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
        settings.DEFAULT_FROM_EMAIL = "Children’s services <safeguarding@example.org>"
        yield server


def read(message: bytes) -> EmailMessage:
    return email.message_from_bytes(message, policy=email.policy.default)


def test_a_message_arrives_as_it_was_written(server: MailServer) -> None:
    assert Smtp().send(MAIL) == f"<{ID}@example.org>"
    [arrived] = map(read, server.taken)
    assert arrived["To"] == "Zoë Okafor <okafor@example.org>"
    assert arrived["Subject"] == MAIL.subject
    assert arrived.get_content_type() == "text/plain"
    assert arrived.get_content().splitlines() == MAIL.body.split("\n")


def test_a_paper_is_enclosed(server: MailServer) -> None:
    Smtp().send(replace(MAIL, enclosed=Enclosed("minutes-K7R-4M2-HX9.pdf", b"%PDF-1.7 all of it")))
    [enclosed] = read(server.taken[0]).iter_attachments()
    assert enclosed.get_filename() == "minutes-K7R-4M2-HX9.pdf"
    assert enclosed.get_content_type() == "application/pdf"
    assert enclosed.get_content() == b"%PDF-1.7 all of it"


def test_every_attempt_carries_the_same_message_id(server: MailServer) -> None:
    for _ in range(2):
        Smtp().send(MAIL)
    assert {read(message)["Message-ID"] for message in server.taken} == {f"<{ID}@example.org>"}


def test_automatic_mail_says_so_that_no_absence_notice_answers_it(server: MailServer) -> None:
    Smtp().send(MAIL)
    assert read(server.taken[0])["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize(("reply", "wrong"), [("451 later", NotTaken), ("550 never", Refused)])
def test_a_refusal_is_for_now_or_for_good(
    server: MailServer, command: str, reply: str, wrong: type[Exception]
) -> None:
    server.replies[command] = reply
    with pytest.raises(wrong, match=f"smtp_{reply[:3]}"):
        Smtp().send(MAIL)
    assert server.taken == []


@pytest.mark.usefixtures("server")
def test_without_a_connection_the_server_certainly_does_not_have_it(settings: LazySettings) -> None:
    settings.EMAIL_PORT = 1
    with pytest.raises(NotTaken, match="smtp_no_connection"):
        Smtp().send(MAIL)


def test_silence_after_the_message_leaves_the_matter_open(server: MailServer) -> None:
    server.hangs_up_after = "."
    with pytest.raises(OSError) as lost:  # noqa: PT011 - any loss of contact
        Smtp().send(MAIL)
    assert not isinstance(lost.value, NotTaken | Refused)
    assert len(server.taken) == 1
    assert Smtp().trace(MAIL) is None


def test_how_the_server_says_goodbye_is_no_matter(server: MailServer) -> None:
    server.hangs_up_after = "QUIT"
    assert Smtp().send(MAIL)


@pytest.mark.parametrize("address", ["a@example.org\nBcc: b@example.org", "a@exa\rmple.org"])
def test_an_address_cannot_start_another_header(server: MailServer, address: str) -> None:
    with pytest.raises(Refused, match="smtp_cannot_be_written"):
        Smtp().send(Mail(ID, "K7R-4M2-HX9", "", address, "Subject", "Body", automatic=True))
    assert server.taken == []


def test_a_name_cannot_start_another_header(server: MailServer) -> None:
    with pytest.raises(Refused, match="smtp_cannot_be_written"):
        Smtp().send(
            Mail(ID, "K7R-4M2-HX9", "A\nBcc: b@example.org", "a@example.org", "S", "B", automatic=True)
        )
    assert server.taken == []
