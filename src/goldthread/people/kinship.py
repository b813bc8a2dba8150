"""Who is around a child, worked out from stated ties: siblings, household, adults and their children."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from uuid import UUID

from goldthread.people.statements import RELATIONSHIPS

_PARENTS = frozenset({"mother", "father", "parent", "adoptive_parent"})
_CARE = frozenset({"guardian", "foster_carer", "kinship_carer", "special_guardian"})
_PARENTAL = _PARENTS | _CARE | {"step_parent", "partner_of_parent"}
_TO_A_CHILD = _PARENTAL | {"grandparent"}
PARTNERS = frozenset(
    {"partner", "former_partner", "spouse", "civil_partner", "separated_spouse", "former_spouse"}
)
_SIBLING = frozenset({"sibling", "twin", "half_sibling", "step_sibling"})
SAME_ADDRESS = "same_address"  # nobody says so: two people were given one address
_HOUSEHOLD = frozenset({"household_member", "child_of_household", SAME_ADDRESS})

# What the other one is, where it is not the same word.
_INVERSE = {
    **dict.fromkeys(_PARENTS, "child"),
    "step_parent": "stepchild",
    "partner_of_parent": "child of a partner",
    **dict.fromkeys(("guardian", "kinship_carer", "special_guardian"), "child cared for"),
    "foster_carer": "foster child",
    "unrelated_adult": "child in the life",
    "grandparent": "grandchild",
    "aunt_or_uncle": "nephew or niece",
    "child_of_household": "member of the household",
}
_CHILD_OF = {
    **dict.fromkeys(_PARENTS, "child of {}"),
    "step_parent": "stepchild of {}",
    "partner_of_parent": "child of a partner of {}",
    **dict.fromkeys(("guardian", "kinship_carer", "special_guardian"), "child cared for by {}"),
    "foster_carer": "foster child of {}",
}


def relation(kind: str, *, inverse: bool = False) -> str:
    """What the first of a tie is to the second, in words; or with `inverse` the second to the first."""
    words = RELATIONSHIPS.get(kind, kind)
    return _INVERSE.get(kind, words) if inverse else words


def towards(kind: str, *, inverse: bool = False) -> str:
    """The same before a name: `mother of`, `unrelated adult in contact with`."""
    words = "member of the household" if kind == SAME_ADDRESS else relation(kind, inverse=inverse)
    return f"{words} {'with' if kind == 'unrelated_adult' and not inverse else 'of'}"


class Group(IntEnum):
    """How someone is around a child, in the order in which the desk checks them (HERTS-10.11, 10.12)."""

    SIBLING = 1
    CHILD_IN_HOUSEHOLD = 2
    ADULT_IN_HOUSEHOLD = 3
    CONNECTED_ADULT = 4
    THEIR_CHILD = 5

    @property
    def title(self) -> str:
        """A heading."""
        return _TITLES[self]


_TITLES = {
    Group.SIBLING: "Brothers and sisters, half and step included",
    Group.CHILD_IN_HOUSEHOLD: "Other children in the household",
    Group.ADULT_IN_HOUSEHOLD: "Adults in the household",
    Group.CONNECTED_ADULT: "Other adults closely connected",
    Group.THEIR_CHILD: "Other children of these adults",
}


@dataclass(frozen=True)
class Tie:
    """`who` is the `kind` of `whose`, as `entry` told the service on `told`. One person has one id."""

    who: UUID
    kind: str
    whose: UUID
    told: date
    entry: UUID


@dataclass(frozen=True)
class Link:
    """Why one person belongs to the circle."""

    person: UUID
    group: Group
    how: str
    tie: Tie


class Kin:
    """Answers about the ties among a set of people. `name` and `minor` tell of one person."""

    def __init__(
        self, ties: Iterable[Tie], name: Callable[[UUID], str], minor: Callable[[UUID], bool | None]
    ) -> None:
        self.ties = sorted(
            set(ties), key=lambda tie: (tie.told, *map(str, (tie.entry, tie.who, tie.whose, tie.kind)))
        )
        self.name = name
        self.minor = minor

    def household(self, person: UUID) -> list[Link]:
        """Everyone who lives with a person: told so directly, or of an adult of the household."""
        links = list(self._housemates(person))
        for link in list(links):
            if link.group is Group.ADULT_IN_HOUSEHOLD:
                links += (
                    far for far in self._housemates(link.person, via=link.person) if far.person != person
                )
        return _first_of_each(links)

    def parents(self, child: UUID) -> set[UUID]:
        """Whoever is said to be the child's mother, father or parent, by birth or adoption."""
        return {tie.who for tie in self.ties if tie.whose == child and tie.kind in _PARENTS}

    def children(self, adult: UUID) -> set[UUID]:
        """Whoever is in an adult's care, or of whose family the adult is told to be."""
        return {tie.whose for tie in self.ties if tie.who == adult and tie.kind in _TO_A_CHILD}

    def adults(self, child: UUID) -> list[Link]:
        """The adults of the household, then others closely connected with the child or with a parent."""
        links = [link for link in self.household(child) if link.group is Group.ADULT_IN_HOUSEHOLD]
        links += self._connected(child)
        links += (link for parent in self.parents(child) for link in self._partners(parent, child))
        return _first_of_each(links)

    def circle(self, child: UUID) -> list[Link]:
        """Everyone the desk checks, each once, under the first group that fits."""
        household, adults = self.household(child), self.adults(child)
        links = [*self._siblings(child), *household, *adults]
        for adult in adults:
            links += (link for link in self._children_around(adult.person) if link.person != child)
        found = _first_of_each(sorted(links, key=lambda link: link.group))
        at_home = {link.person for link in household}
        return [self._placed(link, at_home) for link in found]

    def _placed(self, link: Link, at_home: set[UUID]) -> Link:
        if link.group is Group.SIBLING and link.person in at_home:
            return Link(link.person, link.group, f"{link.how}, in the household", link.tie)
        return link

    def _of(self, person: UUID) -> Iterator[tuple[UUID, str, Tie]]:
        """Everyone tied to a person, with what they are to that person: `mother`, `child`."""
        for tie in self.ties:
            if tie.whose == person:
                yield tie.who, relation(tie.kind), tie
            elif tie.who == person:
                yield tie.whose, relation(tie.kind, inverse=True), tie

    def _is_child(self, person: UUID) -> bool:
        """A child by age; where no age is known, by what they are said to be."""
        minor = self.minor(person)
        if minor is not None:
            return minor
        return any(
            tie.kind in _SIBLING | {"child_of_household"} if tie.who == person else tie.kind in _PARENTAL
            for tie in self.ties
            if person in (tie.who, tie.whose)
        )

    def _housemates(self, person: UUID, via: UUID | None = None) -> Iterator[Link]:
        for other, _, tie in self._of(person):
            if tie.kind not in _HOUSEHOLD:
                continue
            group = Group.CHILD_IN_HOUSEHOLD if self._is_child(other) else Group.ADULT_IN_HOUSEHOLD
            yield Link(other, group, self._lives(other, person, tie, via), tie)

    def _lives(self, other: UUID, person: UUID, tie: Tie, via: UUID | None) -> str:
        if via is not None:
            return f"lives with {self.name(via)}"
        where = "at the same address" if tie.kind == SAME_ADDRESS else "in the household"
        return self._relation(other, person) or f"lives {where}"

    def _relation(self, other: UUID, person: UUID) -> str:
        """What is said of how one person is related to another, beyond living together."""
        words = [word for who, word, tie in self._of(person) if who == other and tie.kind not in _HOUSEHOLD]
        return ", ".join(dict.fromkeys(words))

    def _siblings(self, child: UUID) -> Iterator[Link]:
        for other, word, tie in self._of(child):
            if tie.kind in _SIBLING:
                yield Link(other, Group.SIBLING, word, tie)
        parents = self.parents(child)
        for tie in self.ties:
            if tie.who in parents and tie.kind in _PARENTS and tie.whose != child:
                yield Link(tie.whose, Group.SIBLING, self._by_parents(child, tie.whose), tie)

    def _by_parents(self, child: UUID, other: UUID) -> str:
        """Full or half, as far as both children's parents are known."""
        mine, theirs = self.parents(child), self.parents(other)
        shared = mine & theirs
        if len(shared) > 1:
            return "brother or sister, same parents"
        kind = "half-brother or half-sister" if len(mine) > 1 and len(theirs) > 1 else "brother or sister"
        return f"{kind}, through {', '.join(map(self.name, shared))}"

    def _connected(self, child: UUID) -> Iterator[Link]:
        for other, _, tie in self._of(child):
            if tie.kind not in _SIBLING | _HOUSEHOLD and not self._is_child(other):
                yield Link(other, Group.CONNECTED_ADULT, self._relation(other, child), tie)

    def _partners(self, parent: UUID, child: UUID) -> Iterator[Link]:
        """Mother's boyfriend, and the like."""
        for other, word, tie in self._of(parent):
            if tie.kind in PARTNERS and other not in self.parents(child):
                yield Link(other, Group.CONNECTED_ADULT, f"{word} of {self.name(parent)}", tie)

    def _children_around(self, adult: UUID) -> Iterator[Link]:
        """Children whom an adult parents or lives with."""
        for tie in self.ties:
            if tie.who == adult and tie.kind in _PARENTAL and self.minor(tie.whose) is not False:
                yield Link(tie.whose, Group.THEIR_CHILD, _CHILD_OF[tie.kind].format(self.name(adult)), tie)
        for link in self._housemates(adult, via=adult):
            if link.group is Group.CHILD_IN_HOUSEHOLD:
                yield Link(link.person, Group.THEIR_CHILD, link.how, link.tie)


def _first_of_each(links: Iterable[Link]) -> list[Link]:
    """One link for each person: the first."""
    found: dict[UUID, Link] = {}
    for link in links:
        found.setdefault(link.person, link)
    return list(found.values())
