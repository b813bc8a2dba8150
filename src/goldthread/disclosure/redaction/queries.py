"""How far each copy of a record has got."""

from collections.abc import Collection
from uuid import UUID

from goldthread.disclosure.models import Looked, Mark, Redaction
from goldthread.ledger.models import Entry


def of_record(people: Collection[UUID]) -> list[Redaction]:
    """Every copy of a person's record, made or in the making, the newest first."""
    found = Redaction.objects.filter(subject__in=people).select_related("signed_as", "opened_by", "request")
    return list(found.order_by("-opened_at", "pk"))


def checked(signed: Entry) -> Entry | None:
    """The second look at a signed copy; None until there is one."""
    return signed.replies.filter(kind="redaction_check").order_by("recorded_at", "pk").first()


def waits(redaction: Redaction) -> bool:
    """Whether the marks are signed, and nobody has looked at them yet or they were approved."""
    signed = redaction.signed_as
    if signed is None:
        return False
    check = checked(signed)
    return check is None or check.payload.get("outcome") == "approved"


def is_approved(redaction: Redaction) -> bool:
    """Whether somebody else has approved the marks as they were signed."""
    check = checked(redaction.signed_as) if redaction.signed_as else None
    return check is not None and check.payload.get("outcome") == "approved"


def markers(redaction: Redaction, signed: Entry) -> set[UUID]:
    """Whoever marked anything of a copy, went through an entry for it, opened it or signed it."""
    found = set(Mark.objects.filter(redaction=redaction).values_list("by", flat=True))
    found |= set(Looked.objects.filter(redaction=redaction).values_list("by", flat=True))
    return found | {redaction.opened_by_id, *([signed.author_id] if signed.author_id else [])}


def version(redaction: Redaction, people: Collection[UUID]) -> int:
    """The number of the next copy of a record for the same recipient: the first is 1."""
    same = Redaction.objects.filter(subject__in=people, to_key=redaction.to_key)
    keys = [str(key) for key in same.order_by("pk").values_list("pk", flat=True)]
    return Entry.objects.filter(kind="redacted_copy", payload__redaction__in=keys).count() + 1


def copies_of(redaction: Redaction) -> list[Entry]:
    """The copies made of it, the newest first."""
    found = Entry.objects.filter(kind="redacted_copy", payload__redaction=str(redaction.pk))
    return list(found.order_by("-recorded_at", "-pk"))


def copies_for(request: Entry) -> list[Entry]:
    """The copies made to answer a request, the newest first."""
    found = Entry.objects.filter(kind="redacted_copy", payload__request=str(request.pk))
    return list(found.order_by("-recorded_at", "-pk"))
