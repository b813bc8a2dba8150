"""One history: what was done for a person and everybody around them, found from any of them."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.casefile import pastfile
from goldthread.ledger.london import london_date
from goldthread.people import describe, family
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.page import render


@require_safe
@guard.on_record(Capability.READ_RECORD)
def history(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Contacts, early help, referrals, assessments, enquiries, conferences, plans, periods looked after."""
    subject, at = guard.record(request, subject_id), now()
    asked = pastfile.Asked.of(request.GET.dict())
    others = {} if asked.alone else family.near(subject.pk, on=london_date(at))
    seen = _opened(request, others)
    person = Person.objects.filter(pk=subject.pk).first()
    context = {
        "subject": subject,
        "name": describe.display_name(person),
        "born": describe.born_and_age(person, london_date(at)),
        "asked": asked,
        "may_write": guard.may(request, Capability.RECORD_WORK, subject.pk).allowed,
        "history": pastfile.family_history({subject.pk: "", **{one: others[one] for one in seen}}, asked, at),
        "closed": len(seen) < len(others),
    }
    return render(request, "casefile/history.html.jinja", context)


def _opened(request: HttpRequest, people: Iterable[UUID]) -> list[UUID]:
    """Those of them whose record this reader may open now; each is a read of its own."""
    opened = [one for one in people if guard.may(request, Capability.READ_RECORD, one).allowed]
    for one in opened:
        guard.record(request, one)
    return opened
