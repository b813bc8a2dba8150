"""Sending what was typed into a draft: the one contact that it becomes, however often it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from goldthread.frontdoor.doors import has
from goldthread.frontdoor.entries.contact import Contact
from goldthread.frontdoor.formpages import walk_of
from goldthread.frontdoor.linking import followed, same_children, same_household, sent
from goldthread.frontdoor.operations.receiving import Known, Sending, receive
from goldthread.ledger import operations as ledger
from goldthread.ledger import procedure, wall
from goldthread.ledger.author import SYSTEM, Author
from goldthread.ledger.drafts import Holder, held
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import File, Parsed
from goldthread.ledger.models import Attachment, Draft, Entry
from goldthread.ledger.operations import Links, Part
from goldthread.ledger.state import ReasonNeeded

UNASKED = "Sent by the referrer when the procedure did not expect it."


class NotReady(Exception):
    """The draft cannot be sent as it is. `wrong` says what is wrong, page by page."""

    def __init__(self, wrong: Mapping[str, Parsed]) -> None:
        super().__init__("Some answers are missing or cannot be understood.")
        self.wrong = wrong


@wall.whole_act
def send(*, by: Author, at: datetime, draft: UUID, holder: Holder, given: Values) -> Entry:
    """Receive the contact that the draft holds. `given` are values that its sender does not type.

    However often it is asked, one draft is one contact. Raises NotReady, and Entry.DoesNotExist when
    the draft is not this person's.
    """
    row = held(holder).select_for_update().filter(pk=draft).first()
    if row is None:
        return sent(holder, draft)
    walk = walk_of(row, given)
    if wrong := walk.wrong(at):
        raise NotReady(wrong)
    values = _with_own_files(row, {**walk.read(at).values, **given})
    earlier = followed(row)
    known = _known(row, walk.rows("children"), values, earlier) if earlier else None
    how = Sending(key=f"draft/{draft}", draft=draft, holder=holder, answers=earlier)
    try:
        entry = receive(by=by, at=at, values=values, sending=how, known=known)
    except ReasonNeeded:  # nobody who tells us of a child is turned away for the order of things
        how = replace(how, outside_reason=UNASKED)
        entry = receive(by=by, at=at, values=values, sending=how, known=known)
    if not entry.payload.get("referrer_email") and has(procedure.newest(), "acknowledgement.told"):
        _show_receipt(at, entry)
    return entry


def _known(row: Draft, children: Sequence[int], values: Values, earlier: Entry) -> Known:
    """The people whom the earlier contact was about, where they are named again."""
    return Known(
        children=same_children(row, children, earlier),
        household=same_household(values.get("household", []), earlier),
    )


def _with_own_files(row: Draft, values: Values) -> Values:
    """The values without a file that was never kept with this draft."""
    own = {str(each) for each in Attachment.objects.filter(draft=row).values_list("pk", flat=True)}
    files = {name for name, field in Contact.fields.items() if isinstance(field, File)}
    return {name: value for name, value in values.items() if name not in files or value in own}


def _show_receipt(at: datetime, entry: Entry) -> None:
    """Note that the sender reads the receipt on screen: there is no address to write to (HERTS-4.2, R22)."""
    ledger.sign(
        by=SYSTEM,
        at=at,
        kind="receipt_shown",
        values={},
        parts=[
            Part(part.subject) for part in entry.parts.select_related("subject").filter(episode__isnull=False)
        ],
        key=f"receipt/{entry.pk}",
        links=Links(answers=entry),
    )
