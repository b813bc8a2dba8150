"""What is on its way, for the pages that show it."""

from goldthread.documents.models import STUCK, Delivery
from goldthread.ledger.models import Entry


def outbox(*, limit: int) -> list[Delivery]:
    """The newest messages with their entries."""
    return list(Delivery.objects.select_related("entry").order_by("-queued_at")[:limit])


def delivery_of(entry: Entry) -> Delivery | None:
    """How far a message has got; None for an entry that is not a message."""
    return Delivery.objects.filter(entry=entry).first()


def stuck() -> int:
    """How many messages wait for a person to decide."""
    return Delivery.objects.filter(state__in=STUCK).count()
