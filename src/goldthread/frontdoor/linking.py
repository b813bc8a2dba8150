"""How a draft stands to contacts: the one it follows, the one it became, the children both are about."""

from collections.abc import Sequence
from uuid import UUID

from goldthread.frontdoor.entries.contact import Contact
from goldthread.ledger.drafts import Holder
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Group, Raw
from goldthread.ledger.models import Draft, Entry

FOLLOWS, CHILDREN = (
    "follows",
    "children",
)  # in a draft's context: the earlier contact, and its children by row
_WHO = ("given_names", "born", "nhs_number")
_WHO_ELSE = ("given_names", "family_name", "born", "relationship")


def sent(holder: Holder, draft: UUID) -> Entry:
    """The contact that a draft of theirs became. Raises Entry.DoesNotExist when there is none."""
    if holder.user:
        return Entry.objects.get(draft=draft, draft__owner=holder.user)
    return Entry.objects.exclude(draft__bearer="").get(draft=draft, draft__bearer=holder.bearer)


def followed(row: Draft) -> Entry | None:
    """The earlier contact that a draft follows, if it follows one."""
    return Entry.objects.filter(pk=row.context[FOLLOWS]).first() if row.context.get(FOLLOWS) else None


def same_children(row: Draft, rows: Sequence[int], earlier: Entry) -> dict[int, UUID]:
    """The children of the earlier contact, by place in the list, without rows typed over with another.

    `rows` are the numbers of the rows that stand in the list.
    """
    told = {str(part.subject_id): part.payload for part in earlier.parts.all()}
    known = {int(number): subject for number, subject in row.context.get(CHILDREN, {}).items()}
    return {
        place: UUID(known[number])
        for place, number in enumerate(rows)
        if number in known and _same(Contact.children, number, row.raw, told[known[number]])
    }


def same_household(rows: Sequence[Values], earlier: Entry) -> dict[int, UUID]:
    """The people around the children whom the earlier contact names in the same words, by place."""
    told = {_named(row): UUID(row["subject"]) for row in earlier.payload.get("household", [])}
    told.pop((None,) * len(_WHO_ELSE), None)  # nobody in particular
    return {place: told.pop(_named(row)) for place, row in enumerate(rows) if _named(row) in told}


def _named(row: Values) -> tuple[object, ...]:
    return tuple(row.get(key) for key in _WHO_ELSE)


def _same(group: Group, number: int, raw: Raw, told: Values) -> bool:
    """Whether a row still says one of the things that were told of this child and tell children apart."""
    told = {key: told[key] for key in _WHO if key in told}
    return not told or any(
        all(
            raw.get(control) == typed
            for control, typed in group.fields[key].write(value, f"children-{number}-{key}").items()
        )
        for key, value in told.items()
    )
