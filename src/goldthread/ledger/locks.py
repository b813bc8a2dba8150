"""Field locks: what an entry says that is kept back from whoever may read the record."""

from goldthread.ledger.entries import Values, entry_type
from goldthread.ledger.fields import Field, Sensitivity
from goldthread.ledger.models import Entry

KEPT_BACK = "Kept back"
_LOCKS = frozenset(one for one in Sensitivity if one.name.startswith("LOCKED"))
Row = tuple[str, str]


def locked(entry: Entry) -> frozenset[Sensitivity]:
    """The sensitivities that are locked in an entry: its own, and those of what it answers or corrects.

    Every lock holds where that stands in closed records alone, so that nobody can tell.
    """
    own = entry_type(entry.kind).locked(entry.payload)
    try:
        earlier = (entry.answers, entry.amends)
    except Entry.DoesNotExist:
        return _LOCKS
    if (entry.answers_id and earlier[0] is None) or (entry.amends_id and earlier[1] is None):
        return _LOCKS
    return own.union(*(locked(one) for one in earlier if one is not None))


def reads(entry: Entry) -> list[Row]:
    """Each answer of the whole entry, label and text, with what is locked kept back."""
    return mask(entry_type(entry.kind).reads(entry.payload), locked(entry))


def reads_part(entry: Entry, part: Values) -> list[Row]:
    """Each answer about one person, label and text, with what is locked kept back."""
    return mask(entry_type(entry.kind).reads_part(part), locked(entry))


def mask(rows: list[tuple[Field, str]], locks: frozenset[Sensitivity]) -> list[Row]:
    """Label and text of each row; of a locked field only that it was answered."""
    return [(field.label, KEPT_BACK if field.sensitivity in locks else text) for field, text in rows]


def author_name(entry: Entry) -> str:
    """The author as signed; kept back where the author is the referrer who wished to stay unnamed."""
    if entry.author_id is None and Sensitivity.LOCKED_REFERRER in locked(entry):
        return KEPT_BACK
    return entry.author_name


def is_bookkeeping(entry: Entry) -> bool:
    """Whether it is about records, not about a life: itself, or the entry that it settles or corrects."""
    earlier = (entry.amends, entry.authorises, entry.declines)
    return entry_type(entry.kind).bookkeeping or any(
        is_bookkeeping(one) for one in earlier if one is not None
    )
