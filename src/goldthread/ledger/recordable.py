"""What somebody may record now in the steps that have no page of their own, and in which of their roles."""

from collections.abc import Collection, Iterable
from datetime import datetime
from fnmatch import fnmatchcase

from goldthread.ledger.entries import entry_types
from goldthread.procedures.bans import table_at
from goldthread.procedures.fold import CaseState
from goldthread.procedures.standing import allowed
from goldthread.procedures.tables import Table

KIND = "step_record"  # the entry that records an outcome of any step


def expected(states: Iterable[CaseState], roles: Collection[str], at: datetime) -> dict[str, list[str]]:
    """The outcomes that the procedure lets these roles record now, by step, in its order."""
    found: dict[str, dict[str, None]] = {}
    for state in states:
        order = table_at(state, at).order
        every = (may for role in roles for may in allowed(state, at, role))
        for may in sorted(every, key=lambda may: order[may.step]):
            if not has_own_page(f"{may.step}.{may.outcome}"):
                found.setdefault(may.step, {})[may.outcome] = None
    return {step: list(outcomes) for step, outcomes in found.items()}


def theirs(table: Table, step: str, roles: Collection[str]) -> list[str]:
    """The outcomes of a step that are for one of these roles to record, whether expected now or not."""
    return [
        outcome
        for outcome in table.pack.steps[step].outcomes
        if not has_own_page(f"{step}.{outcome}") and role_for(table, f"{step}.{outcome}", roles)
    ]


def role_for(table: Table, event: str, roles: Collection[str]) -> str:
    """The role in which someone records an outcome: one that gives it effect, if they hold one."""
    able = [role for role in sorted(roles) if table.may_act(role, table.may[event].by)]
    effective = [role for role in sorted(roles) if role in table.authorisers.get(event, ())]
    return next(iter([*effective, *able]), "")


def has_own_page(event: str) -> bool:
    """Whether a kind of entry of its own records it."""
    patterns = (pattern for kind in entry_types().values() for pattern in kind.makes())
    return any(fnmatchcase(event, pattern) for pattern in patterns)
