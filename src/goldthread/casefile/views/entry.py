"""One entry, as signed, with its corrections."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import presenters, queries
from goldthread.ledger import locks
from goldthread.ledger.entries import EntryType, entry_type
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.people.describe import display_name
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render


@require_safe
@guard.on_record(Capability.READ_RECORD)
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What was signed, by whom, when; who authorised it; and every correction, the original in full."""
    found = guard.entry(request, entry_id)
    kind = entry_type(found.kind)
    parts = guard.visible_parts(request, found)
    names = names_of_parts(parts)
    context = {
        "entry": found,
        "title": kind.title,
        "signed": presenters.written_by(found),
        "happened": say_when(found.occurred_at),
        "rows": locks.reads(found),
        "parts": [
            (names[part.subject_id], part.subject_id, locks.reads_part(found, part.payload)) for part in parts
        ],
        "settled": queries.settled_by(found),
        "corrections": [_correction(one, kind) for one in queries.corrections_of(found)],
        "original": found.amends,
        "attachments": found.attachments.defer("content"),
        "say_when": say_when,
        "may_correct": may_correct(request, found),
    }
    return render(request, "casefile/entry.html.jinja", context)


def names_of_parts(parts: list[EntrySubject]) -> dict[UUID, str]:
    """Display names of those whom the parts are about, by subject id."""
    people = Person.objects.in_bulk([part.subject_id for part in parts])
    return {part.subject_id: display_name(people.get(part.subject_id)) for part in parts}


def _correction(amendment: Entry, kind: type[EntryType]) -> dict[str, object]:
    """A correction as the original's page shows it: what now reads otherwise, and why."""
    changed = kind.reads(amendment.payload.get("values", {}))
    return {
        "entry": amendment,
        "by": presenters.written_by(amendment),
        "when": say_when(amendment.recorded_at),
        "reason": amendment.payload.get("reason", ""),
        "rows": locks.mask(changed, locks.locked(amendment)),
    }


def may_correct(request: HttpRequest, found: Entry) -> bool:
    """Anyone who records work may add a correction; an entry about an entry is not corrected."""
    about_an_entry = found.amends_id or found.authorises_id or found.declines_id
    return not about_an_entry and guard.user_of(request).may(Capability.RECORD_WORK, at=now())
