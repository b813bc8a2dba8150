"""A text as words with their places, in plain small letters, so that the same words compare equal."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = "'\u2018\u2019\u02bc\u0060\u00b4"
_SENTENCE = re.compile(r"[^\n]*?(?:[.!?]+[\"'\u201d\u2019)]*(?=\s)|\n|$)", re.DOTALL)


@dataclass(frozen=True)
class Token:
    """A word from `start` to before `end`; `word` is its plain form, `raw` as it stands there.

    `joined`: nothing but an apostrophe stands between it and the word before: the s of Dean's.
    """

    word: str
    start: int
    end: int
    raw: str
    joined: bool = False

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.raw[:1].isupper()


@lru_cache(20_000)
def plain(word: str) -> str:
    """Small plain letters and digits only."""
    bare = word if word.isascii() else anyascii(word)
    return "".join(one for one in bare.casefold() if one.isalnum())


def tokens(text: str) -> list[Token]:
    """The words of a text. `O’Brien` is one word, obrien; `Dean’s` is dean and s; digits stay together."""
    found: list[Token] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = plain(match[0])
        if not word:
            continue
        before = found[-1] if found else None
        joined = before is not None and start - before.end == 1 and text[before.end] in _APOSTROPHES
        if joined and before is not None and word != "s" and before.word.isalpha():
            found[-1] = Token(
                before.word + word, before.start, end, text[before.start : end], before.joined
            )  # O'Brien, D'Souza, don't
        else:
            found.append(Token(word, start, end, match[0], joined))
    return found


def words(text: str) -> tuple[str, ...]:
    """Only the words."""
    return tuple(one.word for one in tokens(text) if not (one.joined and one.word == "s"))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends, without the white space around it."""
    for match in _SENTENCE.finditer(text):
        said = match[0].strip()
        if said:
            start = match.start() + match[0].index(said)
            yield start, start + len(said)


def merged(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Spans that touch, or have only white space between them, as one; in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
