"""Makes a genogram of what is told of a family, as it was on a day. Pure: the facts are handed in."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from goldthread.ledger.london import say_date
from goldthread.people.genogram import Below, Bond, Genogram, Line, Member, Net, Shape
from goldthread.people.kinship import SAME_ADDRESS, towards
from goldthread.people.parental_facts import Told
from goldthread.people.statements import RELATIONSHIPS

_BIRTH = ("mother", "father", "parent")
_CARE = {
    "foster_carer": Line.FOSTERED,
    "kinship_carer": Line.KEPT,
    "special_guardian": Line.KEPT,
    "guardian": Line.KEPT,
}
# Where two statements of one day differ, the later in this list counts.
_BONDS = {
    "partner": Bond.COUPLE,
    "former_partner": Bond.PARTED,
    "civil_partner": Bond.CIVIL_PARTNERS,
    "spouse": Bond.MARRIED,
    "separated_spouse": Bond.SEPARATED,
    "former_spouse": Bond.DIVORCED,
}
_SIBLINGS = {
    "sibling": "said to be brothers or sisters",
    "twin": "said to be twins",
    "half_sibling": "said to be half-brothers or half-sisters",
    "step_sibling": "said to be stepbrothers or stepsisters",
}
_DROPS = {"grandparent": 2, "aunt_or_uncle": 1, "step_parent": 1, "partner_of_parent": 1, "cousin": 0}
_HOUSEHOLD = ("household_member", "child_of_household", SAME_ADDRESS)
_PREGNANCY = timedelta(weeks=42)
_ADULT = 18


@dataclass(frozen=True)
class Figure:
    """What is known of one person. `closed`: their record is restricted, and nothing but that is told."""

    id: UUID
    name: str
    gender: str = ""
    born: date | None = None
    about_year: int | None = None
    expected: date | None = None
    dead: bool = False
    died: date | None = None
    closed: bool = False
    href: str = ""


@dataclass(frozen=True)
class Family:
    """Everything told that may be drawn. `home`: who lives with the index person on that day."""

    index: UUID
    figures: Mapping[UUID, Figure]
    ties: Sequence[Told]
    home: Set[UUID]
    on: date


def genogram(family: Family) -> Genogram:
    """The genogram of that day: who was not yet expected is left out, and so is what had not yet begun."""
    return _Drawn(family).genogram()


@dataclass
class _Drawn:
    """A genogram in the making. `nets` is by who stands above and what the two are."""

    family: Family
    ties: list[Told] = field(init=False)
    nets: list[Net] = field(default_factory=list)

    def __post_init__(self) -> None:
        on, figures = self.family.on, self.family.figures
        there = {key for key, one in figures.items() if _is_there(one, on)} | {self.family.index}
        self.ties = sorted(
            (
                tie
                for tie in self.family.ties
                if {tie.who, tie.whose} <= there
                and tie.who != tie.whose
                and not (tie.since and tie.since > on)
            ),
            key=lambda tie: (tie.since or date.min, *map(str, (tie.what, tie.who, tie.whose, tie.entry))),
        )

    def genogram(self) -> Genogram:
        """Families first, then what is told of people whom no family joins."""
        self.nets += self._families()
        self.nets += self._couples()
        self.nets += self._siblings()
        self.nets += self._others()
        self._add_housemates()
        drawn = {person for net in self.nets for person in _people(net)} | {self.family.index}
        members = sorted((self._member(self.family.figures[one]) for one in drawn), key=_by_age)
        return Genogram(tuple(members), tuple(self.nets))

    def _families(self) -> Iterator[Net]:
        """Every couple or lone parent or carer, with their children of every kind."""
        found: dict[tuple[UUID, ...], list[Below]] = {}
        for child in sorted({tie.whose for tie in self.ties}, key=self._age):
            for above, line in self._heads(child):
                found.setdefault(above, []).append(Below(child, line))
        for above, children in found.items():
            bond, since = self._bond(*above) if len(above) == 2 else (Bond.PARENTS, "")
            yield Net(above, tuple(self._with_twins(children)), bond, since=since)

    def _heads(self, child: UUID) -> Iterator[tuple[tuple[UUID, ...], Line]]:
        """Whose child this is: those by birth, by adoption, and who cares for it on the day."""
        birth = self._are(child, _BIRTH)
        if len(birth) > 2:  # two fathers are told of, say: both are drawn, and marked
            for other in birth[1:]:
                yield self._pair(birth[0], other), Line.DOUBTED
        elif birth:
            yield self._pair(*birth), Line.BIRTH
        if adopters := self._are(child, ("adoptive_parent",))[:2]:
            yield self._pair(*adopters), Line.ADOPTED
        for kind, line in _CARE.items():
            for carers in self._carers(child, kind, {*birth, *adopters}):
                yield carers, line

    def _carers(self, child: UUID, kind: str, parents: Set[UUID]) -> Iterator[tuple[UUID, ...]]:
        """Who cares for the child on the day: couples together, others alone."""
        carers = [one for one in self._are(child, (kind,), now=True) if one not in parents]
        couples = [pair for pair in combinations(carers, 2) if self._is_couple(*pair)]
        together = {one for pair in couples for one in pair}
        yield from (self._pair(*pair) for pair in couples)
        yield from ((one,) for one in carers if one not in together)

    def _are(self, child: UUID, kinds: Sequence[str], *, now: bool = False) -> list[UUID]:
        """Who is told to be one of these to the child, mothers first; on the day itself where `now`."""
        told = [tie for tie in self.ties if tie.whose == child and tie.what in kinds]
        told = [tie for tie in told if not (now and self._is_over(tie))]
        return list(dict.fromkeys(tie.who for tie in sorted(told, key=lambda tie: kinds.index(tie.what))))

    def _pair(self, *people: UUID) -> tuple[UUID, ...]:
        return tuple(sorted(people, key=lambda one: (self._shape(one) is not Shape.SQUARE, self._age(one))))

    def _is_couple(self, one: UUID, other: UUID) -> bool:
        return self._bond(one, other)[0] is not Bond.PARENTS

    def _bond(self, one: UUID, other: UUID) -> tuple[Bond, str]:
        """What two people are to each other on the day, and since when."""
        told = [tie for tie in self.ties if tie.what in _BONDS and {tie.who, tie.whose} == {one, other}]
        if not told:
            return Bond.PARENTS, ""
        last = max(told, key=lambda tie: (tie.since or date.min, list(_BONDS).index(tie.what)))
        since = f"since {say_date(last.since)}" if last.since else ""
        if last.until is None or last.until > self.family.on or self._died(one) or self._died(other):
            return _BONDS[last.what], since
        over = Bond.DIVORCED if last.what in ("spouse", "civil_partner", "separated_spouse") else Bond.PARTED
        return over, f"since {say_date(last.until)}"

    def _with_twins(self, children: Sequence[Below]) -> Iterator[Below]:
        """Those born to the same parents on one day."""
        days: dict[date, list[UUID]] = {}
        for one in children:
            born = self.family.figures[one.id].born
            if born and one.line is Line.BIRTH and not self.family.figures[one.id].closed:
                days.setdefault(born, []).append(one.id)
        together = [born for born, alike in days.items() if len(alike) > 1]
        for one in children:
            born = self.family.figures[one.id].born
            is_twin = born in together and one.id in days[born]
            yield Below(one.id, one.line, together.index(born) + 1 if born and is_twin else 0)

    def _couples(self) -> Iterator[Net]:
        """Couples without a child on record."""
        drawn = {frozenset(net.above) for net in self.nets}
        for tie in self.ties:
            pair = frozenset((tie.who, tie.whose))
            if tie.what in _BONDS and pair not in drawn:
                drawn.add(pair)
                bond, since = self._bond(tie.who, tie.whose)
                yield Net(self._pair(tie.who, tie.whose), (), bond, since=since)

    def _siblings(self) -> Iterator[Net]:
        """Brothers and sisters of whom no common parent is told."""
        for kind, words in _SIBLINGS.items():
            groups: list[set[UUID]] = []
            for tie in self.ties:
                if tie.what == kind and not self._share_parents(tie.who, tie.whose):
                    joined = [group for group in groups if group & {tie.who, tie.whose}]
                    groups = [group for group in groups if group not in joined]
                    groups.append({tie.who, tie.whose}.union(*joined))
            for group in groups:
                below = tuple(Below(one, Line.LOOSE) for one in sorted(group, key=self._age))
                yield Net((), below, Bond.LOOSE, words)

    def _share_parents(self, one: UUID, other: UUID) -> bool:
        return any({one, other} <= {child.id for child in net.below} for net in self.nets) or bool(
            self._parents(one) & self._parents(other)
        )

    def _parents(self, child: UUID) -> set[UUID]:
        return set(self._are(child, (*_BIRTH, "adoptive_parent")))

    def _others(self) -> Iterator[Net]:
        """Looser ties, unless what is drawn says them already."""
        seen: set[tuple[UUID, UUID, str]] = set()
        drawn = {*_BIRTH, "adoptive_parent", *_CARE, *_BONDS, *_SIBLINGS, *_HOUSEHOLD}
        for tie in self.ties:
            key = (tie.who, tie.whose, tie.what)
            if tie.what in drawn or self._is_over(tie) or key in seen or self._is_plain(tie):
                continue
            seen.add(key)
            yield self._loose(tie)

    def _loose(self, tie: Told) -> Net:
        drop = _DROPS.get(tie.what, int(self._is_adult(tie.who) and not self._is_adult(tie.whose)))
        words = towards(tie.what)
        if drop:
            return Net((tie.who,), (Below(tie.whose, Line.LOOSE),), Bond.LOOSE, words, drop=drop)
        return Net((tie.who, tie.whose), (), Bond.LOOSE, words)

    def _is_plain(self, tie: Told) -> bool:
        """Whether the picture says it already: a grandmother who is a parent's mother, say."""
        parents = self._parents(tie.whose)
        if tie.what == "grandparent":
            return any(tie.who in self._parents(parent) for parent in parents)
        if tie.what == "aunt_or_uncle":
            return any(self._share_parents(tie.who, parent) for parent in parents)
        if tie.what == "cousin":
            return any(self._share_parents(one, other) for one in self._parents(tie.who) for other in parents)
        if tie.what in ("step_parent", "partner_of_parent"):
            return any(self._is_couple(tie.who, parent) for parent in parents)
        return False

    def _add_housemates(self) -> None:
        """Who is only told to live there, and whom nothing else joins."""
        for tie in self.ties:
            joined = {person for net in self.nets for person in _people(net)}
            if tie.what in _HOUSEHOLD and not self._is_over(tie) and not {tie.who, tie.whose} <= joined:
                self.nets.append(self._loose(tie))

    def _is_over(self, tie: Told) -> bool:
        return tie.until is not None and tie.until <= self.family.on

    def _age(self, person: UUID) -> tuple[date, str, str]:
        one = self.family.figures[person]
        born = one.born or one.expected or (date(one.about_year, 7, 1) if one.about_year else date.max)
        return (date.max if one.closed else born), one.name, str(person)

    def _died(self, person: UUID) -> bool:
        one = self.family.figures[person]
        return one.dead and (one.died is None or one.died <= self.family.on)

    def _is_adult(self, person: UUID) -> bool:
        born = self._age(person)[0]
        return born == date.max or (self.family.on - born).days > _ADULT * 365.25

    def _shape(self, person: UUID) -> Shape:
        one = self.family.figures[person]
        if one.closed:
            return Shape.DIAMOND
        if _is_unborn(one, self.family.on):
            return Shape.TRIANGLE
        said = {tie.what for tie in self.ties if tie.who == person}
        gender = one.gender.strip().casefold() or (
            "female" if "mother" in said else "male" if "father" in said else ""
        )
        return {"female": Shape.CIRCLE, "f": Shape.CIRCLE, "male": Shape.SQUARE, "m": Shape.SQUARE}.get(
            gender, Shape.DIAMOND
        )

    def _member(self, one: Figure) -> Member:
        """One person as drawn."""
        index, home = one.id == self.family.index, one.id in self.family.home
        if one.closed:
            return Member(one.id, one.name, Shape.DIAMOND, is_index=index, at_home=home)
        dead = self._died(one.id)
        until = one.died if dead else self.family.on
        return Member(
            id=one.id,
            name=one.name,
            shape=self._shape(one.id),
            age=_years(one, until) if until and not _is_unborn(one, self.family.on) else "",
            notes=tuple(self._notes(one, dead=dead)),
            born=one.born or (date(one.about_year, 7, 1) if one.about_year else one.expected),
            dead=dead,
            is_index=index,
            at_home=home or index,
            href=one.href,
        )

    def _notes(self, one: Figure, *, dead: bool) -> Iterator[str]:
        """Birth and death by year, and what a person is to the child beyond family."""
        if _is_unborn(one, self.family.on):
            due = one.expected or one.born
            yield f"due {say_date(due)}" if due else "unborn"
        elif one.born or one.about_year:
            yield f"born {one.born.year}" if one.born else f"born about {one.about_year}"
        if dead:
            yield f"died {one.died.year}" if one.died else "has died"
        roles = [
            RELATIONSHIPS[tie.what]
            for tie in self.ties
            if tie.who == one.id
            and tie.whose == self.family.index
            and tie.what not in (*_BIRTH, *_BONDS, *_SIBLINGS, *_HOUSEHOLD)
            and not self._is_over(tie)
        ]
        yield from dict.fromkeys(roles)


def _people(net: Net) -> set[UUID]:
    return {*net.above, *(one.id for one in net.below)}


def _by_age(member: Member) -> tuple[bool, date, str, str]:
    return member.born is None, member.born or date.max, member.name, str(member.id)


def _is_there(one: Figure, on: date) -> bool:
    """Born by then, or expected within a pregnancy's length."""
    begin = one.born or one.expected
    return begin is None or begin - _PREGNANCY <= on


def _is_unborn(one: Figure, on: date) -> bool:
    return one.born > on if one.born else one.expected is not None


def _years(one: Figure, on: date) -> str:
    """The age in years, as it stands inside a sign."""
    if one.born:
        years = on.year - one.born.year - ((on.month, on.day) < (one.born.month, one.born.day))
        return str(years) if years else "<1"
    return f"~{max(0, on.year - one.about_year)}" if one.about_year else ""
