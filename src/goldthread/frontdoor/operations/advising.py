"""Recording advice that the consultation hub gave: on the child's record, and moving nothing (HERTS-2.16)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from goldthread.frontdoor.linking import sent
from goldthread.frontdoor.operations.receiving import Known, parts_of
from goldthread.ledger import operations as ledger
from goldthread.ledger import wall
from goldthread.ledger.author import Author
from goldthread.ledger.drafts import Holder, held
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry


@wall.whole_act
def advise(
    *,
    by: Author,
    at: datetime,
    draft: UUID,
    holder: Holder,
    values: Values,
    children: Sequence[Values],
    known: Known,
) -> Entry:
    """Sign a consultation about these children; `known` are those recognised.

    However often it is asked, one draft is one consultation. Raises what `receive` raises.
    """
    if held(holder).select_for_update().filter(pk=draft).first() is None:
        return sent(holder, draft)
    return ledger.sign(
        by=by,
        at=at,
        kind="consultation",
        values=values,
        parts=parts_of(by=by, at=at, rows=children, known=known, group="children"),
        key=f"draft/{draft}",
        draft=draft,
        holder=holder,
    )
