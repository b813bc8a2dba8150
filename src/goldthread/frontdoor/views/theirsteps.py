"""Steps of the procedure that a referrer records, on their own request: whom they asked, whom they rang."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor.following import own_duties
from goldthread.frontdoor.theirsteps import cases, is_theirs
from goldthread.frontdoor.views.requests import contact_of
from goldthread.procedures.duties import Duty
from goldthread.web import guard
from goldthread.web.stepping import StepPage


class TheirStep(StepPage):
    """A step on a referrer's own request. It shows nothing of the case but what falls to them."""

    def owed(self) -> list[tuple[str, Duty]]:
        """The referrer's own duties alone."""
        own = own_duties(self.answers, self.at) if self.answers else []
        return [("", duty) for duty in own if not duty.met]


@guard.capable(Capability.SEND_REQUEST)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, entry_id: UUID, step: str) -> HttpResponse:
    """One step of one's own request."""
    contact = contact_of(request, entry_id)
    if not is_theirs(step):
        raise Http404
    back = reverse("frontdoor:request", args=[contact.pk])
    return TheirStep(request, step, cases(contact), contact, back).respond()


urlpatterns = [path("requests/<uuid:entry_id>/steps/<slug:step>/", step, name="request_step")]
