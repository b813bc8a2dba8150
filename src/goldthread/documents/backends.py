"""Who carries messages out: the demonstration's outbox, a mail server, or GOV.UK Notify."""

import contextlib
import io
import smtplib
from dataclasses import dataclass
from email.utils import formataddr
from http import HTTPStatus
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from notifications_python_client.utils import prepare_upload

_NOTIFY = "https://api.notifications.service.gov.uk"
_PERMANENT = 500  # SMTP: replies from here on will not change


@dataclass(frozen=True)
class Enclosed:
    """A PDF that goes with a message."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One message as handed over. `reference` is the entry's, the same at every attempt."""

    id: UUID
    reference: str
    to_name: str
    to_address: str
    subject: str
    body: str
    automatic: bool  # the service wrote it, not a person
    enclosed: Enclosed | None = None


class _Code(Exception):
    """Why a message was not taken, as a short code without names or text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotTaken(_Code):
    """The provider certainly does not have the message, and may take it later."""


class Refused(_Code):
    """The provider certainly does not have the message, and never will take it."""


class Backend(Protocol):
    """A provider. Every error but NotTaken and Refused leaves open whether it has the message."""

    name: str

    def send(self, mail: Mail) -> str:
        """Hand the message over; the provider's own reference for it, or ""."""

    def trace(self, mail: Mail) -> str | None:
        """After an attempt that ended without an answer: the provider's reference if it has the message,
        "" if it has not, None if there is no way to know."""


class Outbox:
    """The demonstration: nothing leaves. The message is read on the outbox page."""

    name = "outbox"

    def send(self, mail: Mail) -> str:
        """Nothing to do: that it is sent is noted beside the entry, once."""
        return mail.reference

    def trace(self, mail: Mail) -> str | None:
        """What is not noted as sent was not sent."""
        return ""


class Smtp:
    """A mail server, by Django's settings. The Message-ID never changes, so that a copy can be told."""

    name = "smtp"

    def send(self, mail: Mail) -> str:
        """Hand it to the server. A connection lost after the server was told of it leaves the matter open."""
        message = _email(mail)
        try:
            message.connection.open()
        except OSError as problem:
            raise NotTaken("smtp_no_connection") from problem
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            raise _refusal(*(code for code, _ in refusal.recipients.values())) from refusal
        except smtplib.SMTPNotSupportedError as refusal:
            raise Refused("smtp_address_not_supported") from refusal
        except smtplib.SMTPResponseException as refusal:
            raise _refusal(refusal.smtp_code) from refusal
        finally:
            with contextlib.suppress(OSError):  # the answer is in; how the server hangs up is no matter
                message.connection.close()
        return str(message.extra_headers["Message-ID"])

    def trace(self, mail: Mail) -> str | None:
        """Mail servers do not say what they have taken."""
        return None


def _email(mail: Mail) -> EmailMessage:
    sender = settings.DEFAULT_FROM_EMAIL
    domain = sender.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<{mail.id}@{domain}>"}
    if mail.automatic:  # so that nobody's absence notice answers it
        headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    to = formataddr((mail.to_name, mail.to_address)) if mail.to_name else mail.to_address
    message = EmailMessage(
        mail.subject, mail.body, sender, [to], headers=headers, connection=get_connection()
    )
    if mail.enclosed is not None:
        message.attach(mail.enclosed.name, mail.enclosed.content, "application/pdf")
    try:
        message.message()
    except ValueError as problem:  # an address that cannot stand in a header
        raise Refused("smtp_cannot_be_written") from problem
    return message


def _refusal(*codes: int) -> NotTaken | Refused:
    permanent = [code for code in codes if code >= _PERMANENT]
    return Refused(f"smtp_{permanent[0]}") if permanent else NotTaken(f"smtp_{codes[0]}")


class Notify:
    """GOV.UK Notify, through one template of the service's own that says only ((subject)) and ((body)).

    What encloses a paper goes through another that says ((paper)) besides: a link by which it is fetched,
    once the recipient has confirmed their e-mail address.
    """

    name = "notify"

    def __init__(self, key: str, template: str, address: str = _NOTIFY, *, for_papers: str = "") -> None:
        """`key`, `template` and `for_papers` are ids that Notify gave to the service."""
        timeout = settings.EMAIL_TIMEOUT
        self._client: Any = NotificationsAPIClient(key, address, timeout)  # type: ignore[no-untyped-call]
        self._template, self._for_papers = template, for_papers

    def send(self, mail: Mail) -> str:
        """Hand it to Notify. Its own failure, or silence, leaves the matter open; `trace` then settles it."""
        says: dict[str, Any] = {"subject": mail.subject, "body": mail.body}
        if mail.enclosed is not None:
            if not self._for_papers:
                raise Refused("notify_no_template_for_papers")
            says["paper"] = prepare_upload(  # type: ignore[no-untyped-call]
                io.BytesIO(mail.enclosed.content),
                filename=mail.enclosed.name,
                confirm_email_before_download=True,
            )
        try:
            answer = self._client.send_email_notification(
                email_address=mail.to_address,
                template_id=self._for_papers if mail.enclosed is not None else self._template,
                personalisation=says,
                reference=mail.reference,
            )
        except HTTPError as problem:
            raise _notify_refusal(problem) from problem
        return str(answer["id"])

    def trace(self, mail: Mail) -> str | None:
        """Notify lists what it took under a reference; it does not itself refuse the same reference twice."""
        found = self._client.get_all_notifications(template_type="email", reference=mail.reference)
        return next((str(each["id"]) for each in found["notifications"]), "")


_OURS_TO_MEND = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)


def _notify_refusal(problem: HTTPError) -> Exception:
    """A key that does not work, or too many messages at once, can be mended; other 4xx answers stand."""
    status = problem.status_code
    if status in _OURS_TO_MEND:
        return NotTaken(f"notify_{status}")
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Refused(f"notify_{status}")
    return problem


def chosen() -> Backend:
    """The one that GOLDTHREAD_MAIL names."""
    match settings.GOLDTHREAD_MAIL:
        case "outbox":
            return Outbox()
        case "smtp":
            return Smtp()
        case _:
            return Notify(
                settings.GOLDTHREAD_NOTIFY_KEY,
                settings.GOLDTHREAD_NOTIFY_TEMPLATE,
                for_papers=settings.GOLDTHREAD_NOTIFY_PAPER_TEMPLATE,
            )


def carries_papers() -> bool:
    """Whether the one in use can send a PDF with a message."""
    return settings.GOLDTHREAD_MAIL != "notify" or bool(settings.GOLDTHREAD_NOTIFY_PAPER_TEMPLATE)
