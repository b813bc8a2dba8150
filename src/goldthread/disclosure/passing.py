"""Telling whom a request for information was passed to: an e-mail that something waits, and names nobody."""

from datetime import datetime

from django.db import transaction

from goldthread.access import policy
from goldthread.accounts.models import Membership, User
from goldthread.documents.alerts import alert, alert_address
from goldthread.ledger import procedure
from goldthread.ledger.author import Author
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Entry

_SUBJECT = "something was passed to you"
_BODY = (
    "A request for information was passed to you. Sign in and look at the requests about whom you work with."
)


@transaction.atomic
def tell_whom(*, by: Author, at: datetime, passed: Entry, worker: User | None, service: str) -> None:
    """Tell the worker who holds the case, or the service: its own mailbox, else whoever is in its teams.

    Nobody is told who may open none of the records, nor whoever passed it on. Repeated, it sends nothing.
    """
    known = procedure.newest().services.get(service)
    if worker is None and known is not None and known.email:
        key = str(derived_id(passed.pk, "alert", service))
        alert_address(at=at, name=known.title, address=known.email, subject=_SUBJECT, body=_BODY, key=key)
        return
    about = {part.subject_id for part in passed.parts.all()}
    for one in [worker] if worker is not None else _members(service, at):
        if one != by.user and policy.visible(one, about, at=at).subjects:
            key = str(derived_id(passed.pk, "alert", str(one.pk)))
            alert(at=at, to=one, subject=_SUBJECT, body=_BODY, key=key)


def _members(service: str, at: datetime) -> list[User]:
    """Everyone who is in a team of that service."""
    held = Membership.objects.held(at).filter(team__service=service)
    found = User.objects.filter(is_active=True, memberships__in=held).distinct()
    return list(found.order_by("pk"))
