"""A strategy discussion that several write together: whom its writer may let in, and what they share."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from goldthread.accounts.models import User
from goldthread.accounts.roles import roles
from goldthread.ledger import drafts, recordable, sharing
from goldthread.ledger.drafts import Holder
from goldthread.ledger.fields import Raw
from goldthread.ledger.models import Draft
from goldthread.procedures.tables import Table
from goldthread.protection.conferencefile import people_in
from goldthread.protection.entries.strategy import StrategyMeeting
from goldthread.protection.strategyfields import STEP
from goldthread.web.sharing import CHILDREN

LET_IN, WITH = "together", "_with"  # the button, and the list of those who may be let in
_NAME = "strategy/{}"


def colleagues(table: Table, at: datetime, *besides: User) -> dict[str, str]:
    """Those whose role records what a discussion decides, by id, but those who write already."""
    able = {role for role in roles() if recordable.theirs(table, STEP, {role}, StrategyMeeting.kind)}
    return people_in(able, at, but={str(user.pk) for user in besides})


def share(
    *, by: Holder, at: datetime, draft: Draft, raw: Raw, people: Collection[User], about: Sequence[UUID]
) -> Draft:
    """Let these write in it. A draft of one person's alone becomes that of all, with what stands in it."""
    if draft.shared_as:
        return sharing.open_shared(
            by=by, at=at, name=draft.shared_as, kind=StrategyMeeting.kind, holders=people
        )
    shared = sharing.open_shared(
        by=by,
        at=at,
        name=_NAME.format(draft.pk),
        kind=StrategyMeeting.kind,
        holders=people,
        raw=raw,
        context={
            "page": reverse("protection:strategy_together", args=[about[0], draft.pk]),
            CHILDREN: [str(child) for child in about],
        },
    )
    drafts.discard(by=by, at=at, draft=draft.pk)
    return shared


def begun_as(draft_id: UUID, user: User) -> Draft | None:
    """What that draft of one person became, signed or not, if this user writes in it or did."""
    return Draft.objects.filter(shared_as=_NAME.format(draft_id), holders__user=user).first()


def going_on(user: User, child: UUID) -> list[tuple[str, list[str]]]:
    """The discussions of a child that this user writes with others: where, and with whom."""
    held = drafts.held(Holder(user=user)).filter(
        kind=StrategyMeeting.kind, shared_as__isnull=False, **{f"context__{CHILDREN}__contains": str(child)}
    )
    return [(one.context["page"], _others(one, user)) for one in held.order_by("created_at", "pk")]


def _others(draft: Draft, user: User) -> list[str]:
    holders = draft.holders.exclude(user=user).select_related("user").order_by("user__name", "user_id")
    return [each.user.name for each in holders]
