"""Looking people up. What is asked travels in the request's body, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from goldthread.access import policy
from goldthread.access.operations import log_read
from goldthread.accounts.capabilities import Capability
from goldthread.people.search import Query, find
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render
from goldthread.web.posted import posted

_LIMIT = 30


@require_http_methods(["GET", "HEAD", "POST"])
@guard.capable(Capability.SEARCH_PEOPLE)
def search(request: HttpRequest) -> HttpResponse:
    """One box: names, a date of birth, a postcode, an NHS number or our reference, in any order."""
    text = " ".join(posted(request).raw.get("text", [""])[0].split())[:200]
    context = {"text": text, "asked": request.method == "POST", "found": [], "restricted_may_match": False}
    if text:
        at = now()
        found = find(Query(text=text), at=at, limit=_LIMIT)
        seen = policy.visible(guard.user_of(request), [one.subject_id for one in found], at=at)
        log_read(by=guard.author(request, Capability.SEARCH_PEOPLE), at=at, subject=None, act="search")
        context |= {
            "found": [one for one in found if one.subject_id in seen.subjects],
            "restricted_may_match": seen.restricted_may_match,
        }
    return render(request, "casefile/search.html.jinja", context)
