"""Finds marked passages in source documents, which the project never carries."""

import hashlib
import re
import unicodedata
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

LONGEST_PASSAGE = 200
CLUSTER = re.compile(
    r"[A-Za-z0-9]+(?![\u0300-\u036f])|[A-Za-z0-9][\u0300-\u036f]+|[^\x00-\x7f][\u0300-\u036f]*"
)
"""Characters that are normalised together; plain punctuation and space lie between them."""
HEADING = re.compile(r"[A-Z0-9].{0,90}[^\s.;:,]")


class NoPassage(LookupError):
    """A passage that is not in the document, or more than once."""


class Passage(NamedTuple):
    """A fingerprint of a passage, and where it stands: words are counted from 0, lines from 1."""

    words: int
    sha256: str
    at: str
    line: int


class Document:
    """The text of a source, as words without case, punctuation, white space or damaged characters."""

    def __init__(self, text: str) -> None:
        """`text` is as stored."""
        self.text = text
        self.words, self._spans = _normalised(text)
        self._hashed: dict[int, dict[bytes, list[int]]] = {}

    @classmethod
    def read(cls, path: Path) -> "Document":
        """The document in a file; bytes that are not UTF-8 count as punctuation."""
        return cls(path.read_text(encoding="utf-8", errors="replace"))

    def passage(self, words: int, sha256: str) -> str | None:
        """The marked passage as written, on one line; None unless it is there exactly once."""
        places = self.places(words, sha256)
        return self._written(places[0], words) if len(places) == 1 else None

    def places(self, words: int, sha256: str) -> list[int]:
        """The word at which a marked passage begins, for each time that it occurs."""
        return self._windows(words).get(bytes.fromhex(sha256), [])

    def mark(self, wanted: str) -> Passage:
        """The mark of "first words .. last words", or of the whole passage. Raises NoPassage."""
        first, _, last = (_normalised(part)[0] for part in wanted.partition(".."))
        if not first:
            raise NoPassage('Write the first words of the passage, "..", and its last words.')
        found = {(start, end) for start in self._starts(first) if (end := self._end(start, first, last))}
        if not found:
            raise NoPassage(
                f'There is no passage "{wanted}" in this document (of up to {LONGEST_PASSAGE} words).'
            )
        if len(found) > 1 or len(self.places(*_fingerprint(self.words[slice(*min(found))]))) > 1:
            raise NoPassage(f'"{wanted}" occurs more than once in this document; write more of its words.')
        start, end = found.pop()
        return Passage(*_fingerprint(self.words[start:end]), self._heading(start), self.line_of(start))

    def _starts(self, first: list[str]) -> list[int]:
        length = len(first)
        return [place for place in range(len(self.words)) if self.words[place : place + length] == first]

    def _end(self, start: int, first: list[str], last: list[str]) -> int:
        """Where a passage that begins there first ends with those words; 0 if it does not."""
        least = start + len(first)
        ends = range(least + len(last), min(start + LONGEST_PASSAGE, len(self.words)) + 1)
        return next((end for end in ends if self.words[end - len(last) : end] == last), 0) if last else least

    def _heading(self, word: int) -> str:
        """The nearest line above that reads like a heading."""
        above = self.text[: self._spans[word][0]].splitlines()[:-1]
        return next((line.strip() for line in reversed(above) if HEADING.fullmatch(line.strip())), "")

    def line_of(self, word: int) -> int:
        """The line on which a word is written, counted from 1; words are counted from 0."""
        return self.text.count("\n", 0, self._spans[word][0]) + 1

    def _written(self, start: int, words: int) -> str:
        text = self.text[self._spans[start][0] : self._spans[start + words - 1][1]]
        return " ".join(text.split())

    def _windows(self, length: int) -> dict[bytes, list[int]]:
        """Where each run of so many words begins, by its fingerprint."""
        if length not in self._hashed:
            joined = " ".join(self.words).encode()
            starts = list(accumulate((len(word.encode()) + 1 for word in self.words), initial=0))
            hashed: dict[bytes, list[int]] = {}
            for place, (start, end) in enumerate(zip(starts, starts[length:], strict=False)):
                hashed.setdefault(hashlib.sha256(joined[start : end - 1]).digest(), []).append(place)
            self._hashed[length] = hashed
        return self._hashed[length]


class Sources:
    """The folder of source documents, each read when first asked for."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` may be missing: then no document is at hand."""
        self.folder = folder
        self._documents: dict[str, Document | None] = {}

    def document(self, file: str) -> Document | None:
        """A document by its file name; None if it is not at hand."""
        if file not in self._documents:
            path = self.folder / file if self.folder and file else None
            self._documents[file] = Document.read(path) if path and path.is_file() else None
        return self._documents[file]

    def sha256(self, file: str) -> str | None:
        """The fingerprint of a file as stored; None if it is not at hand."""
        path = self.folder / file if self.folder and file else None
        return hashlib.sha256(path.read_bytes()).hexdigest() if path and path.is_file() else None


def _fingerprint(words: list[str]) -> tuple[int, str]:
    return len(words), hashlib.sha256(" ".join(words).encode()).hexdigest()


def _normalised(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The words of a text, and where each is written. What is no letter or digit separates words."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    word_end = -1  # where a word ends that the next characters may still continue
    for cluster in CLUSTER.finditer(text):
        for piece in _pieces(cluster[0]):
            if not piece[0].isalnum():
                word_end = -1
            elif cluster.start() <= word_end:
                words[-1] += piece
                spans[-1] = spans[-1][0], cluster.end()
                word_end = cluster.end()
            else:
                words.append(piece)
                spans.append(cluster.span())
                word_end = cluster.end()
    return words, spans


def _pieces(cluster: str) -> list[str]:
    """What normalising makes of some characters: runs of letters and digits, and what separates them."""
    if cluster.isascii():
        return [cluster.lower()]
    return re.findall(r"[^\W_]+|[\W_]+", unicodedata.normalize("NFKC", cluster).casefold())
