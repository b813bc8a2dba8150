"""What is done about a request before its answer: evidence, passing on, telling, viewing, looking over."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.disclosure import passing
from goldthread.disclosure.entries.request import REPLY, InformationRequest
from goldthread.disclosure.entries.work import (
    InformationCheck,
    InformationEvidence,
    InformationPassed,
    InformationRefused,
    InformationTold,
    InformationViewing,
)
from goldthread.disclosure.presenters import Against, against, asked_for, basis, told_in, who_asks
from goldthread.disclosure.requestfile import episode_for
from goldthread.disclosure.views.acting import ActPage, LetterPage
from goldthread.ledger import procedure
from goldthread.ledger.fields import FieldError, Labels, Parsed
from goldthread.ledger.fields.parsing import Words
from goldthread.ledger.models import Entry, Episode
from goldthread.ledger.operations import Sending
from goldthread.people.identity import identity
from goldthread.procedures.routes import Routed
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.stepping import OUTCOME


class EvidencePage(ActPage):
    """Something that was missing has been shown."""

    kind = InformationEvidence.kind
    needed = ("what",)


class PassPage(ActPage):
    """It goes to whoever answers it, who gets an e-mail that something waits for them and names nobody."""

    kind = InformationPassed.kind
    labels: ClassVar[Labels] = {
        **ActPage.labels,
        "passed_to": Words("To whom?", "They get an e-mail that something waits. It names nobody."),
    }

    def known(self) -> dict[str, Any]:
        """To the allocated worker of an open child; else to the service or team of the route."""
        if self.outcome == "passed_to_worker":
            return {"passed_to": self._worker()}
        routed = self.file.routed(self.at)
        if routed is None:
            return {}
        service = self.file.table.pack.services[_service(routed)]
        return {"passed_to": ", ".join(filter(None, (service.title, service.email, service.telephone)))}

    def _worker(self) -> str:
        episode = self._episode()
        holders = (episode.worker, episode.team) if episode else ()
        return ", ".join(str(one) for one in holders if one)

    def _episode(self) -> Episode | None:
        return episode_for(identity([self.file.people[0].id]))

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it, and tell whom it was passed to: both, or neither."""
        entry = super().save(parsed, sending, outside_reason)
        episode, routed = self._episode(), self.file.routed(self.at)
        to_worker = entry.payload[OUTCOME] == "passed_to_worker"
        passing.tell_whom(
            by=guard.author_as(self.request, entry.author_role),
            at=self.at,
            passed=entry,
            worker=episode.worker if to_worker and episode else None,
            service=_service(routed) if routed and not to_worker else "",
        )
        return entry


def _service(routed: Routed) -> str:
    """Who deals with it: the team, where that is a service of its own."""
    team = routed.route.team
    return team if team in procedure.newest().services else routed.service


class TellPage(LetterPage):
    """The enquirer is told what must be shown first, or has the request back (HERTS-8.7, 8.25)."""

    kind = InformationTold.kind
    usual = "evidence_asked"
    needed = ("told_how", "needed")

    def known(self) -> dict[str, Any]:
        """What the rules that stand in the way ask for, as the acts that lift them are called."""
        return {**super().known(), "needed": self.asking_for()}

    def asking_for(self) -> str:
        """Each thing that is missing, on a line of its own."""
        return "\n".join(f"- {words}" for words in asked_for(self.file, self.at))


class RefusePage(LetterPage):
    """Nothing is given, and why (HERTS-8.8, 8.20)."""

    kind = InformationRefused.kind
    of = REPLY
    needed = ("told_how", "needed")

    def known(self) -> dict[str, Any]:
        """Why, in the words of the first rule against it."""
        needed = asked_for(self.file, self.at)
        return {**super().known(), "needed": f"We would need {'; and '.join(needed)}." if needed else ""}


class ViewingPage(ActPage):
    """A viewing is booked, or took place: supervised all the time (HERTS-8.27, 8.28)."""

    kind = InformationViewing.kind
    of = REPLY

    def known(self) -> dict[str, Any]:
        """As it was booked."""
        booked = [entry for entry in self.file.work if entry.kind == InformationViewing.kind]
        based = {"basis": basis(self.file, self.at)}
        if booked:
            names = ("viewing_at", "place", "visitor", "supervised_by", "records")
            return {**based, **{name: booked[-1].payload.get(name) for name in names}}
        return {**based, "visitor": who_asks(self.file)}

    def check(self, parsed: Parsed) -> list[FieldError]:
        """A viewing that took place says who sat with them, and what was seen."""
        errors = super().check(parsed)
        needed = {
            "viewed": ("supervised_by", "what"),
            "viewing_arranged": ("viewing_at",),
            "invited_to_view": (),
        }
        for name in needed.get(str(parsed.values.get(OUTCOME, "")), ()):
            if not parsed.values.get(name):
                errors.append(FieldError(name, self.fields[name].missing))
        return errors

    def stops(self) -> Sequence[Against]:
        """What must come before it."""
        return [against(ban, self.asked) for ban in self.file.checks(self.at)]


class CheckPage(ActPage):
    """Somebody else looks over what would go, advises or verifies (HERTS-8.31, 8.33, 8.38)."""

    kind = InformationCheck.kind
    of = REPLY
    template = "disclosure/check.html.jinja"
    needed = ("what",)
    own: ClassVar[str] = "You prepared this answer, so another person must look it over"

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Whoever prepared an answer does not look it over; without one there is nothing to look at."""
        errors = super().check(parsed)
        if parsed.values.get(OUTCOME) != "approved":
            return errors
        ready = self.file.prepared
        if ready is None:
            errors.append(
                FieldError(OUTCOME, "There is nothing to look over yet: the answer has to be prepared first")
            )
        elif ready.author_id == guard.user_of(self.request).pk:
            errors.append(FieldError(OUTCOME, self.own))
        elif parsed.values.get("prepared") != str(ready.pk):
            errors.append(
                FieldError(OUTCOME, "The answer has changed since you opened this page. Look at it again")
            )
        return errors

    def context(self) -> dict[str, Any]:
        """The answer as it would go."""
        ready = self.file.prepared
        return {**super().context(), "prepared": ready, "reads": told_in(ready) if ready else []}


def asked_of(request: HttpRequest, entry_id: UUID) -> Entry:
    """The request of that id, which the reader may work on. Answers 404 for any other entry."""
    found = guard.entry(request, entry_id)
    if found.kind != InformationRequest.kind:
        raise Http404
    return found


def view_of(page: Callable[[HttpRequest, Entry], SigningPage]) -> Callable[..., HttpResponse]:
    """The view of one act on a request: its page, for whoever may record work on whom it is about."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @guard.on_record(Capability.RECORD_WORK)
    def act(request: HttpRequest, entry_id: UUID) -> HttpResponse:
        return page(request, asked_of(request, entry_id)).respond()

    return act


urlpatterns = [
    path("information/<uuid:entry_id>/evidence/", view_of(EvidencePage), name="evidence"),
    path("information/<uuid:entry_id>/pass/", view_of(PassPage), name="pass"),
    path("information/<uuid:entry_id>/tell/", view_of(TellPage), name="tell"),
    path("information/<uuid:entry_id>/refuse/", view_of(RefusePage), name="refuse"),
    path("information/<uuid:entry_id>/viewing/", view_of(ViewingPage), name="viewing"),
    path("information/<uuid:entry_id>/check/", view_of(CheckPage), name="check"),
]
