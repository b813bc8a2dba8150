"""Who has seen this child: for the privacy officer, with names, reasons and pages; to be saved as CSV."""

import io
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import path
from django.views.decorators.http import require_safe

from goldthread.access import readings
from goldthread.access.readings import Asked, Look
from goldthread.accounts.capabilities import Capability
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Subject
from goldthread.ledger.spreadsheet import Rows
from goldthread.privacy.views.protection import may_look_after
from goldthread.web import downloads, guard
from goldthread.web.page import render

PAGE = 50
MOST = 50_000  # rows in one file
COLUMNS = ("when", "who", "organisation", "role", "what", "page", "why", "in an emergency")


@require_safe
@guard.capable(Capability.READ_AUDIT)
def seen(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Each time that somebody saw it, the newest first, or those of some days or one person."""
    subject = Subject.objects.filter(pk=subject_id).first()
    if subject is None or not may_look_after(guard.user_of(request), subject):
        raise Http404
    guard.shown(request, [subject.pk], act="read.audit")
    asked, wrong = _asked(request.GET)
    found = readings.rows(subject.pk, asked)
    if request.GET.get("as") == "csv":
        return downloads.attachment(
            _csv(readings.looks(found[:MOST])), f"{subject.reference}.csv", "text/csv"
        )
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    same = request.GET.copy()
    for name in ("page", "as"):
        same.pop(name, None)
    context = {
        "reference": subject.reference,
        "looks": [_words(one) for one in readings.looks(shown.object_list)],
        "shown": shown,
        "address": f"?{same.urlencode()}&page=" if same else "?page=",
        "csv": f"?{same.urlencode()}&as=csv" if same else "?as=csv",
        "readers": readings.readers(subject.pk),
        "asked": asked,
        "typed": same,
        "wrong": wrong,
    }
    return render(request, "privacy/seen.html.jinja", context)


def _words(one: Look) -> tuple[str, str, str, str]:
    """When, who, what and why, as the page says them."""
    who = ", ".join(filter(None, (one.who, one.role, one.organisation)))
    why = f"In an emergency: {one.why}" if one.glass else one.why
    return say_when(one.at), who, "\n".join(filter(None, (one.what, one.page))), why


def _asked(sent: QueryDict) -> tuple[Asked, list[tuple[str, str]]]:
    """What a reader asked for, and what of it could not be read: box and words."""
    wrong: list[tuple[str, str]] = []

    def day(name: str, words: str) -> date | None:
        text = str(sent.get(name, "")).strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            wrong.append((name, f"Write {words} as year, month, day, such as 2026-03-31"))
            return None

    try:
        who = UUID(str(sent["who"])) if sent.get("who") else None
    except ValueError:
        who = None
    asked = Asked(
        day("since", "the first day"), day("until", "the last day"), who, sent.get("writes") == "yes"
    )
    return asked, wrong


def _csv(looks: list[Look]) -> str:
    """One row a look; nothing in it is a formula."""
    written = io.StringIO(newline="")
    out = Rows(written)
    out.write(COLUMNS)
    for one in looks:
        said = (one.who, one.organisation, one.role, one.what, one.page, one.why)
        out.write([one.at.isoformat(), *said, "yes" if one.glass else ""])
    return written.getvalue()


urlpatterns = [path("access/records/<uuid:subject_id>/seen/", seen, name="seen")]
