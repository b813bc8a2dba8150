"""Which parts of entries stand in the wrong record: it follows from the entries that moved them."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from goldthread.ledger.entries import MovedAway, MovedHere, entry_type
from goldthread.ledger.locks import is_bookkeeping
from goldthread.ledger.models import Astray, Entry, EntrySubject


def why_not(entry: Entry) -> str:
    """Why an entry cannot be moved to another record, in a sentence; empty when it can."""
    if is_bookkeeping(entry):
        return "This tells of records, and belongs where it is."
    if entry.amends_id or entry.authorises_id or entry.declines_id:
        return "This is about another entry, and follows that one. Move that one."
    if entry_type(entry.kind).page or entry.answers_id or entry.replies.exists():
        return (
            "This belongs to a contact. Where the contact was taken for another person’s, "
            "read the two records apart again."
        )
    return ""


def followers(entry: Entry) -> list[Entry]:
    """The entry, then whatever corrects, authorises or sends it back, as recorded: all move together."""
    found, later = [entry], [entry]
    while later:
        about = Q(amends__in=later) | Q(authorises__in=later) | Q(declines__in=later)
        later = list(Entry.objects.filter(about))
        found += later
    return [entry, *sorted(found[1:], key=lambda one: (one.recorded_at, str(one.pk)))]


def settle(entry: Entry) -> None:
    """Write afresh which of its parts, and of its followers', were moved away."""
    gone = set(_gone(entry))
    parts = EntrySubject.everywhere.filter(entry__in=followers(entry))
    Astray.objects.filter(part__in=parts).delete()
    Astray.objects.bulk_create(Astray(part=part) for part in parts.filter(subject__in=gone))


def settle_all() -> None:
    """The same of every entry that was ever moved."""
    for moved in set(Entry.objects.filter(kind=MovedAway.kind).values_list("payload__entry", flat=True)):
        settle(Entry.objects.get(pk=moved))


def _gone(entry: Entry) -> Iterator[UUID]:
    """The people from whose records it was moved away and not back."""
    traces = EntrySubject.everywhere.filter(
        entry__kind__in=(MovedAway.kind, MovedHere.kind), entry__payload__entry=str(entry.pk)
    )
    moves = Counter(traces.values_list("subject", "entry__kind"))
    for part in EntrySubject.everywhere.filter(entry=entry):
        here = (part.placed_by_id is None) + moves[part.subject_id, MovedHere.kind]
        if moves[part.subject_id, MovedAway.kind] >= here:
            yield part.subject_id


def moved(entry: Entry) -> dict[str, str]:
    """Of whom it was written, and of whom it is, for each part that stands in another record; ids as text."""
    return {
        str(_first(part).subject_id): str(part.subject_id) for part in entry.parts.all() if part.replaces_id
    }


def _first(part: EntrySubject) -> EntrySubject:
    """The part as it was signed."""
    while part.replaces is not None:
        part = part.replaces
    return part
