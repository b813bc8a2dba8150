"""Words to look at again in a record: abbreviations nobody agreed, jargon, and words that judge.

They are shown beside the text and never stand in anyone's way (HSSCP-9.10, 9.11).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from goldthread.ledger import procedure
from goldthread.procedures.format.writing import Writing

Kind = Literal["abbreviation", "jargon", "loaded"]
MOST = 20  # marks at one text: a reader of more reads none

# Two to six capitals, with figures or a plural s: CSC, S47, EHCPs. No part of a reference or a postcode.
_SHORT = re.compile(
    r"(?<![\w&/-])[A-Z](?:[A-Z]|&[A-Z]|/[A-Z]|\d{1,3}(?!\d)){1,5}s?(?![\w&/]|-\w| ?\d[A-Z]{2}\b)"
)
_ROMAN = re.compile(r"[IVX]+")
_LETTERS = re.compile(r"[^\W\d_]")
_SHOUTED = 0.6  # of its letters are capitals: then capitals tell nothing of abbreviations


@dataclass(frozen=True)
class Mark:
    """A word or phrase as it was written, what is the matter with it, and what to write instead."""

    said: str
    kind: Kind
    instead: str

    @property
    def words(self) -> str:
        """In a sentence."""
        if self.kind == "abbreviation":
            return "is not on the agreed list. Write it out"
        return f"{'may be unclear' if self.kind == 'jargon' else 'may judge'}. Try: {self.instead}"


def marks(text: str, writing: Writing | None = None) -> tuple[Mark, ...]:
    """What to look at again in a text, each once, in the order of the text; by this authority's lists."""
    lists = writing or procedure.newest().writing
    found = sorted(_found(text, lists), key=lambda pair: (pair[0], pair[1].said))
    once = {(one.kind, one.said.lower()): one for _, one in reversed(found)}
    kept = [one for _, one in found if once.pop((one.kind, one.said.lower()), None)]
    return tuple(kept[:MOST])


def used(texts: Sequence[str], writing: Writing) -> dict[str, str]:
    """The agreed abbreviations that these texts use, each with what it stands for."""
    said = {_bare(one[0]) for text in texts for one in _SHORT.finditer(text)}
    return {short: full for short, full in sorted(writing.abbreviations.items()) if short in said}


def _found(text: str, lists: Writing) -> Iterator[tuple[int, Mark]]:
    for kind, words in (("jargon", lists.plainer), ("loaded", lists.loaded)):
        pattern = _pattern(tuple(sorted(words, key=lambda one: (-len(one), one))))
        for one in pattern.finditer(text) if pattern else ():
            yield one.start(), Mark(one[0], "jargon" if kind == "jargon" else "loaded", words[_key(one[0])])
    yield from _abbreviations(text, lists.abbreviations)


def _abbreviations(text: str, agreed: Mapping[str, str]) -> Iterator[tuple[int, Mark]]:
    letters = _LETTERS.findall(text)
    if len(letters) > 20 and sum(one.isupper() for one in letters) > _SHOUTED * len(letters):
        return
    for one in _SHORT.finditer(text):
        said = _bare(one[0])
        if said not in agreed and not _ROMAN.fullmatch(said):
            yield one.start(), Mark(one[0], "abbreviation", "")


def _bare(said: str) -> str:
    """The abbreviation of which it is the plural."""
    return said.removesuffix("s")


def _key(said: str) -> str:
    return re.sub(r"\s+", " ", said.lower()).replace("’", "'")


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of these words or phrases, however it is spaced; longer ones first."""
    each = (re.escape(one).replace(r"\ ", r"\s+") for one in words)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(each)})(?![\w-])", re.IGNORECASE) if words else None
