"""Looking people up. What is asked travels in the request's body, never in an address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from goldthread.access import policy
from goldthread.access.operations import log_read
from goldthread.accounts.capabilities import Capability
from goldthread.ledger.fields import Retention, Sensitivity, Text, parse_fields
from goldthread.people.search import Query, find
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_LIMIT = 30
_ASKED = {
    "text": Text(
        "Name, date of birth, postcode, NHS number or reference",
        Sensitivity.PERSONAL,
        Retention.ROUTING,
        hint="In any order, such as: Rowan Alder 15/1/2018",
        called="a name, a date of birth, a postcode or a number",
        required=True,
        max_length=200,
        name="text",
    )
}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.SEARCH_PEOPLE)
def search(request: HttpRequest) -> HttpResponse:
    """One box: names, a date of birth, a postcode, an NHS number or our reference, in any order."""
    sent = posted(request)
    parsed = parse_fields(_ASKED, sent.raw)
    asked = request.method == "POST"
    errors = parsed.errors if asked else ()
    form = EntryForm(_ASKED, sent.raw if asked else {}, errors=errors, dense=True, mark="none")
    context: dict[str, Any] = {"form": form, "asked": asked and parsed.ok}
    if context["asked"]:
        context |= _found(request, str(parsed.values["text"]))
    return render(request, "casefile/search.html.jinja", context)


def _found(request: HttpRequest, text: str) -> dict[str, Any]:
    """Those whom the reader may see, and whether a closed record may match. The look-up leaves its row."""
    at = now()
    found = find(Query(text=text), at=at, limit=_LIMIT)
    seen = policy.visible(guard.user_of(request), [one.subject_id for one in found], at=at)
    log_read(by=guard.author(request, Capability.SEARCH_PEOPLE), at=at, subject=None, act="search")
    return {
        "found": [one for one in found if one.subject_id in seen.subjects],
        "restricted_may_match": seen.restricted_may_match,
    }
