"""Whether something may be recorded: as the procedure has it, outside it with a reason, or not at all."""

from typing import NamedTuple

from goldthread.procedures.bans import table_at
from goldthread.procedures.duties import duties
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.fold import CaseState
from goldthread.procedures.format.cites import Cite
from goldthread.procedures.standing import awaiting, is_in_place, refuses, standing
from goldthread.procedures.tables import Table

LATE_REASON = "late_reason"


class Recorded(NamedTuple):
    """It may be recorded. `awaits` is the role that must authorise it; `asks` are facts to ask for."""

    awaits: str = ""
    asks: tuple[str, ...] = ()
    accepted: bool = True


class OutsideProcedure(NamedTuple):
    """The procedure does not expect it now. It may be recorded all the same, with a reason."""

    why: str
    reason: str

    @property
    def accepted(self) -> bool:
        """Whether the reason was given."""
        return bool(self.reason)


class Refused(NamedTuple):
    """The procedure forbids it: the rule, what it says, and where it comes from."""

    rule: str
    says: str
    cite: tuple[Cite, ...]
    accepted: bool = False


Decision = Recorded | OutsideProcedure | Refused


def decide(state: CaseState, proposed: CaseEvent) -> Decision:
    """Whether an event may be recorded, given what is known of the case. Lateness never refuses (R21)."""
    table = table_at(state, proposed.at)
    if proposed.name not in table.outcomes:
        return Refused(proposed.name, f"{table.pack.head.title} has no such outcome.", ())
    refused = (
        _banned(state, table, proposed)
        or _not_theirs(table, proposed)
        or _not_settling(state, table, proposed)
    )
    if refused:
        return refused
    would_meet = [
        duty for duty in duties(state, proposed.at) if duty.met is None and proposed.name in duty.rule.met_by
    ]
    linked = proposed.corrects or proposed.authorises or proposed.declines
    step_id, step, outcome = table.outcomes[proposed.name]
    if not (linked or would_meet or is_in_place(table, proposed.name, standing(state, proposed.at).open)):
        return OutsideProcedure(
            f"The step {step.title or step_id} is not open in this case.", proposed.reason
        )
    late = any(duty.late and duty.rule.written.softened for duty in would_meet)
    awaits = "" if _takes_effect(state, table, proposed) else outcome.authorised_by
    asks = (LATE_REASON,) if late and not (proposed.reason or proposed.facts.get(LATE_REASON)) else ()
    return Recorded(awaits, asks)


def _takes_effect(state: CaseState, table: Table, proposed: CaseEvent) -> bool:
    """Whether an event needs nobody's authorisation, or nobody's any more."""
    may = table.authorisers.get(proposed.name)
    if may is None or proposed.role not in may:
        return may is None
    others = (one.event for one in awaiting(state, proposed.at) if one.event.name == proposed.name)
    two_people = table.outcomes[proposed.name][2].two_people
    return not two_people or any(one.person != proposed.person for one in others)


def _banned(state: CaseState, table: Table, proposed: CaseEvent) -> Refused | None:
    """Refused by a must_not rule."""
    for ban in table.bans:
        if (
            proposed.name in ban.refuses
            and table.may_act(proposed.role, ban.written.roles)
            and refuses(state, ban, proposed)
        ):
            return Refused(ban.id, ban.written.what, ban.written.cite)
    return None


def _not_theirs(table: Table, proposed: CaseEvent) -> Refused | None:
    """Refused because the procedure gives it to other roles."""
    _, step, outcome = table.outcomes[proposed.name]
    roles = outcome.by or step.by
    if table.may_act(proposed.role, roles) or proposed.role in table.authorisers.get(proposed.name, ()):
        return None
    titles = " or ".join(table.title_of(role) for role in roles)
    return Refused(proposed.name, f"Only this role may record it: {titles}.", outcome.cite or step.cite)


def _not_settling(state: CaseState, table: Table, proposed: CaseEvent) -> Refused | None:
    """Refused because this role, or this person, may not authorise or decline it."""
    link = proposed.authorises or proposed.declines
    if not link:
        return None
    _, step, outcome = table.outcomes[proposed.name]
    cite = outcome.cite or step.cite
    found = [one for one in awaiting(state, proposed.at) if link in {one.root, one.event.id}]
    if not found or found[0].event.name != proposed.name:
        return Refused(proposed.name, "Nothing here awaits this authorisation.", cite)
    if proposed.role not in table.authorisers[proposed.name]:
        return Refused(
            proposed.name,
            f"It must be authorised by this role: {table.title_of(outcome.authorised_by)}.",
            cite,
        )
    if outcome.two_people and proposed.person and proposed.person == found[0].event.person:
        return Refused(
            proposed.name, "It must be authorised by another person than the one who recorded it.", cite
        )
    return None
