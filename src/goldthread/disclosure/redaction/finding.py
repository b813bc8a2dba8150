"""Everything in a text that may have to go, each with why: what the record knows of others."""

from collections.abc import Iterator, Mapping, Sequence

from goldthread.access.gathering import UNNAMED
from goldthread.disclosure.redaction.common import RELATIVES
from goldthread.disclosure.redaction.known import Found, Known
from goldthread.disclosure.redaction.naming import Names
from goldthread.disclosure.redaction.numbers import Numbers, bare
from goldthread.disclosure.redaction.places import Places
from goldthread.disclosure.redaction.reasons import HARM, SOURCE, THIRD_PARTY
from goldthread.disclosure.redaction.tokens import Token, tokens


class Finder:
    """Looks for what one reader may have to go without. Made once for many texts."""

    def __init__(self, known: Known, by_hand: Mapping[tuple[str, ...], str] | None = None) -> None:
        """`by_hand`: words that somebody marked elsewhere, with the reason."""
        self.names, self.numbers, self.places = Names(known), Numbers(known), Places(known)
        self.by_hand = by_hand or {}
        self.kept = {needle: why for needle, why in known.kept.items() if needle.words}

    def find(self, text: str) -> list[Found]:
        """What may have to go, in reading order; where two lie over each other, the longer and surer one."""
        said = tokens(text)
        found = [
            *self._kept(text, said),
            *self._by_hand(said),
            *self.names.find(text, said),
            *self.numbers.find(text),
            *self.places.find(said),
            *_relatives(said),
        ]
        return _apart(found)

    def _kept(self, text: str, said: Sequence[Token]) -> Iterator[Found]:
        """The words of what must not be known to them."""
        plain = [one.word for one in said]
        for needle, why in self.kept.items():
            wanted = needle.words.split()
            for at in range(len(plain) - len(wanted) + 1):
                if plain[at : at + len(wanted)] == wanted:
                    yield _must(said[at].start, said[at + len(wanted) - 1].end, why)
            if needle.code and bare(needle.code) in bare(text):
                yield from self._coded(said, needle.code, why)

    def _by_hand(self, said: Sequence[Token]) -> Iterator[Found]:
        plain = tuple(one.word for one in said)
        for wanted, reason in self.by_hand.items():
            for at in range(len(plain) - len(wanted) + 1):
                if plain[at : at + len(wanted)] == wanted:
                    end = said[at + len(wanted) - 1].end
                    yield Found(said[at].start, end, "The same words were marked by hand elsewhere", reason)

    @staticmethod
    def _coded(said: Sequence[Token], code: str, why: str) -> Iterator[Found]:
        """A number or postcode with its spaces elsewhere: the fewest words that hold it."""
        for first in range(len(said)):
            whole = ""
            for last in range(first, min(len(said), first + len(code))):
                whole += said[last].word
                if code in whole:
                    if code not in whole.removeprefix(said[first].word):
                        yield _must(said[first].start, said[last].end, why)
                    break


def _must(start: int, end: int, why: str) -> Found:
    return Found(start, end, why, SOURCE if why == UNNAMED else HARM, must=True)


def _relatives(said: Sequence[Token]) -> Iterator[Found]:
    """A word for a relative, a friend or a neighbour: it may tell who somebody is."""
    for one in said:
        if one.word in RELATIVES:
            yield Found(one.start, one.end, f"May tell who somebody is: {one.word}", THIRD_PARTY, sure=False)


def _apart(found: Sequence[Found]) -> list[Found]:
    """Each stretch of the text once. What must go comes first, then what is sure, then what is longer."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (not one.must, not one.sure, one.start - one.end, one.start)):
        over = [other for other in kept if one.start < other.end and other.start < one.end]
        if not over:
            kept.append(one)
        elif not any(other.start <= one.start and one.end <= other.end for other in over):
            kept = [other for other in kept if other not in over]
            widest = min(over, key=lambda other: (not other.must, not other.sure, other.start - other.end))
            start = min(one.start, *(other.start for other in over))
            end = max(one.end, *(other.end for other in over))
            kept.append(Found(start, end, widest.why, widest.reason, widest.sure, widest.must))
    return sorted(kept, key=lambda one: one.start)
