"""Finds addresses in a text: with their number or without, roads in full or short, a letter wrong."""

from collections.abc import Iterator, Sequence
from re import split

from rapidfuzz.distance import OSA

from goldthread.disclosure.redaction.known import Found, Known, Other
from goldthread.disclosure.redaction.tokens import Token, words

_SHORT = "ave av cl cres ct dr gdns gr grn hse ln pk pl rd sq st ter terr wk"
_FULL = (
    "avenue avenue close crescent court drive gardens grove green house lane park place road square street"
    " terrace terrace walk"
)
_ROADS = dict(zip(_SHORT.split(), _FULL.split(), strict=True))
_BEFORE = {"flat", "number", "no", "unit", "room", "apartment", "apt"}
_MISSPELT = 5  # letters of a word in which one may be wrong


class Places:
    """Everybody's addresses but the reader's own, ready to be looked for."""

    def __init__(self, known: Known) -> None:
        own = {street for lines, _ in known.own.addresses for street in _streets(lines)}
        self.streets: dict[tuple[str, ...], Other] = {}
        for other in known.others:
            for lines, _ in other.addresses:
                for street in _streets(lines):
                    if street not in own:
                        self.streets.setdefault(street, other)

    def find(self, said: Sequence[Token]) -> Iterator[Found]:
        """Every address, with the number before it."""
        road = [_road(one.word) for one in said]
        for street, other in self.streets.items():
            for at in range(len(said) - len(street) + 1):
                if all(_same(a, b) for a, b in zip(road[at : at + len(street)], street, strict=True)):
                    first, last = _from(said, at), at + len(street) - 1
                    yield Found(
                        said[first].start,
                        said[last].end,
                        f"Address of {other.called}",
                        other.reason,
                        other.sure,
                    )


def _streets(lines: str) -> Iterator[tuple[str, ...]]:
    """The parts that tell a home: a street without its number, the name of a house; never a town."""
    parts = [part for part in split(r"[,\n]", lines) if part.strip()]
    for n, part in enumerate(parts):
        named = [_road(one) for one in words(part)]
        numbered = any(one[0].isdigit() for one in named) or (n > 0 and parts[n - 1].strip()[:1].isdigit())
        while named and (named[0][0].isdigit() or named[0] in _BEFORE or len(named[0]) == 1):
            named.pop(0)
        if len(named) > 1 and (numbered or n == 0 or named[-1] in _ROADS.values()):
            yield tuple(named)


def _road(word: str) -> str:
    return _ROADS.get(word, word)


def _same(one: str, other: str) -> bool:
    long = min(len(one), len(other)) >= _MISSPELT
    return one == other or (long and OSA.distance(one, other, score_cutoff=1) <= 1)


def _from(said: Sequence[Token], at: int) -> int:
    """The first word of the address: its number, and what stands before that."""
    first = at
    while first > 0 and at - first < 4:
        word = said[first - 1].word
        numbered = word[0].isdigit() or (len(word) == 1 and said[first - 2].word.isdigit() and first > 1)
        if not (numbered or word in _BEFORE):
            break
        first -= 1
    return first
