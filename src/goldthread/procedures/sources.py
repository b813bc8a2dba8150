"""Finds marked passages in source documents, which the project never carries."""

import hashlib
import re
import unicodedata
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from goldthread.procedures.format.cites import Mark

LONGEST_PASSAGE = 200
CLUSTER = re.compile(
    r"[A-Za-z0-9]+(?![\u0300-\u036f])|[A-Za-z0-9][\u0300-\u036f]+|[^\x00-\x7f][\u0300-\u036f]*"
)
"""Characters that are normalised together; plain punctuation and space lie between them."""
WORD = re.compile(r"[^\W_]+")
HEADING = re.compile(r"[A-Z0-9].{0,90}[^\s.;:,]")


class NoPassage(LookupError):
    """A passage that is not in the document, or more than once."""


class Passage(NamedTuple):
    """A fingerprint of a passage, and where it stands: words are counted from 0, lines from 1."""

    words: int
    sha256: str
    at_word: int
    at: str
    line: int


class Document:
    """The text of a source, as words without case, punctuation, white space or damaged characters."""

    def __init__(self, text: str) -> None:
        """`text` is as stored."""
        self.text = text
        self.words = WORD.findall(unicodedata.normalize("NFKC", text).casefold())
        self._joined = " ".join(["", *self.words, ""]).encode()
        self._starts = list(accumulate((len(word.encode()) + 1 for word in self.words), initial=1))
        self._hashed: dict[int, dict[bytes, list[int]]] = {}

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Where each word is written."""
        return _spans(self.text)

    @classmethod
    def read(cls, path: Path) -> "Document":
        """The document in a file; bytes that are not UTF-8 count as punctuation."""
        return cls(path.read_text(encoding="utf-8", errors="replace"))

    def passage(self, mark: Mark | Passage) -> str | None:
        """The marked passage as written, on one line; None unless it is there exactly once."""
        places = self.places(mark)
        return self._written(places[0], mark.words) if len(places) == 1 else None

    def places(self, mark: Mark | Passage) -> list[int]:
        """The word at which a marked passage begins, for each time that it occurs.

        It is looked for at the word that the mark names. Only where it does not stand there, the whole
        document is searched, which takes a thousand times as long.
        """
        first = mark.at_word
        if first is not None and first + mark.words <= len(self.words):
            passage = self._joined[self._starts[first] - 1 : self._starts[first + mark.words]]
            if hashlib.sha256(passage[1:-1]).hexdigest() == mark.sha256:
                return self._found(passage)
        return self._windows(mark.words).get(bytes.fromhex(mark.sha256), [])

    def _found(self, passage: bytes) -> list[int]:
        """The word at which a passage, with the spaces around it, begins each time."""
        places, found = [], -1
        while (found := self._joined.find(passage, found + 1)) >= 0:
            places.append(bisect_left(self._starts, found + 1))
        return places

    def mark(self, wanted: str) -> Passage:
        """The mark of "first words .. last words", or of the whole passage. Raises NoPassage."""
        first, _, last = (Document(part).words for part in wanted.partition(".."))
        if not first:
            raise NoPassage('Write the first words of the passage, "..", and its last words.')
        found = {(start, end) for start in self._begins(first) if (end := self._end(start, first, last))}
        if not found:
            raise NoPassage(
                f'There is no passage "{wanted}" in this document (of up to {LONGEST_PASSAGE} words).'
            )
        start, end = found.pop()
        passage = " ".join(["", *self.words[start:end], ""]).encode()
        if found or len(self._found(passage)) > 1:
            raise NoPassage(f'"{wanted}" occurs more than once in this document; write more of its words.')
        sha256 = hashlib.sha256(passage[1:-1]).hexdigest()
        return Passage(end - start, sha256, start, self._heading(start), self.line_of(start))

    def _begins(self, first: list[str]) -> list[int]:
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
            hashed: dict[bytes, list[int]] = {}
            for place, (start, end) in enumerate(zip(self._starts, self._starts[length:], strict=False)):
                hashed.setdefault(hashlib.sha256(self._joined[start : end - 1]).digest(), []).append(place)
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


def _spans(text: str) -> list[tuple[int, int]]:
    """Where each word of a text is written. What is no letter or digit separates words."""
    spans: list[tuple[int, int]] = []
    word_end = -1  # where a word ends that the next characters may still continue
    for cluster in CLUSTER.finditer(text):
        for piece in _pieces(cluster[0]):
            if not piece[0].isalnum():
                word_end = -1
            elif cluster.start() <= word_end:
                spans[-1] = spans[-1][0], cluster.end()
                word_end = cluster.end()
            else:
                spans.append(cluster.span())
                word_end = cluster.end()
    return spans


def _pieces(cluster: str) -> list[str]:
    """What normalising makes of some characters: runs of letters and digits, and what separates them."""
    if cluster.isascii():
        return [cluster.lower()]
    return re.findall(r"[^\W_]+|[\W_]+", unicodedata.normalize("NFKC", cluster).casefold())
