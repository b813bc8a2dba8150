"""Who gets what at every address: role by role, for each way to stand to a record and each level of it.

It is worked out from the same declarations and by the same functions that the guard uses; nothing is asked of
the database. Commands are for whoever administers the machine, and have no roles.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from goldthread.access.models import Level
from goldthread.access.policy import ALLOWED, NO_ROLE, Outcome, Standing, foresee
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.roles import roles
from goldthread.config.access_page import addresses_with_rules
from goldthread.web.guard import AccessRule, Kind

NOBODY, ANYBODY, OPERATOR = "not signed in", "signed in, without a role", "administrator of the machine"
RELATIONSHIPS = {
    "none": "nobody in particular",
    "holds_case": "holds the open case",
    "named": "is named in the record's restriction",
    "excluded": "is kept out by name",
}
LEVELS = {
    "open": (Level.OPEN, "", ""),
    "sensitive": (Level.SENSITIVE, "", ""),
    "sensitive, reason given": (Level.SENSITIVE, "", "given"),
    "restricted": (Level.RESTRICTED, "", ""),
    "sealed": (Level.SEALED, "", ""),
    "allegation": (Level.SEALED, Capability.HANDLE_ALLEGATIONS, ""),
}


@dataclass(frozen=True)
class Cell:
    """One answer. `relationship` and `level` are empty where no record is asked for."""

    what: str
    role: str
    relationship: str
    level: str
    outcome: Outcome


def cells() -> Iterator[Cell]:
    """Every address of the service, for every role of this installation's authority."""
    people = {NOBODY: None, ANYBODY: frozenset(), **{name: role.may for name, role in roles().items()}}
    for (address, rule), (role, may) in product(sorted(addresses_with_rules()), people.items()):
        for relationship, level, outcome in _answers(rule, may):
            yield Cell(address, role, relationship, level, outcome)


def of_commands(names: list[str]) -> Iterator[Cell]:
    """Commands ask for no role: they are run on the machine itself."""
    return (Cell(f"./goldthread {name}", OPERATOR, "", "", Outcome.ALLOWED) for name in names)


def _answers(
    rule: AccessRule | None, may: frozenset[Capability] | None
) -> Iterator[tuple[str, str, Outcome]]:
    """Relationship, level and answer. `may` is None for whoever is not signed in."""
    if rule is None or (rule.kind is not Kind.PUBLIC and may is None):
        yield "", "", Outcome.REFUSED
        return
    act = rule.act((may or frozenset()).__contains__)
    able = act is None or act in (may or ())
    if rule.kind is not Kind.RECORD or not able:
        yield "", "", (ALLOWED if able else NO_ROLE).outcome
        return
    for relationship, (level, (shut, opens_to, reason)) in product(RELATIONSHIPS, LEVELS.items()):
        standing = Standing(shut, relationship == "named", relationship == "excluded", opens_to, act)
        answer = foresee(standing, holds=relationship == "holds_case", reason=reason)
        yield relationship, level, answer.outcome
