"""Finds people's names in a text: whole, in parts, as initials, misspelt, shortened, joined or split."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from rapidfuzz.distance import OSA

from goldthread.disclosure.redaction.common import ABBREVIATIONS, ORDINARY, TITLES
from goldthread.disclosure.redaction.known import Found, Known, Other
from goldthread.disclosure.redaction.tokens import Token, words
from goldthread.people.matching.names import short_forms, sounds

_SHORTEST = 4  # letters of a word that may be a name misspelt
_LONG = 8  # from here on two letters may be wrong
_SOUND_APART = 3  # letters that names which sound the same may differ by
_GAPS = {"", " ", "-", " - ", "\u2013", "\u2010", "\u2011", ", ", ". ", ".", "\u00a0", "\n", "  "}
_PLURALS = ("s", "es")
_FEW = 3  # words in capitals that may all be a name


@dataclass(frozen=True)
class _Label:
    """Whose name a word is; `sure` as it is spelt here."""

    other: Other
    sure: bool


class Names:
    """Everybody's names, ready to be looked for."""

    def __init__(self, known: Known) -> None:
        self.own = _words_of([known.own])
        self.own_initials = set(_initials(known.own))
        self.exact: dict[str, _Label] = {}
        self.short: dict[str, _Label] = {}
        self.family: dict[str, Other] = {}
        self.first: dict[tuple[str, str], Other] = {}  # (initial, family name)
        self.initials: dict[str, Other] = {}
        for other in known.others:
            self._learn(other)
        self.alike: dict[str, _Label | None] = {}
        self.long = sorted(one for one in self.exact if len(one) >= _SHORTEST)

    def _learn(self, other: Other) -> None:
        for given, family in other.names:
            firsts, lasts = words(given), words(family)
            named = (one for one in chain(_with_whole(firsts), _with_whole(lasts)) if self._tells(one))
            for one in named:
                self.exact.setdefault(one, _Label(other, other.sure))
            for one in filter(self._tells, _shortened(firsts)):
                self.short.setdefault(one, _Label(other, sure=False))
            for last in _with_whole(lasts):
                self.family.setdefault(last, other)
                self.first.setdefault((firsts[0][0] if firsts else "", last), other)
        for one in set(_initials(other)) - self.own_initials:
            if one.upper() not in ABBREVIATIONS:
                self.initials.setdefault(one, other)

    def _tells(self, word: str) -> bool:
        """Whether a word of a name is not the reader's own too."""
        return len(word) > 1 and word not in self.own

    def find(self, text: str, said: Sequence[Token]) -> Iterator[Found]:
        """Every name in the text, longest runs of it as one."""
        ordinary = {one.word for one in said if not one.is_capital} | ORDINARY
        shouted = not any(one.raw[:1].islower() for one in said)
        labels = [self._label(said, n, ordinary, text) for n in range(len(said))]
        at = 0
        while at < len(said):
            label = labels[at]
            if label is None or (shouted and said[at].word in ORDINARY and len(said) > _FEW):
                at += 1
                continue
            last = self._end(text, said, labels, at)
            first = self._start(text, said, at)
            inside = [one for one in labels[at : last + 1] if one is not None]
            yield Found(
                said[first].start,
                said[last].end,
                f"Name of {label.other.called}",
                label.other.reason,
                all(one.sure for one in inside),
            )
            at = last + 1
        yield from self._by_title(text, said, labels)
        yield from self._by_initials(text, said)

    def _label(self, said: Sequence[Token], n: int, ordinary: set[str], text: str) -> _Label | None:
        one = said[n]
        if one.joined and one.word == "s":
            return None
        exact = self.exact.get(one.word) or self._plural(one)
        if exact is not None:
            return exact if one.is_capital or one.word not in ORDINARY else None
        if self._joined(text, said, n):
            return self._joined(text, said, n)
        if one.word in self.own or one.word in ordinary or not one.word.isalpha():
            return None
        if not one.is_capital:
            return None
        return self.short.get(one.word) or self._alike(one.word)

    def _plural(self, one: Token) -> _Label | None:
        """`the Deans`, and `Deans` where the apostrophe was left out."""
        for ending in _PLURALS:
            base = one.word.removesuffix(ending)
            if base != one.word and one.is_capital and len(base) > 2 and base in self.exact:
                return self.exact[base]
        return None

    def _joined(self, text: str, said: Sequence[Token], n: int) -> _Label | None:
        """`O Brien` or `Mc Donald`: two or three words that make one, of which this is any."""
        for size in (2, 3):
            for first in range(max(0, n - size + 1), min(n, len(said) - size) + 1):
                some = said[first : first + size]
                whole = "".join(one.word for one in some)
                near = all(_near(text, a, b) for a, b in pairwise(some))
                if near and len(whole) >= _SHORTEST and some[0].is_capital and whole in self.exact:
                    return self.exact[whole]
        return None

    def _alike(self, word: str) -> _Label | None:
        if word not in self.alike:
            self.alike[word] = self._nearest(word) if len(word) >= _SHORTEST else None
        return self.alike[word]

    def _nearest(self, word: str) -> _Label | None:
        found = [(apart, name) for name in self.long if (apart := _apart(word, name)) is not None]
        if not found:
            return None
        apart, name = min(found)
        if any((near := _apart(word, one)) is not None and near <= apart for one in self.own):
            return None
        return _Label(self.exact[name].other, sure=False)

    def _end(self, text: str, said: Sequence[Token], labels: Sequence[_Label | None], at: int) -> int:
        """The last word of the name that begins here: further names of it, their family name, an `s`."""
        last = at
        while last + 1 < len(said):
            after = said[last + 1]
            if after.joined and after.word == "s":
                last += 1
                break
            near = _near(text, said[last], after) and "," not in text[said[last].end : after.start]
            named = labels[last + 1] is not None or after.word in self.family
            initial = (
                len(after.word) == 1 and after.raw.isupper() and after.word.isalpha() and after.word != "i"
            )
            if not (near and (named or initial) and after.is_capital == said[at].is_capital):
                break
            last += 1
        return last

    def _start(self, text: str, said: Sequence[Token], at: int) -> int:
        """The first: a title, an initial, or the family name put first."""
        first = at
        while first > 0:
            before = said[first - 1]
            gap = text[before.end : said[first].start]
            titled = before.word in TITLES
            initial = len(before.word) == 1 and before.raw.isupper() and before.word not in {"i", "a"}
            turned = before.word in self.family and gap == ", "
            earlier = before.word in self.exact and before.is_capital == said[first].is_capital
            if gap not in _GAPS or not (titled or initial or turned or earlier):
                break
            first -= 1
        return first

    def _by_title(self, text: str, said: Sequence[Token], labels: Sequence[_Label | None]) -> Iterator[Found]:
        """`Mr Alder` and `D. Alder`, where the family name alone would tell nobody apart."""
        for n in range(len(said) - 1):
            one, after = said[n], said[n + 1]
            if labels[n + 1] is not None or not _near(text, one, after) or not after.is_capital:
                continue
            end = n + 2 if n + 2 < len(said) and said[n + 2].joined and said[n + 2].word == "s" else n + 1
            other = self.first.get((one.word, after.word)) if one.raw.isupper() else None
            own_initial = any(one.word == name[:1] for name in self.own)
            if one.word in TITLES and after.word in self.family:
                who = self.family[after.word]
                yield Found(one.start, said[end].end, f"Name of {who.called}", who.reason, who.sure)
            elif other is not None and not own_initial:
                yield Found(one.start, said[end].end, f"Name of {other.called}", other.reason, other.sure)

    def _by_initials(self, text: str, said: Sequence[Token]) -> Iterator[Found]:
        """`DA`, `D.A.` or `D A`, standing for a name."""
        for n, one in enumerate(said):
            if one.raw.isupper() and one.word in self.initials:
                yield self._initialled(one.start, one.end, self.initials[one.word])
                continue
            for size in (2, 3):
                some = said[n : n + size]
                single = len(some) == size and all(
                    len(each.word) == 1 and each.raw.isupper() for each in some
                )
                near = single and all(_near(text, a, b) for a, b in pairwise(some))
                whole = "".join(each.word for each in some)
                if near and whole in self.initials:
                    yield self._initialled(one.start, some[-1].end, self.initials[whole])

    def _initialled(self, start: int, end: int, other: Other) -> Found:
        return Found(start, end, f"Initials of {other.called}", other.reason, sure=False)


