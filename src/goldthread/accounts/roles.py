"""The roles of this authority's procedure, in plain English, and what each may do: it is all the pack's."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from goldthread.accounts.authority import newest
from goldthread.accounts.capabilities import NOT_GIVEN_HERE, OF_OTHER_AGENCIES, Capability
from goldthread.procedures.pack import Pack
from goldthread.procedures.tables import counted


@dataclass(frozen=True)
class Role:
    """A role a person may hold in a team. `may` is its own, and that of every role it counts as.

    `people_a_day`: of how many people it usually opens the records in a day, at most; 0 where nobody said.
    """

    title: str
    says: str
    may: frozenset[Capability]
    people_a_day: int = 0


def who_may(capability: Capability) -> frozenset[str]:
    """The roles that may do such a thing."""
    return frozenset(name for name, role in roles().items() if capability in role.may)


def given_to(*, outside: bool) -> Mapping[str, Role]:
    """The roles that whoever makes accounts may give, to somebody of another organisation or of our own."""
    return {
        name: role
        for name, role in roles().items()
        if (role.may <= OF_OTHER_AGENCIES if outside else role.may.isdisjoint(NOT_GIVEN_HERE))
    }


def roles() -> Mapping[str, Role]:
    """Each role in which someone can do something here, by its id."""
    return roles_of(newest())


@cache
def roles_of(pack: Pack) -> Mapping[str, Role]:
    """The same for any procedure."""
    able = {name: _may(pack, name) for name in pack.roles}
    return {
        name: Role(pack.roles[name].title, pack.roles[name].says, may, _people_a_day(pack, name))
        for name, may in able.items()
        if may
    }


def _people_a_day(pack: Pack, name: str) -> int:
    return pack.roles[name].people_a_day or max(
        (pack.roles[role].people_a_day for role in counted(pack, name)), default=0
    )


def _may(pack: Pack, name: str) -> frozenset[Capability]:
    return frozenset(Capability(each) for role in counted(pack, name) for each in pack.roles[role].may)
