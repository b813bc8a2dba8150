"""The pages of the manual. All are open to anyone, and none writes anything."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from goldthread.ledger import procedure
from goldthread.ledger.london import london_date
from goldthread.manual import books, desk, editions, forfamily
from goldthread.manual.drawing import draw
from goldthread.manual.editions import PAGES, Edition
from goldthread.manual.limits import limits as limits_of
from goldthread.manual.pathway import on_their_own, stops, threads
from goldthread.manual.rules import step_page
from goldthread.procedures.register import NoProcedure
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render


@guard.public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Every authority whose procedure is here, this installation's own first."""
    shelf = editions.shelf(london_date(now()))
    own = procedure.newest().authority
    shelf.editions.sort(key=lambda one: one.pack.authority != own)
    about = [(one, books.about(one), len(stops(one.pack))) for one in shelf.editions]
    return render(request, "manual/start.html.jinja", {"about": about, "damaged": shelf.damaged, "own": own})


@guard.public
@require_safe
def pathway(request: HttpRequest, authority: str) -> HttpResponse:
    """A procedure at a glance: the pathway drawn, and told."""
    edition = _edition(request, authority)
    every = stops(edition.pack)
    found = threads(every)
    context = {
        "drawings": [(thread, draw(thread)) for thread in found],
        "stops": every,
        "alone": on_their_own(every, found),
        "titles": {stop.id: stop.title for stop in every},
        "about": books.about(edition),
        "versions": editions.versions(authority),
    }
    return _page(request, edition, "pathway", context)


@guard.public
@require_safe
def drawing(request: HttpRequest, authority: str, number: int) -> HttpResponse:
    """One drawing of the pathway as a picture of its own, to keep or to print."""
    edition = _edition(request, authority)
    found = threads(stops(edition.pack))
    if not 1 <= number <= len(found):
        raise Http404
    thread = found[number - 1]
    context = {"drawing": draw(thread), "thread": thread, "edition": edition}
    picture = render_to_string("manual/drawing.svg.jinja", context, request)
    return HttpResponse(picture, content_type="image/svg+xml")


@guard.public
@require_safe
def step(request: HttpRequest, authority: str, step_id: str) -> HttpResponse:
    """One step, rule by rule."""
    edition = _edition(request, authority)
    every = stops(edition.pack)
    place = next((place for place, stop in enumerate(every) if stop.id == step_id), None)
    if place is None:
        raise Http404
    context = {
        "step": step_page(edition, every[place]),
        "before": every[place - 1] if place else None,
        "after": every[place + 1] if place + 1 < len(every) else None,
        "titles": {stop.id: stop.title for stop in every},
    }
    return _page(request, edition, "step", context)


@guard.public
@require_safe
def limits(request: HttpRequest, authority: str) -> HttpResponse:
    """Every time limit."""
    edition = _edition(request, authority)
    return _page(request, edition, "limits", {"limits": limits_of(edition)})


@guard.public
@require_safe
def services(request: HttpRequest, authority: str) -> HttpResponse:
    """Services with their hours, and where a contact goes."""
    edition = _edition(request, authority)
    context = {"services": desk.services(edition.pack, now()), "routes": desk.routes(edition.pack)}
    return _page(request, edition, "services", context)


@guard.public
@require_safe
def words(request: HttpRequest, authority: str) -> HttpResponse:
    """Forms, letters, and what people are told."""
    edition = _edition(request, authority)
    context = {
        "forms": desk.forms(edition.pack),
        "letters": desk.letters(edition.pack),
        "guidance": desk.guidance(edition.pack),
    }
    return _page(request, edition, "words", context)


@guard.public
@require_safe
def family(request: HttpRequest, authority: str) -> HttpResponse:
    """What each stage means for parents and children, their rights, and how to complain (HUB-8.1)."""
    edition = _edition(request, authority)
    return _page(request, edition, "family", {"told": forfamily.told(edition.pack)})


@guard.public
@require_safe
def library(request: HttpRequest, authority: str) -> HttpResponse:
    """Titled, dated references: the procedures, the threshold document, guides, guidance (HSSCP-15.2)."""
    edition = _edition(request, authority)
    return _page(request, edition, "library", {"shelves": books.shelves(edition)})


@guard.public
@require_safe
def sources(request: HttpRequest, authority: str) -> HttpResponse:
    """The documents, the readings and the calendar."""
    edition = _edition(request, authority)
    context = {
        "about": books.about(edition),
        "books": books.books(edition),
        "used": books.used_readings(edition),
        "closed": books.closure_days(edition),
        "holidays": edition.pack.holidays,
    }
    return _page(request, edition, "sources", context)


def _edition(request: HttpRequest, authority: str) -> Edition:
    """The version that an address means. 404 where there is none."""
    asked = request.GET.get("on", "")
    try:
        return editions.edition(authority, london_date(now()), date.fromisoformat(asked) if asked else None)
    except (NoProcedure, ValueError) as wrong:
        raise Http404 from wrong


def _page(request: HttpRequest, edition: Edition, name: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page of one procedure, with the way to the others."""
    pages = [(text, edition.page(each), each == f"manual:{name}") for each, text in PAGES.items()]
    return render(request, f"manual/{name}.html.jinja", {"edition": edition, "pages": pages, **context})