def _with_whole(parts: Sequence[str]) -> Iterable[str]:
    """Each word, and all of them as one: SmithJones."""
    return [*parts, "".join(parts)] if len(parts) > 1 else parts


def _shortened(firsts: Sequence[str]) -> list[str]:
    """What people also call somebody of that first name."""
    return [one.lower() for one in sorted(short_forms(firsts[0].upper()))] if firsts else []


def _words_of(people: Iterable[Other]) -> set[str]:
    named = (name for one in people for pair in one.names for name in pair)
    return {each for name in named for each in _with_whole(words(name))}


def _initials(one: Other) -> Iterator[str]:
    """`da` for Dean Alder, `dja` for Dean James Alder."""
    for given, family in one.names:
        firsts, lasts = words(given), words(family)
        if firsts and lasts:
            yield firsts[0][0] + lasts[0][0]
            yield "".join(each[0] for each in (*firsts, *lasts))


def _near(text: str, one: Token, after: Token) -> bool:
    return text[one.end : after.start] in _GAPS


def _apart(word: str, name: str) -> int | None:
    """How far a word is from a name that it may be a slip of; None where it is another word."""
    most = 1 if min(len(word), len(name)) < _LONG else 2
    if abs(len(word) - len(name)) > _SOUND_APART:
        return None
    apart = OSA.distance(word, name, score_cutoff=_SOUND_APART)
    if apart <= most and (word[0] == name[0] or word[1:3] == name[1:3]):
        return apart
    alike = set(sounds(word.upper())) & set(sounds(name.upper()))
    return apart if apart <= _SOUND_APART and alike and len(name) > _SHORTEST else None
