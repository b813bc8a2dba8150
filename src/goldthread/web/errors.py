"""Pages for when something cannot be done: what happened, what to do, and whom to ring. They stay calm."""

import sys
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from goldthread.ledger import procedure
from goldthread.web.page import Page, page_of, quiet_page


@dataclass(frozen=True)
class Phone:
    """A line to ring instead."""

    title: str
    number: str
    says: str = ""


@dataclass(frozen=True)
class Problem:
    """What an error page says: a heading, what happened, and what to do now."""

    status: int
    title: str
    happened: str
    then: str = ""


_KEPT = "Anything you typed up to a few seconds ago is kept as a draft, if the page said that it was saved."
NOT_FOUND = Problem(
    404,
    "Page not found",
    "There is no page at this address, or it is not open to you.",
    "If you typed the address, check it. If you followed a link, start again from the first page.",
)
UNREADABLE = Problem(
    400,
    "We could not read what was sent",
    "The request had something in it that this service cannot read.",
    f"Go back and try again. {_KEPT}",
)
TOO_LARGE = Problem(
    413,
    "That was too large to send",
    "The files or words were larger than this service takes, so they were not sent.",
    f"Go back and choose a smaller file, or send fewer files at a time. {_KEPT}",
)
STALE = Problem(
    403,
    "Please send that again",
    "The page had been open for a long time, or cookies are turned off, so it was not sent.",
    f"Go back, reload the page and send it again. {_KEPT}",
)
FAILED = Problem(
    500,
    "Sorry, something went wrong",
    "The service has a fault. It has been noted, and nothing was half saved.",
    f"Wait a minute, then go back and try again. {_KEPT}",
)
AWAY = Problem(
    503,
    "Sorry, the service is not available",
    "It is starting, or being repaired. Nothing was half saved.",
    f"Wait a minute, then reload this page. {_KEPT}",
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when what was sent is too much."""
    return show(request, TOO_LARGE if isinstance(exception, RequestDataTooBig) else UNREADABLE)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the sentence of the rule that refused."""
    said = (
        str(exception or "")
        or "Your role does not include this. Ask your manager if you think that it should."
    )
    return show(request, Problem(403, "You cannot open this", said, "Your attempt changed nothing."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404, the same for what does not exist and for what is hidden."""
    return show(request, NOT_FOUND)


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away. It asks nothing of the database."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return show(request, AWAY if away else FAILED, page=quiet_page())


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form without its token."""
    return show(request, STALE)


def show(request: HttpRequest, problem: Problem, page: Page | None = None) -> HttpResponse:
    """The page that says so."""
    frame = page or page_of(request)
    context = {"problem": problem, "phones": phones(), "frame": frame}
    return HttpResponse(render_to_string("web/error.html.jinja", context, request), status=problem.status)


def phones() -> list[Phone]:
    """The lines of this authority that anyone may ring; none when its procedure cannot be read."""
    try:
        services = procedure.newest().services.values()
    except Exception:  # noqa: BLE001 (an error page must not fail)
        return []
    return [
        Phone(service.title, service.telephone, service.says)
        for service in services
        if service.telephone and (not service.serves or "public" in service.serves)
    ]
