"""Recording a step of the procedure that has no page of its own, from a child's page or from an entry's."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import presenters, queries
from goldthread.ledger import recordable
from goldthread.ledger.models import Episode
from goldthread.ledger.state import states
from goldthread.people.identity import identity
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.stepping import StepPage, cases_in, cases_of


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def of_child(request: HttpRequest, subject_id: UUID, step: str) -> HttpResponse:
    """A step of a child's case."""
    subject = guard.record(request, subject_id)
    episodes = queries.current(queries.episodes_of(identity([subject.pk])))
    if not episodes:
        raise Http404
    back, chosen = reverse("casefile:child", args=[subject.pk]), _expecting(request, episodes, step)
    return StepPage(request, step, cases_of({chosen.subject: chosen}), None, back).respond()


def _expecting(request: HttpRequest, episodes: Sequence[Episode], step: str) -> Episode:
    """Of several open periods, where records are read as one, the newest in which the step comes now."""
    roles, folded = guard.user_of(request).roles(at=now()), states(episodes)
    able = (one for one in episodes if step in recordable.expected([folded[one.pk]], roles, now()))
    return next(able, episodes[0]) if len(episodes) > 1 else episodes[0]


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def in_answer(request: HttpRequest, entry_id: UUID, step: str) -> HttpResponse:
    """A step that answers an entry, such as a contact, for the children whom the reader may see."""
    found = guard.entry(request, entry_id)
    cases = cases_in(guard.visible_parts(request, found))
    return StepPage(request, step, cases, found, presenters.address(found)).respond()


urlpatterns = [
    path("children/<uuid:subject_id>/steps/<slug:step>/", of_child, name="step"),
    path("entries/<uuid:entry_id>/steps/<slug:step>/", in_answer, name="answer_step"),
]
