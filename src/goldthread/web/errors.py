"""Pages for when something cannot be done: what happened, what to do, and whom to ring. They stay calm."""

import errno
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import procedure
from goldthread.ledger.correlation import request_id
from goldthread.web import keeping
from goldthread.web.clock import now
from goldthread.web.page import Page, page_of, quiet_page
from goldthread.web.posted import posted


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
    emergency: str = ""  # the address at which the record is opened all the same, in an emergency
    instead: str = ""  # the address at which what somebody else wrote stands


_KEPT = "Anything you typed up to a few seconds ago is kept as a draft, if the page said that it was saved."
NOT_FOUND = Problem(
    404,
    "Page not found",
    "There is no page at this address, or it is not open to you.",
    "If you typed the address, check it. If you followed a link, start again from the first page.",
)
_ON_CHILD = "What can be recorded now stands on the child’s page, and what is due leads to where it is done."
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
TOO_OFTEN = Problem(
    429,
    "Please wait a moment",
    "That was tried more often than people do it, from your address or for one account. Nothing is locked.",
    "Wait five minutes, then try again. If a child is in danger now, do not wait: ring.",
)
AWAY = Problem(
    503,
    "Sorry, the service is not available",
    "It is starting, or being repaired. Nothing was half saved.",
    f"Wait a minute, then reload this page. {_KEPT}",
)
INTERRUPTED = Problem(
    503,
    "Sorry, the service was interrupted",
    "What you sent may have been recorded just before that.",
    f"Wait a minute, then reload this page. It shows what was recorded; nothing is recorded twice. {_KEPT}",
)
UNTRACED = Problem(
    503,
    "Sorry, no record can be opened now",
    "Who opens a record is always noted. At the moment that cannot be written down, so nothing was shown and "
    "nothing was changed.",
    "Wait a minute, then reload this page. If a child may be in danger now, do not wait: ring.",
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 when what was sent is too much; 503 or 403 when it was the session that could not be kept."""
    if isinstance(exception, SessionInterrupted):  # after the view, whose act stands or not
        refused = exception.__context__ and exception.__context__.__context__  # what the database said
        return show(request, INTERRUPTED if _away(refused) else STALE, page=quiet_page())
    return show(request, TOO_LARGE if isinstance(exception, RequestDataTooBig) else UNREADABLE)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the sentence of the rule that refused."""
    said = (
        str(exception or "")
        or "Your role does not include this. Ask your manager if you think that it should."
    )
    subject = getattr(exception, "subject", None)  # of web.guard.Restricted
    emergency = _emergency(request, subject) if subject else ""
    return show(
        request, Problem(403, "You cannot open this", said, "Your attempt changed nothing.", emergency)
    )


def _emergency(request: HttpRequest, subject: UUID) -> str:
    """Where somebody who may read records opens a restricted one; empty for everybody else."""
    user = request.user
    if not isinstance(user, User) or not user.may(Capability.READ_RECORD, at=now()):
        return ""
    onward = urlencode({"next": request.path}) if request.method in {"GET", "HEAD"} else ""
    return f"{reverse('privacy:emergency', args=[subject])}?{onward}"


def overtaken(request: HttpRequest, why: str) -> HttpResponse:
    """409 where somebody else decided first: what this person typed, and the way to what the other wrote."""
    then = "What they wrote stands on the page itself. What you typed was not recorded: it is below."
    problem = Problem(409, "Somebody was first", why, then, instead=request.path)
    return show(request, problem, typed=_words(request))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what is hidden; or what the procedure has instead."""
    said = getattr(exception, "says", "")  # of web.stepping.NotInProcedure
    return show(request, Problem(404, "No such page here", said, _ON_CHILD) if said else NOT_FOUND)


def too_often(request: HttpRequest) -> HttpResponse:
    """429: somebody, or a whole address, tried something too often."""
    return show(request, TOO_OFTEN)


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away or a disk is full; with what was typed. It asks no database."""
    return show(
        request, AWAY if _away(sys.exc_info()[1]) else FAILED, page=quiet_page(), typed=_words(request)
    )


def _away(problem: BaseException | None) -> bool:
    """Whether it will pass by itself once there is a database, or room, again."""
    full = isinstance(problem, OSError) and problem.errno in {errno.ENOSPC, errno.EDQUOT}
    return full or isinstance(problem, OperationalError | InterfaceError)


def untraced(request: HttpRequest) -> HttpResponse:
    """503 when the trace of what was asked cannot be written (R6): what was typed is kept, and shown."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"why": UNTRACED.happened}, status=UNTRACED.status)
    return show(request, UNTRACED, page=quiet_page(), typed=_typed(request))


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent; a draft that it names has it too, where that works."""
    with suppress(DatabaseError):
        keeping.keep(request, at=now())
    return _words(request)


def _words(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, by the names of its boxes."""
    try:
        sent = posted(request).raw if request.method == "POST" else {}
    except Exception:  # noqa: BLE001 (an error page must not fail: the body could not be read)
        return []
    words = ((name, " ".join(text for text in texts if text.strip())) for name, texts in sent.items())
    return [(name, text) for name, text in words if text and "password" not in name]


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form without its token."""
    return show(request, STALE)


def show(
    request: HttpRequest, problem: Problem, page: Page | None = None, typed: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """The page that says so, with what was typed where nothing else shows it again."""
    frame = page or page_of(request)
    context: dict[str, object] = {"problem": problem, "phones": phones(), "frame": frame, "typed": typed}
    context["number"] = request_id.get()  # by which the log and the audit trail know this request
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
