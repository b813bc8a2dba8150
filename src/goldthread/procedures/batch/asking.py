"""What rules ask about facts, as bits: one for each simple condition, so that a column answers at once."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.columns import Bools, Codes, Ints
from goldthread.procedures.events import Stated
from goldthread.procedures.format.words import Condition
from goldthread.procedures.pack import Pack

Bits = NDArray[np.uint64]
"""One row of 64-bit words for every 64 conditions, one column for each event."""
WORD = 64
ALL = 2**WORD - 1


class Known(NamedTuple):
    """Which conditions hold, by what was stated; `given` marks those whose fact was stated at all."""

    holds: Bits
    given: Bits

    def of(self, places: Ints | Codes) -> "Known":
        """What is known at some places."""
        return Known(*(np.take(column, places, axis=1) for column in self))

    def under(self, above: "Known") -> "Known":
        """With other statements laid over these."""
        return Known(above.holds | (self.holds & ~above.given), self.given | above.given)

    def only(self, mask: Bits) -> "Known":
        """As far as a mask goes."""
        return Known(self.holds & mask, self.given & mask)


class Question(NamedTuple):
    """Conditions that must all hold, those none of which may, and groups of which one must, as bits."""

    all_of: int
    none_of: int
    any_of: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it asks nothing."""
        return not (self.all_of or self.none_of or self.any_of)

    @property
    def reads(self) -> int:
        """Every bit that it reads."""
        return self.all_of | self.none_of | sum_of(self.any_of)


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
    """The simple conditions of all versions of a procedure, each with its bit."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._bits: dict[_Simple, int] = {}
        for pack in packs:
            for condition in pack.conditions.values():
                if condition.fact:
                    self._bits.setdefault(_simple(condition), len(self._bits))
        self.words = max(1, -(-len(self._bits) // WORD))
        self._of_fact: dict[str, list[tuple[_Simple, int]]] = {}
        for simple, place in self._bits.items():
            self._of_fact.setdefault(simple.fact, []).append((simple, 1 << place))
        self._missing = self.mask(
            sum_of(1 << place for simple, place in self._bits.items() if simple.missing)
        )

    def question(self, pack: Pack, when: Iterable[str], unless: Iterable[str] = ()) -> Question:
        """All of `when` and none of `unless`, by their names in a pack."""
        wanted = {**dict.fromkeys(when, True), **dict.fromkeys(unless, False)}
        groups = [
            (self._read_by(pack, name), bool(pack.conditions[name].any_of), yes)
            for name, yes in wanted.items()
        ]
        return Question(
            sum_of(bits for bits, is_group, yes in groups if yes and not is_group),
            sum_of(bits for bits, _, yes in groups if not yes),
            tuple(bits for bits, is_group, yes in groups if yes and is_group),
        )

    def _read_by(self, pack: Pack, name: str) -> int:
        condition = pack.conditions[name]
        if condition.any_of:
            return sum_of(self._read_by(pack, each) for each in condition.any_of)
        return 1 << self._bits[_simple(condition)]

    def about(self, facts: Iterable[str]) -> int:
        """The conditions about some facts."""
        return sum_of(bit for fact in facts for _, bit in self._of_fact.get(fact, ()))

    def mask(self, bits: int) -> Bits:
        """Bits of a number as words, to be used with columns."""
        return self._columns([bits])

    def known(self, statements: Sequence[Stated]) -> Known:
        """What each statement says, and last what an empty one does."""
        seen: dict[tuple[str, str, object], tuple[int, int]] = {}
        said = [*(self._said(statement, seen) for statement in statements), (0, 0)]
        return Known(*(self._columns([bits[place] for bits in said]) for place in (0, 1)))

    def _columns(self, numbers: Sequence[int]) -> Bits:
        """Numbers as bits, one column each."""
        words = [[(bits >> (WORD * word)) & ALL for bits in numbers] for word in range(self.words)]
        return np.array(words, dtype=np.uint64)

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

    def answered(self, known: Known) -> Bits:
        """Which conditions hold in the end, those about facts not stated included."""
        return known.holds | (self._missing & ~known.given)


def holds(question: Question, bits: Bits) -> Bools:
    """Where a question is answered with yes."""
    answer = np.ones(bits.shape[1], dtype=np.bool_)
    for word, column in enumerate(bits):
        all_of, none_of = _word(question.all_of, word), _word(question.none_of, word)
        if all_of:
            answer &= (column & all_of) == all_of
        if none_of:
            answer &= (column & none_of) == 0
    for group in question.any_of:
        some = np.zeros(bits.shape[1], dtype=np.bool_)
        for word, column in enumerate(bits):
            some |= (column & _word(group, word)) != 0
        answer &= some
    return answer


def sum_of(bits: Iterable[int]) -> int:
    """All bits of several numbers."""
    together = 0
    for each in bits:
        together |= each
    return together


def _word(bits: int, word: int) -> np.uint64:
    return np.uint64((bits >> (WORD * word)) & ALL)


def _simple(condition: Condition) -> _Simple:
    return _Simple(
        condition.fact,
        frozenset(condition.is_ or condition.is_not),
        bool(condition.is_not),
        condition.missing,
    )
