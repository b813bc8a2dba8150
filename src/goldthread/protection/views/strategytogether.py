"""The page on which several write a strategy discussion at once, as in the room of a conference."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger.models import Draft, Subject
from goldthread.protection import strategytogether
from goldthread.protection.views.strategy import MeetingPage
from goldthread.web import guard
from goldthread.web.posted import posted
from goldthread.web.sharing import SharedPage
from goldthread.web.stepping import ABOUT, Case


class TogetherPage(SharedPage, MeetingPage):
    """A strategy discussion as it is held, written by everyone whom its first writer let in."""

    def __init__(self, request: HttpRequest, subject: Subject, shared: Draft) -> None:
        """`shared` is what they write in."""
        self.shared = shared
        super().__init__(request, subject)

    @property
    def shared_as(self) -> str:
        """Its name."""
        return str(self.shared.shared_as)

    @cached_property
    def holders(self) -> Collection[User]:
        """Those who were let in."""
        return [each.user for each in self.shared.holders.select_related("user").order_by("user_id")]

    @property
    def children(self) -> Sequence[Case]:
        """Whom it is about by what stands there now, whoever ticked it."""
        draft = self._draft()
        ticked = {*(draft.raw.get(ABOUT, ()) if draft else ()), *self.request.POST.getlist(ABOUT)}
        return [case for case in self.cases if len(self.cases) == 1 or str(case.id) in ticked]

    def context(self) -> dict[str, Any]:
        """The same page; who else writes in it stands beside it."""
        return {**super().context(), "going_on": []}


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def together(request: HttpRequest, subject_id: UUID, draft_id: UUID) -> HttpResponse:
    """A discussion that the reader writes with others; once it is signed, the child's page."""
    subject = guard.record(request, subject_id)
    shared = strategytogether.begun_as(draft_id, guard.user_of(request))
    if shared is None or str(subject.pk) not in shared.context["children"]:
        raise Http404
    page, sent = TogetherPage(request, subject, shared), posted(request)
    if (signed := shared.signed_as) is not None and sent.key != signed.idempotency_key:
        return page.too_late(signed, sent) if request.method == "POST" else redirect(page.back)
    return page.respond()


urlpatterns = [
    path("children/<uuid:subject_id>/strategy/<uuid:draft_id>/", together, name="strategy_together"),
]
