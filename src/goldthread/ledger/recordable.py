"""What somebody may record now, on which kind of page, and in which of their roles."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from fnmatch import fnmatchcase

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.roles import who_may
from goldthread.ledger.entries import entry_type, entry_types
from goldthread.ledger.events import takes_effect
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry
from goldthread.ledger.procedure import newest, procedure
from goldthread.procedures.bans import table_at
from goldthread.procedures.fold import CaseState
from goldthread.procedures.standing import allowed
from goldthread.procedures.tables import Table

KIND = "step_record"  # the entry that records an outcome of any step


def expected(
    states: Iterable[CaseState], roles: Collection[str], at: datetime, kind: str = KIND
) -> dict[str, list[str]]:
    """The outcomes that the procedure lets these roles record now, by step, in its order.

    `kind` is the kind of entry that records them: by default the one for steps without a page of their own.
    """
    return expected_by_kind(states, roles, at).get(kind, {})


def expected_by_kind(
    states: Iterable[CaseState], roles: Collection[str], at: datetime
) -> dict[str, dict[str, list[str]]]:
    """The same for every kind of entry."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    made = _made()
    for state in states:
        order = table_at(state, at).order
        every = (may for role in roles for may in allowed(state, at, role))
        for may in sorted(every, key=lambda may: order[may.step]):
            kind = _recorder(f"{may.step}.{may.outcome}", made)
            found.setdefault(kind, {}).setdefault(may.step, {})[may.outcome] = None
    return {kind: {step: list(outcomes) for step, outcomes in steps.items()} for kind, steps in found.items()}


def theirs(table: Table, step: str, roles: Collection[str], kind: str = KIND) -> list[str]:
    """The outcomes of a step that are for one of these roles to record, whether expected now or not."""
    return [
        outcome
        for outcome in table.pack.steps[step].outcomes
        if recorder(f"{step}.{outcome}") == kind and role_for(table, roles, f"{step}.{outcome}")
    ]


def role_for(table: Table, roles: Collection[str], *events: str) -> str:
    """The role in which someone records such outcomes: one that gives them all effect, if they hold one."""
    effective = [role for role in sorted(roles) if all(_gives_effect(table, role, one) for one in events)]
    able = [role for role in sorted(roles) if all(_may_record(table, role, one) for one in events)]
    return next(iter([*effective, *able]), "")


def _gives_effect(table: Table, role: str, event: str) -> bool:
    return role in table.authorisers.get(event, ())


def _may_record(table: Table, role: str, event: str) -> bool:
    return _gives_effect(table, role, event) or table.may_act(role, table.may[event].by)


def may_settle(entry: Entry, roles: Collection[str]) -> str:
    """The role, of these, that may authorise all of an entry that waits for it; empty where none may.

    Where the procedure names nobody and the entry is of a kind that is overseen, that is a manager's.
    """
    table = procedure().on(london_date(entry.occurred_at))
    names = {f"{event.step}.{event.outcome}" for event in entry.events.all()}
    wait = [name for name in names if not takes_effect(table, name, entry.author_role)]
    if not wait:
        managers = sorted(who_may(Capability.AUTHORISE_DECISION) & set(roles))
        return next(iter(managers), "") if awaits_manager(entry) else ""
    able = (role for role in sorted(roles) if all(_gives_effect(table, role, name) for name in wait))
    return next(able, "")


def awaits_manager(entry: Entry) -> bool:
    """Whether it counts already, for the procedure names nobody to authorise it, and no manager has yet.

    Such an authorisation says that a second person stands by it; it gives the procedure no event.
    """
    if not entry_type(entry.kind).overseen or entry.authorisations.exists() or entry.declinings.exists():
        return False
    return {(event.step, event.outcome) for event in entry.events.all()} <= set(undecided(entry.kind))


def overseen() -> list[str]:
    """The kinds of entry that a manager oversees where nobody else does."""
    return [kind for kind, written in entry_types().items() if written.overseen]


def undecided(kind: str) -> list[tuple[str, str]]:
    """The steps and outcomes of an overseen kind that this procedure has nobody authorise."""
    events = [event.partition(".") for event in entry_type(kind).makes()]
    steps = newest().steps
    return [(step, name) for step, _, name in events if not steps[step].outcomes[name].authorised_by]


def made(step: str, kind: str) -> list[str]:
    """The outcomes of a step that such an entry records in this procedure; none where it has no such step."""
    known, by = newest().steps.get(step), _made()
    outcomes = known.outcomes if known else ()
    return [outcome for outcome in outcomes if _recorder(f"{step}.{outcome}", by) == kind]


def recorder(event: str) -> str:
    """The kind of entry that records such an event: one of its own, or the one for any step."""
    return _recorder(event, _made())


def _made() -> dict[str, str]:
    """The kind that makes each event, or pattern of events, for itself."""
    kinds = reversed([*entry_types().items()])  # of two that make the same, the first is meant
    return {pattern: kind for kind, written in kinds for pattern in written.makes()}


def _recorder(event: str, made: Mapping[str, str]) -> str:
    by_pattern = (kind for pattern, kind in made.items() if "*" in pattern and fnmatchcase(event, pattern))
    return made.get(event) or next(by_pattern, KIND)
