"""What is on its way, for the pages that show it."""

from django.db.models import QuerySet

from goldthread.access.policy import sealed
from goldthread.documents.models import STUCK, Delivery
from goldthread.ledger.models import Entry, EntrySubject


def stuck() -> list[Delivery]:
    """The messages that wait for a person to decide, the longest wait first. Of sealed records none."""
    return list(_listed().filter(state__in=STUCK).order_by("settled_at", "pk"))


def newest(*, limit: int) -> list[Delivery]:
    """The newest messages, however far they have got. Of sealed records none."""
    return list(_listed().order_by("-queued_at", "pk")[:limit])


def delivery_of(entry: Entry) -> Delivery | None:
    """How far a message has got; None for an entry that is not a message."""
    return _with_entries().filter(entry=entry).first()


def _with_entries() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("entry")


def _listed() -> QuerySet[Delivery]:
    """Those that an outbox shows."""
    return _with_entries().exclude(
        entry__in=EntrySubject.objects.filter(subject__in=sealed()).values("entry")
    )
