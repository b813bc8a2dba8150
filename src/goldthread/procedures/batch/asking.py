"""What rules ask about facts, as bits: one for each simple condition of every version of a procedure."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goldthread.procedures.batch.columns import NOTHING, Column
from goldthread.procedures.batch.compiled import column, whole, within
from goldthread.procedures.batch.records import I4, U8, Words
from goldthread.procedures.events import Stated
from goldthread.procedures.format.words import Condition
from goldthread.procedures.pack import Pack

WORD, BYTE = 64, 8


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
    """The conditions of all versions of a procedure, each with its bit; and questions by number.

    Simple conditions come first, then groups of which one condition is enough.
    """

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._bits: dict[_Simple, int] = {}
        packs = list(packs)
        for condition in (each for pack in packs for each in pack.conditions.values() if each.fact):
            self._bits.setdefault(_simple(condition), len(self._bits))
        self._groups: dict[int, int] = {}
        for pack in packs:
            for name, condition in pack.conditions.items():
                if condition.any_of:
                    self._groups.setdefault(self._one_of(pack, name), len(self._bits) + len(self._groups))
        self._words = -(-max(1, len(self._bits) + len(self._groups)) // WORD)
        self._of_fact: dict[str, list[tuple[_Simple, int]]] = {}
        for simple, place in self._bits.items():
            self._of_fact.setdefault(simple.fact, []).append((simple, 1 << place))
        self._questions: dict[tuple[int, int], int] = {}

    def number(self, pack: Pack, when: Iterable[str], unless: Iterable[str] = ()) -> int:
        """The number of a question: all of `when` and none of `unless`, by their names in a pack."""
        all_of = sum_of(self._bit(pack, name) for name in when)
        none_of = sum_of(self._bit(pack, name) for name in unless)
        return self._questions.setdefault((all_of, none_of), len(self._questions))

    def masks(self, numbers: Iterable[Iterable[int]]) -> Words:
        """Questions as bits, by their numbers: a row for each of several lots."""
        return _rows((sum_of(1 << number for number in each) for each in numbers), len(self._questions))

    def asked(self, of: Iterable[Iterable[int]]) -> dict[str, Column]:
        """All questions so far, and by name those that are asked of it."""
        conditions = range(BYTE * -(-(len(self._bits) + len(self._groups)) // BYTE))
        wanted = [self._asking(place, 0) for place in conditions]
        forbidden = [self._asking(place, 1) for place in conditions]
        grouped = [
            sum_of(1 << place for group, place in self._groups.items() if group >> each & 1)
            for each in conditions
        ]
        unstated = sum_of(1 << place for each, place in self._bits.items() if each.missing)
        refused = _by_eights(wanted, forbidden, len(self._questions))
        eights = [self._eights(each) for each in of]
        return {
            "missing": self.rows([unstated]),
            "grouped": _by_eights([0] * len(conditions), grouped, self._words * WORD)[
                len(self._bits) // WORD :
            ],
            "refused": refused.transpose(1, 2, 0),
            "first_asked": np.cumsum([0, *(len(each) for each in eights)]),
            "eights": np.array([eight for each in eights for eight in each], np.int32),
        }

    def _eights(self, numbers: Iterable[int]) -> list[int]:
        """Which eights of conditions some questions ask about."""
        questions = list(self._questions)
        asked = sum_of(bits for number in numbers for bits in questions[number])
        return [eight for eight in range(-(-asked.bit_length() // BYTE)) if asked >> BYTE * eight & 255]

    def _asking(self, condition: int, part: int) -> int:
        """The questions that ask for a condition (part 0) or against it (1), as bits."""
        return sum_of(1 << number for asks, number in self._questions.items() if asks[part] >> condition & 1)

    def _bit(self, pack: Pack, name: str) -> int:
        condition = pack.conditions[name]
        return 1 << (
            self._groups[self._one_of(pack, name)] if condition.any_of else self._bits[_simple(condition)]
        )

    def _one_of(self, pack: Pack, name: str) -> int:
        """The simple conditions of which one is enough, as bits, however deep."""
        condition = pack.conditions[name]
        if condition.any_of:
            return sum_of(self._one_of(pack, each) for each in condition.any_of)
        return 1 << self._bits[_simple(condition)]

    def about(self, facts: Iterable[str]) -> int:
        """The conditions about some facts."""
        return sum_of(bit for fact in facts for _, bit in self._of_fact.get(fact, ()))

    def rows(self, numbers: Iterable[int]) -> Words:
        """Numbers as bits, one row each."""
        return _rows(numbers, self._words * WORD)

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


@within
def know(desk: Any, place: int, child: int) -> None:
    """Lay out which conditions hold by the facts of an event, given what was known of the child there.

    Either may be NOTHING.
    """
    facts, of_child = column(desk.facts, U8), column(desk.of_child, U8)
    knows, missing, grouped, words = (
        column(desk.knows, U8),
        column(desk.missing, U8),
        column(desk.grouped, U8),
        desk.words,
    )
    for word in range(words):
        held = stated = np.uint64(0)
        if child != NOTHING:
            held, stated = of_child[2 * words * child + word], of_child[2 * words * child + words + word]
        if place != NOTHING:
            held |= facts[2 * words * place + word] & ~stated
            stated |= facts[2 * words * place + words + word]
        knows[word] = held | (missing[word] & ~stated)
    groups, eights = desk.groups, desk.group_eights
    for group in range(groups):
        some = np.uint64(0)
        for eight in range(eights):
            some |= grouped[(group * eights + eight) * 256 + _which(knows, eight)]
        knows[words - groups + group] |= some


@within
def answer(desk: Any, name: int, answers: Any, where: int) -> None:
    """Write which questions what is known answers with yes; those not asked of a name count as such."""
    knows, refused, eights = column(desk.knows, U8), column(desk.refused, U8), column(desk.eights, I4)
    first, asks = column(desk.first_asked, I4), desk.asks
    for word in range(asks):
        answers[where * asks + word] = ~np.uint64(0)
    for turn in range(first[name], first[name + 1]):
        eight = whole(eights[turn])
        which = (eight * 256 + _which(knows, eight)) * asks
        for word in range(asks):
            answers[where * asks + word] &= ~refused[which + word]


@within
def asks_anything(desk: Any, name: int) -> bool:
    """Whether anything is asked of events of a name."""
    first = column(desk.first_asked, I4)
    return bool(first[name] < first[name + 1])


@within
def _which(known: Any, eight: int) -> int:
    """Which of eight conditions hold."""
    return int(whole((known[eight >> 3] >> np.uint64(8 * (eight & 7))) & np.uint64(255)))


@within
def holds(answers: Any, word: int, question: int) -> bool:
    """Whether a question was answered with yes; `word` is the first of an answer's."""
    return bool((answers[word + (question >> 6)] >> np.uint64(question & 63)) & np.uint64(1) != np.uint64(0))


def _by_eights(if_not: Sequence[int], if_so: Sequence[int], bits: int) -> Words:
    """By word, for every eight of some conditions, whichever of them hold: the bits that follow, together.

    Of those for each condition: what follows if it does not hold, and if it does.
    """
    follows = np.stack([_rows(if_not, bits), _rows(if_so, bits)])
    together = np.zeros((follows.shape[2], len(if_so) // BYTE, 1 << BYTE), np.uint64)
    which = np.arange(1 << BYTE)
    for place in range(len(if_so)):
        together[:, place // BYTE] |= follows[which >> place % BYTE & 1, place].T
    return together


def _rows(numbers: Iterable[int], bits: int) -> Words:
    """Numbers of so many bits, 64 to a word; one row each."""
    words = max(1, -(-bits // WORD))
    data = b"".join(number.to_bytes(BYTE * words, "little") for number in numbers)
    return np.frombuffer(data, "<u8").astype(np.uint64).reshape(-1, words)


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
