"""The worklist: what one person, or their team, has to do, the most pressing first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import presenters
from goldthread.casefile.worklist import PAGE, Scope, counts, duties
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render

_TITLES = {Scope.MINE: "My work", Scope.TEAM: "My team", Scope.OVERDUE: "Overdue", Scope.TODAY: "Due today"}


@require_safe
@guard.capable(Capability.READ_RECORD)
def worklist(request: HttpRequest) -> HttpResponse:
    """One tab of the worklist. Restricted records are counted and named as such, without detail."""
    user, at = guard.user_of(request), now()
    asked = request.GET.get("show", "")
    scope = Scope(asked) if asked in set(Scope) else Scope.MINE
    page = Paginator(duties(user, scope, at=at), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    seen = policy.visible(user, [row.episode.subject_id for row in rows], at=at)
    names = presenters.names_of(Person.objects.filter(pk__in=seen.subjects))
    lines = presenters.worklist_lines(rows, names, at=at)
    number = counts(user, at=at)
    context = {
        "results": page,
        "timed": [line for line in lines if line.due.exactly],
        "untimed": [line for line in lines if not line.due.exactly],
        "title": _TITLES[scope],
        "address": f"?show={scope}&page=",
        "tabs": [
            (_TITLES[tab], f"{reverse('casefile:worklist')}?show={tab}", tab is scope, getattr(number, tab))
            for tab in Scope
        ],
    }
    return render(request, "casefile/worklist.html.jinja", context)
