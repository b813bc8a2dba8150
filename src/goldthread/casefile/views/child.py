"""The child page and the chronology."""

from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import presenters, queries
from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import london_date, say_when
from goldthread.ledger.models import Episode, Subject
from goldthread.ledger.state import state
from goldthread.people import describe, family, history, responsibility
from goldthread.people.models import Address, Attendance, Characteristic, Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render

_RECENT = 8
_PAGE = 100


@require_safe
@guard.on_record(Capability.READ_RECORD)
def child(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What a new worker must know: what is due, where on the pathway, who is around the child."""
    subject, at = guard.record(request, subject_id), now()
    today, episodes = london_date(at), queries.episodes_of(subject)
    current = episodes[0] if episodes else None
    folded = state(current) if current else None
    waiting, settled = presenters.duty_lines(folded, at=at) if folded else ([], [])
    context = {
        **_banner(subject, today),
        "subject": subject,
        "episode": current,
        "held_by": _holder(current),
        "timed": [line for line in waiting if line.due.exactly],
        "untimed": [line for line in waiting if not line.due.exactly],
        "settled": settled,
        "awaiting": presenters.awaiting_lines(folded, at=at) if folded else [],
        "pathway": presenters.pathway(folded, at=at) if folded else [],
        "facts": _facts(subject, today),
        "circle": _circle(request, subject, today),
        "responsible": responsibility.holders(subject.pk, on=today),
        "recent": presenters.timeline(queries.entries_of(subject)[:_RECENT]),
        "past": [
            one for one in history.past([subject.pk], before=at) if one.kind == history.PastKind.EPISODE
        ],
        "say_when": say_when,
        "display_name": describe.display_name,
    }
    return render(request, "casefile/child.html.jinja", context)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def chronology(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Every entry about the child, by date, by kind."""
    subject = guard.record(request, subject_id)
    entries = queries.entries_of(subject)
    kinds = sorted(set(entries.order_by().values_list("kind", flat=True)), key=_title_of)
    kind = request.GET.get("kind", "")
    if kind in kinds:
        entries = entries.filter(kind=kind)
    page = Paginator(entries, _PAGE).get_page(request.GET.get("page"))
    context = {
        **_banner(subject, london_date(now())),
        "subject": subject,
        "items": presenters.timeline(page.object_list),
        "results": page,
        "address": f"?kind={kind}&page=" if kind in kinds else "?page=",
        "kinds": [("Everything", "?", kind not in kinds)]
        + [(_title_of(k), f"?kind={k}", k == kind) for k in kinds],
    }
    return render(request, "casefile/chronology.html.jinja", context)


def _title_of(kind: str) -> str:
    return entry_type(kind).title


def _banner(subject: Subject, today: date) -> dict[str, object]:
    person = Person.objects.filter(pk=subject.pk).first()
    return {"name": describe.display_name(person), "born": describe.born_and_age(person, today)}


def _holder(episode: Episode | None) -> str:
    if episode is None:
        return "Nobody: no open involvement"
    held = [episode.worker.name if episode.worker else "", episode.team.name if episode.team else ""]
    return ", ".join(filter(None, held)) or "Not yet passed to a team"


def _facts(subject: Subject, today: date) -> list[tuple[str, str]]:
    """What is said of the child now, each with who said so."""
    rows = []
    for address in Address.objects.on(today).filter(subject=subject, current=True):
        place = "Withheld" if address.safe else ", ".join(filter(None, (address.lines, address.postcode)))
        rows.append(("Lives at", f"{place} (said by {address.said_by})"))
    schools = Attendance.objects.on(today).filter(subject=subject)
    traits = Characteristic.objects.on(today).filter(subject=subject)
    rows += [("School or nursery", f"{one.place} (said by {one.said_by})") for one in schools]
    return rows + [(_label(one.kind), f"{one.value} (said by {one.said_by})") for one in traits]


def _label(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def _circle(request: HttpRequest, subject: Subject, today: date) -> list[tuple[str, str, str, UUID | None]]:
    """Family and household: group, name, how connected, and the record where it may be opened."""
    found = family.circle(subject.pk, on=today)
    seen = policy.visible(guard.user_of(request), [one.subject_id for one in found], at=now())
    return [
        (one.group.title, describe.display_name(one.person), one.how, one.subject_id)
        if one.subject_id in seen.subjects
        else (one.group.title, "A restricted record", one.how, None)
        for one in found
    ]
