"""Looking people up. What is asked travels in the request's body, never in an address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.access.looking import Look, look
from goldthread.accounts.capabilities import Capability
from goldthread.ledger.fields import Retention, Sensitivity, Text, parse_fields
from goldthread.people.search import Query
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_MOST, _MOST_WHILE_TYPING = 30, 10
_ASKED = {
    "text": Text(
        "Name, date of birth, address, telephone, NHS number or reference",
        Sensitivity.PERSONAL,
        Retention.ROUTING,
        hint="In any order, such as: Rowan Alder 15/1/2018, or 12 Fern Road, or Ann Alder due 2 March 2027",
        called="a name, a date of birth, a postcode or a number",
        required=True,
        max_length=200,
        name="text",
    )
}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.SEARCH_PEOPLE)
def search(request: HttpRequest) -> HttpResponse:
    """One box: names, a date or year of birth, an address, a number or our reference, in any order."""
    sent = posted(request)
    parsed = parse_fields(_ASKED, sent.raw)
    asked = request.method == "POST"
    errors = parsed.errors if asked else ()
    form = EntryForm(_ASKED, sent.raw if asked else {}, errors=errors, dense=True, mark="none")
    context: dict[str, Any] = {"form": form, "look": None}
    if asked and parsed.ok:
        context["look"] = _look(request, str(parsed.values["text"]), _MOST)
    return render(request, "casefile/search.html.jinja", context)


@require_POST
@guard.capable(Capability.SEARCH_PEOPLE)
def found(request: HttpRequest) -> HttpResponse:
    """The same while it is typed: the part of the page with those found."""
    parsed = parse_fields(_ASKED, posted(request).raw)
    text = str(parsed.values["text"]) if parsed.ok else ""
    found = _look(request, text, _MOST_WHILE_TYPING) if text else None
    return render(request, "casefile/found.html.jinja", {"look": found})


def _look(request: HttpRequest, text: str, limit: int) -> Look:
    by = guard.author(request, Capability.SEARCH_PEOPLE)
    return look(by=by, at=now(), query=Query(text=text), limit=limit)


urlpatterns = [
    path("find/", search, name="search"),
    path("find/found/", found, name="search_found"),
]
