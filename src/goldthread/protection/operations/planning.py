"""Signing a version of a child protection plan, and its words in another language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from goldthread.ledger import operations, procedure, wall
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, EntrySubject, Subject
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.protection import planfile
from goldthread.protection.entries.plan import PlanTranslation, ProtectionPlan
from goldthread.protection.planfields import STEP
from goldthread.protection.plantwins import ROWS


@wall.whole_act
def record(
    *,
    by: Author,
    at: datetime,
    children: Sequence[tuple[Subject, Values]],
    values: Values,
    outcome: str,
    sending: Sending,
    occurred_at: datetime | None = None,
) -> Entry:
    """Sign the next version of these children's plan. Rows that are new get their number in the plan.

    `outcome` is left out where the procedure has no such step. The conference that it was agreed at, if any
    (`sending.answers`), is named but not answered: the plan meets what every conference asks of a plan.
    Raises as ledger.operations.sign.
    """
    step = procedure.newest().steps.get(STEP)
    known = {"outcome": outcome} if step is not None and outcome in step.outcomes else {}
    list(
        Subject.objects.select_for_update().filter(pk__in=[child.pk for child, _ in children]).order_by("pk")
    )
    written = _written([child.pk for child, _ in children])
    number = max((int(each.get("version", 1)) for each in written), default=0) + 1
    return operations.sign(
        by=by,
        at=at,
        kind=ProtectionPlan.kind,
        values={**_numbered(values, written), "version": number, **known, **_made_at(sending)},
        parts=[Part(child, part) for child, part in children],
        key=sending.key,
        occurred_at=occurred_at,
        outside_reason=sending.outside_reason,
        draft=sending.draft,
        holder=sending.holder,
    )


def translate(
    *, by: Author, at: datetime, version: Entry, children: Sequence[Subject], values: Values, sending: Sending
) -> Entry:
    """Keep the child's own plan in another language beside the version that it translates."""
    return operations.sign(
        by=by,
        at=at,
        kind=PlanTranslation.kind,
        values=values,
        parts=[Part(child) for child in children],
        key=sending.key,
        links=Links(answers=version),
        draft=sending.draft,
        holder=sending.holder,
    )


def _made_at(sending: Sending) -> dict[str, str]:
    return {"conference": str(sending.answers.pk)} if sending.answers else {}


def _written(children: Iterable[UUID]) -> list[dict[str, Any]]:
    """What every earlier version of these children's plans says, in the case that it is written in."""
    cases = [planfile.episodes_of([child])[-1:] for child in children]
    newest = [episode for case in cases for episode in case]
    parts = EntrySubject.objects.filter(episode__in=newest, entry__kind=ProtectionPlan.kind)
    return [part.entry.payload for part in parts.select_related("entry")]


def _numbered(values: Values, written: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Each new row with a number that no row of any version ever had: w1, w2; a1, a2."""
    numbered = dict(values)
    earlier = list(written)
    for name in ROWS:
        rows = [dict(row) for row in values.get(name, ())]
        used = [row for each in (*earlier, values) for row in each.get(name, ())]
        last = max((int(str(row["item"])[1:]) for row in used if _is_number(row.get("item"))), default=0)
        for row in rows:
            if not _is_number(row.get("item")):
                last += 1
                row["item"] = f"{name[0]}{last}"
        if rows:
            numbered[name] = rows
    return numbered


def _is_number(item: object) -> bool:
    return isinstance(item, str) and item[1:].isdecimal()
