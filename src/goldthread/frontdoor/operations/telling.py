"""Telling the referrer what was decided: by the pack's letter for outcome and kind of referrer, or aloud."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from goldthread.documents import operations as documents
from goldthread.frontdoor import letters
from goldthread.frontdoor.contactfile import Child, ContactFile
from goldthread.frontdoor.operations import work
from goldthread.frontdoor.operations.receiving import Sending
from goldthread.ledger import wall
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part


@wall.whole_act
def tell(
    *,
    by: Author,
    at: datetime,
    file: ContactFile,
    children: Sequence[Child],
    values: Values,
    said: Mapping[str, str],
    sending: Sending,
    outside_reason: str = "",
) -> Entry:
    """Record that the referrer was told, and send the letters when it is by letter.

    Raises letters.CannotSay for words that a letter needs and that are missing, and documents.NoAddress.
    """
    entry = work.record(
        by=by,
        at=at,
        contact=file.contact,
        kind="feedback",
        values=values,
        children={child.id: {} for child in children},
        sending=sending,
        outside_reason=outside_reason,
    )
    if values.get("told_how") == "email":
        for name, whom in letters.letter_ids(file, children, at).items():
            documents.send(
                by=by,
                at=at,
                letter=name,
                to_name=file.said.get("referrer_name", ""),
                to_address=file.said.get("referrer_email", ""),
                values=letters.feedback_values(file, said),
                parts=[Part(child.part.subject) for child in whom],
                answers=file.contact,
                key=str(derived_id(entry.pk, name)),
                records_event=False,
            )
    return entry
