"""One request for information: where it goes, what is missing, what to do, what was told before."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.disclosure import presenters, queries
from goldthread.disclosure.entries.request import InformationRequest, from_whom, wanted
from goldthread.disclosure.entries.work import HANDLED, InformationAnswer
from goldthread.disclosure.redaction.queries import copies_for
from goldthread.disclosure.requestfile import RequestFile, request_file, summary_of
from goldthread.ledger import procedure, recordable
from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import london_date, say_date, say_when
from goldthread.ledger.models import Entry
from goldthread.people.identity import identity
from goldthread.web import guard
from goldthread.web.clauses import Why, why
from goldthread.web.clock import now
from goldthread.web.page import render

_WORDS = {
    "information_told": "Tell the enquirer what must be shown, or return it",
    "information_evidence": "Something was shown",
    "information_passed": "Pass it on",
    "enquiry_form": "Fill in the Enquiry Form",
    "information_viewing": "Book or record a viewing",
    "information_check": "Look it over, or note advice",
    "information_answer": "Give the answer",
    "information_refused": "Say that nothing is given",
}


@dataclass(frozen=True)
class Goes:
    """Where the procedure sends it, what to do there, and why."""

    title: str
    service: str
    team: str
    channel: str
    then: str
    diverted: str
    why: Why


@dataclass(frozen=True)
class Line:
    """Something recorded since."""

    when: str
    title: str
    href: str
    by: str


@dataclass(frozen=True)
class Before:
    """An earlier request, and what was told then."""

    who: str
    what: str
    when: str
    words: str
    told: list[tuple[str, str]]
    build: str
    href: str


@require_safe
@guard.on_record(Capability.RECORD_WORK)
def show(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The page of one request."""
    asked = guard.entry(request, entry_id)
    if asked.kind != InformationRequest.kind:
        raise Http404
    file, at = request_file(asked, guard.visible_parts(request, asked)), now()
    user = guard.user_of(request)
    names = {file.said.get("organisation", ""), file.said.get("enquirer_email", "")} - {""}
    people = identity([one.id for one in file.people])
    context = {
        "file": file,
        "said": file.said,
        "who": from_whom(file.said),
        "what": wanted(file.said),
        "asked": asked,
        "people": [(one, *_case(file, one.id)) for one in file.people],
        "how": presenters.standing(file, at),
        "goes": _goes(file, at),
        "missing": [presenters.against(ban, asked) for ban in file.missing(at)],
        "checks": [presenters.against(ban, asked) for ban in file.checks(at)],
        "must_not": presenters.must_not(file, at),
        "not_agreed": presenters.not_agreed(file),
        "duties": presenters.duty_lines(file, at),
        **_acts(request, file, at),
        "prepare": reverse("disclosure:prepare", args=[asked.pk]),
        "prepared": file.prepared,
        "looked_over": file.looked_over(),
        "papers": _papers(file),
        "copies": _copies(file),
        "made": [(summary_of(one), reverse("casefile:entry", args=[one.pk])) for one in copies_for(asked)],
        "reads": entry_type(asked.kind).reads(file.said),
        "timeline": [_line(entry) for entry in reversed(file.work)],
        "enquirer": presenters.for_the_enquirer(file, at),
        "earlier": [_before(one, at) for one in queries.earlier(user, at, asked, people, names)],
        "back": reverse("disclosure:desk"),
    }
    return render(request, "disclosure/request.html.jinja", context)


def _case(file: RequestFile, subject: UUID) -> tuple[str, str]:
    part = next(one.part for one in file.people if one.id == subject)
    return str(part.payload.get("standing", "")), reverse("casefile:child", args=[subject])


def _goes(file: RequestFile, at: datetime) -> Goes | None:
    routed = file.routed(at)
    if routed is None:
        return None
    pack, route = file.table.pack, routed.route
    services = pack.services
    return Goes(
        title=route.title,
        service=services[routed.service].title,
        team=services[route.team].title if route.team in services else route.team,
        channel=route.channel,
        then=route.then,
        diverted=services[routed.diverted_from].title if routed.diverted_from else "",
        why=why(route),
    )


def _acts(request: HttpRequest, file: RequestFile, at: datetime) -> dict[str, list[tuple[str, str]]]:
    """The pages on which this reader may record something of it: what is asked for now, and more."""
    roles, table = guard.user_of(request).roles(at=at), procedure.procedure().on(london_date(at))
    wanted = {event for duty in file.duties(at) for event in duty.rule.met_by}
    wanted |= {event for ban in file.missing(at) for event in ban.written.until}
    found: dict[str, list[tuple[str, str]]] = {"acts": [], "more": []}
    for kind in HANDLED:
        theirs = [e for e in kind.makes() if e in table.outcomes and recordable.role_for(table, roles, e)]
        if theirs:
            href = reverse(presenters.ACTS[kind.kind], args=[file.request.pk])
            found["more" if wanted.isdisjoint(theirs) else "acts"].append((_WORDS[kind.kind], href))
    return found


def _papers(file: RequestFile) -> list[tuple[str, str]]:
    """Answers that go as papers: each is sent to one named recipient on the page for papers."""
    return [
        (summary_of(entry), reverse("casefile:papers", args=[entry.pk]))
        for entry in file.work
        if entry.kind == InformationAnswer.kind and entry.payload.get("told_how") == "paper"
    ]


def _copies(file: RequestFile) -> list[tuple[str, str]]:
    """Where a copy of each person's record is made for this request, without what tells of others."""
    asked = file.request.pk
    return [
        (one.name, f"{reverse('disclosure:redactions', args=[one.id])}?request={asked}")
        for one in file.people
    ]


def _line(entry: Entry) -> Line:
    return Line(
        when=say_when(entry.occurred_at),
        title=summary_of(entry),
        href=reverse("casefile:entry", args=[entry.pk]),
        by=", ".join(filter(None, (entry.author_name, entry.author_designation))),
    )


def _before(file: RequestFile, at: datetime) -> Before:
    answers = [entry for entry in file.work if entry.kind == InformationAnswer.kind]
    newest = answers[-1] if answers else None
    return Before(
        who=from_whom(file.said),
        what=wanted(file.said),
        when=say_date(london_date(file.request.occurred_at)),
        words=presenters.standing(file, at).words,
        told=presenters.told_in(newest) if newest else [],
        build=str(newest.pk) if newest else "",
        href=reverse("disclosure:request", args=[file.request.pk]),
    )


urlpatterns = [path("information/<uuid:entry_id>/", show, name="request")]
