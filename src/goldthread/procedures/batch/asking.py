"""What rules ask about facts, as bits: one for each simple condition of every version of a procedure."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.compiled import inlined
from goldthread.procedures.batch.records import Words
from goldthread.procedures.events import Stated
from goldthread.procedures.format.words import Condition
from goldthread.procedures.pack import Pack

WORD = 64
END, ALL, NONE, ANY = range(4)
"""What a clause asks: nothing more; all of its conditions; none of them; one of them at least."""


class _Simple(NamedTuple):
    """A condition about one fact, apart from its name."""

    fact: str
    values: frozenset[Any]
    negated: bool
    missing: bool

    def holds(self, value: object) -> bool:
        if value is None:
            return self.missing
        if isinstance(value, tuple | list):
            return any(each in self.values for each in value) is not self.negated
        return (value in self.values) is not self.negated


class Asking:
    """The simple conditions of all versions of a procedure, each with its bit; and questions by number."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._bits: dict[_Simple, int] = {}
        for pack in packs:
            for condition in pack.conditions.values():
                if condition.fact:
                    self._bits.setdefault(_simple(condition), len(self._bits))
        self._words = max(1, -(-len(self._bits) // WORD))
        self._of_fact: dict[str, list[tuple[_Simple, int]]] = {}
        for simple, place in self._bits.items():
            self._of_fact.setdefault(simple.fact, []).append((simple, 1 << place))
        self._clauses: list[tuple[int, int]] = []
        self._numbers: dict[tuple[tuple[int, int], ...], int] = {}

    def number(self, pack: Pack, when: Iterable[str], unless: Iterable[str] = ()) -> int:
        """The number of a question: all of `when` and none of `unless`, by their names in a pack.

        Its clauses begin in that row.
        """
        question = [
            *((ANY if pack.conditions[name].any_of else ALL, self._read_by(pack, name)) for name in when),
            *((NONE, self._read_by(pack, name)) for name in unless),
            (END, 0),
        ]
        if tuple(question) not in self._numbers:
            self._numbers[tuple(question)] = len(self._clauses)
            self._clauses += question
        return self._numbers[tuple(question)]

    def bits(self, pack: Pack, names: Iterable[str]) -> int:
        """All conditions that some of a pack's read, by their names."""
        return sum_of(self._read_by(pack, name) for name in names)

    @property
    def clauses(self) -> Words:
        """The clauses of all questions so far: the bits of each, and in the last column what it asks."""
        kinds = np.array([[kind] for kind, _ in self._clauses], np.uint64)
        clauses: Words = np.hstack([self.rows(bits for _, bits in self._clauses), kinds.reshape(-1, 1)])
        return clauses

    def _read_by(self, pack: Pack, name: str) -> int:
        condition = pack.conditions[name]
        if condition.any_of:
            return sum_of(self._read_by(pack, each) for each in condition.any_of)
        return 1 << self._bits[_simple(condition)]

    def about(self, facts: Iterable[str]) -> int:
        """The conditions about some facts."""
        return sum_of(bit for fact in facts for _, bit in self._of_fact.get(fact, ()))

    @property
    def missing(self) -> Words:
        """The conditions that hold as long as nothing is stated."""
        unstated: Words = self.rows(
            [sum_of(1 << place for each, place in self._bits.items() if each.missing)]
        )[0]
        return unstated

    def rows(self, numbers: Iterable[int]) -> Words:
        """Numbers as bits, one row each."""
        data = b"".join(bits.to_bytes(8 * self._words, "little") for bits in numbers)
        return np.frombuffer(data, "<u8").astype(np.uint64).reshape(-1, self._words)

    def known(self, statements: Sequence[Stated]) -> NDArray[np.uint64]:
        """Of each statement, and last of an empty one: the conditions that hold, and those it decides."""
        seen: dict[tuple[str, str, object], tuple[int, int]] = {}
        said = [*(self._said(statement, seen) for statement in statements), (0, 0)]
        return self.rows(bits for pair in said for bits in pair).reshape(-1, 2, self._words)

    def _said(
        self, statement: Stated, seen: dict[tuple[str, str, object], tuple[int, int]]
    ) -> tuple[int, int]:
        holds = given = 0
        for fact, value in statement.items():
            if fact in self._of_fact:
                key = (fact, type(value).__name__, tuple(value) if isinstance(value, list) else value)
                if key not in seen:
                    bits = self._of_fact[fact]
                    yes = sum_of(bit for simple, bit in bits if simple.holds(value))
                    seen[key] = yes, sum_of(bit for _, bit in bits)
                holds |= seen[key][0]
                given |= seen[key][1]
        return holds, given


@inlined
def answer(missing: Words, facts: Words, place: int, answered: Words, where: int) -> None:
    """Write which conditions hold by the facts at a place, those about facts not stated included."""
    for word in range(len(missing)):
        answered[where, word] = facts[place, 0, word] | (missing[word] & ~facts[place, 1, word])


@inlined
def holds(clauses: Words, number: int, answered: Words, where: int) -> bool:
    """Whether a question is answered with yes."""
    clause = number
    while clauses[clause, -1] != END:
        some, every = False, True
        for word in range(answered.shape[1]):
            found = answered[where, word] & clauses[clause, word]
            some |= found != 0
            every &= found == clauses[clause, word]
        if not (every if clauses[clause, -1] == ALL else some == (clauses[clause, -1] == ANY)):
            return False
        clause += 1
    return True


def sum_of(bits: Iterable[int]) -> int:
    """All bits of several numbers."""
    together = 0
    for each in bits:
        together |= each
    return together


def _simple(condition: Condition) -> _Simple:
    return _Simple(
        condition.fact,
        frozenset(condition.is_ or condition.is_not),
        bool(condition.is_not),
        condition.missing,
    )
