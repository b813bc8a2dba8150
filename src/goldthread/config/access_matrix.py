"""Who gets what at every address, by every method: role, relationship and level, each in turn.

It is worked out from the same declarations and by the same functions that the guard uses; nothing is asked of
the database. Commands are for whoever administers the machine, and have no roles. What an entry keeps back
(field locks) stands after the addresses, for whoever may read the record.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from goldthread.access.models import Level
from goldthread.access.policy import ALLOWED, NO_ROLE, Outcome, Standing, foresee
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.roles import roles
from goldthread.config.access_page import addresses_with_views
from goldthread.ledger.entries import entry_types
from goldthread.ledger.fields import Field, Group, Sensitivity
from goldthread.web.guard import AccessRule, Kind

NOBODY, ANYBODY, OPERATOR = "not signed in", "signed in, without a role", "administrator of the machine"
RELATIONSHIPS = {
    "none": "nobody in particular",
    "holds_case": "holds the open case",
    "named": "is named in the record's restriction",
    "emergency": "opened it in an emergency, and that is in force",
    "excluded": "is kept out by name",
    "excluded_named": "is kept out by name, and named, and opened it in an emergency before",
}
LEVELS = {
    "open": (Level.OPEN, "", ""),
    "sensitive": (Level.SENSITIVE, "", ""),
    "sensitive, reason given": (Level.SENSITIVE, "", "given"),
    "restricted": (Level.RESTRICTED, "", ""),
    "sealed": (Level.SEALED, "", ""),
    "allegation": (Level.SEALED, Capability.HANDLE_ALLEGATIONS, ""),
}
LOCKS = {
    Sensitivity.LOCKED_ADDRESS: "the address must stay safe",
    Sensitivity.LOCKED_REFERRER: "the referrer wished to stay unnamed",
    Sensitivity.LOCKED_WITNESS: "the witness is protected",
}
KEPT = "kept back"  # of a field that is locked, from whoever may read the record
METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Cell:
    """One answer. `relationship` and `level` are empty where no record is asked for.

    `fresh`: only after a new proof of who they are. `field` is what an entry asks, where it is about one:
    `outcome` is then what they see of it when that is locked.
    """

    what: str
    method: str
    role: str
    relationship: str
    level: str
    outcome: str
    fresh: bool = False
    field: str = ""


def cells(only: str = "") -> Iterator[Cell]:
    """Every address of the service, or one, for every role of this installation's authority."""
    views = sorted((one for one in addresses_with_views() if only in {"", one[0]}), key=_address)
    for (address, view), (role, may) in product(views, _people()):
        rule: AccessRule | None = getattr(view, "access_rule", None)
        fresh = rule is not None and rule.fresh
        for method in methods_of(view):
            for relationship, level, outcome in _answers(rule, may):
                yield Cell(address, method, role, relationship, level, outcome.value, fresh)


def of_fields() -> Iterator[Cell]:
    """Every answer of every kind of entry that can be locked: what a reader sees of it while it is."""
    reads = AccessRule(Kind.RECORD, Capability.READ_RECORD)
    for (kind, name), (role, may) in product(lockable(), _people()):
        for relationship, level, outcome in _answers(reads, may):
            said = KEPT if outcome is Outcome.ALLOWED else outcome.value
            yield Cell(f"entry {kind}", "GET", role, relationship, level, said, field=name)


def lockable() -> Iterator[tuple[str, str]]:
    """The kind of entry and the name of each answer that a lock keeps back."""
    for kind, entry_type in sorted(entry_types().items()):
        yield from ((kind, name) for name, one in entry_type.fields.items() if _lock(one))


def of_commands(names: list[str]) -> Iterator[Cell]:
    """Commands ask for no role: they are run on the machine itself."""
    return (Cell(f"./goldthread {name}", "", OPERATOR, "", "", Outcome.ALLOWED.value) for name in names)


def methods_of(view: Callable[..., object]) -> tuple[str, ...]:
    """Of GET and POST, those that a view takes, as its decorator says; both where none says so."""
    inner: object = view
    while inner is not None:
        code = getattr(inner, "__code__", None)
        if code is not None and "request_method_list" in code.co_freevars:
            cell = inner.__closure__[code.co_freevars.index("request_method_list")]  # type: ignore[attr-defined]
            return tuple(method for method in METHODS if method in cell.cell_contents)
        inner = getattr(inner, "__wrapped__", None)
    return METHODS


def _people() -> list[tuple[str, frozenset[Capability] | None]]:
    """Whoever may ask: nobody signed in, somebody without a role, and each role."""
    return [(NOBODY, None), (ANYBODY, frozenset()), *((name, role.may) for name, role in roles().items())]


def _answers(
    rule: AccessRule | None, may: frozenset[Capability] | None
) -> Sequence[tuple[str, str, Outcome]]:
    """Relationship, level and answer. `may` is None for whoever is not signed in."""
    if rule is None or (rule.kind is not Kind.PUBLIC and may is None):
        return [("", "", Outcome.REFUSED)]
    act = rule.act((may or frozenset()).__contains__)
    able = act is None or act in (may or ())
    if rule.kind is not Kind.RECORD or not able:
        return [("", "", (ALLOWED if able else NO_ROLE).outcome)]
    return _of_record(act)


@cache
def _of_record(act: Capability | None) -> Sequence[tuple[str, str, Outcome]]:
    """The same where a record is asked for, of somebody who may do that at all."""
    found = []
    for relationship, (level, (shut, opens_to, reason)) in product(RELATIONSHIPS, LEVELS.items()):
        standing = Standing(
            level=shut,
            named=relationship in {"named", "excluded_named"},
            excluded=relationship in {"excluded", "excluded_named"},
            opens_to=opens_to,
            acting=act,
            glass=relationship in {"emergency", "excluded_named"},
        )
        answer = foresee(standing, holds=relationship == "holds_case", reason=reason)
        found.append((relationship, level, answer.outcome))
    return found


def _lock(one: Field) -> bool:
    cells = one.fields.values() if isinstance(one, Group) else (one,)
    return any(cell.sensitivity in LOCKS for cell in cells)


def _address(pair: tuple[str, object]) -> str:
    return pair[0]
