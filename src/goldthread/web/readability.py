"""How a text reads for a child: for what age, which sentences are long, which words have plainer ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

WANTED_AGE = 8  # a plan is for a child as young as this to understand (HSSCP-12.1)
LONG_SENTENCE = 15  # words: more than a child of eight holds in mind
_LIST = Path(__file__).with_name("plain_words.yaml")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
_LONG_WORD = 3  # syllables: a word of so many is hard, unless children are known to know it
_YOUNGEST, _OLDEST = 5, 18
_SCHOOL_BEGINS = 5  # an English child's age in the first year of school, to which a school grade is added


@dataclass(frozen=True)
class HardWord:
    """A word or phrase as it stands in the text. `plainer` is empty where the list has nothing for it."""

    said: str
    plainer: str


@dataclass(frozen=True)
class Piece:
    """A run of the text. `hard` says that it is a word to look at."""

    text: str
    hard: HardWord | None = None


@dataclass(frozen=True)
class Measure:
    """How a text reads. `age` is the age in years at which most children can read it; 0 for no words."""

    age: int
    hard: tuple[HardWord, ...]
    long_sentences: tuple[str, ...]
    pieces: tuple[Piece, ...]

    @property
    def fits(self) -> bool:
        """Whether a child of eight can be expected to understand it: by age, sentence and word."""
        return self.age <= WANTED_AGE and not self.hard and not self.long_sentences

    @property
    def verdict(self) -> str:
        """In a few words."""
        if not self.age:
            return "Nothing written yet"
        if self.fits:
            return f"A child of {WANTED_AGE} can read this"
        if self.age > WANTED_AGE:
            return f"Reads as for a child of {self.age}"
        count = len(self.hard) + len(self.long_sentences)
        return f"Nearly: {count} thing{'s' if count > 1 else ''} to make plainer"


def measure(text: str) -> Measure:
    """Measure a text. The age is Flesch and Kincaid's grade, with its constants, and five years."""
    words = _WORD.findall(text)
    if not words:
        return Measure(0, (), (), (Piece(text),) if text else ())
    sentences = [said.strip() for said in _SENTENCE.findall(text) if _WORD.search(said)]
    pieces = tuple(_pieces(text))
    hard = {piece.text.lower(): piece.hard for piece in pieces if piece.hard}
    return Measure(
        age=_age(words, len(sentences)),
        hard=tuple(hard.values()),
        long_sentences=tuple(said for said in sentences if len(_WORD.findall(said)) > LONG_SENTENCE),
        pieces=pieces,
    )


def syllables(word: str) -> int:
    """How many syllables an English word has, by its letters: a rule of thumb, off by one now and then."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    letters = letters.replace("every", "evry").replace("some", "som")
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = re.search(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouytd]ed$|[^aeiouysxzc]es$|[^aeiouy]ely$", letters)
    return max(1, groups - (1 if silent and groups > 1 else 0))


def _age(words: Sequence[str], sentences: int) -> int:
    """A long word that children know counts as one of two syllables."""
    _, easy = _lists()
    counts = (min(syllables(word), 2) if _plain(word) in easy else syllables(word) for word in words)
    per_word = sum(counts) / len(words)
    grade = 0.39 * len(words) / max(1, sentences) + 11.8 * per_word - 15.59
    return min(_OLDEST, max(_YOUNGEST, int(grade + _SCHOOL_BEGINS)))


def _plain(word: str) -> str:
    """The word that is looked for in a list: family, of “Family’s”."""
    return re.sub(r"[’']s$", "", word.lower())


def _pieces(text: str) -> list[Piece]:
    """The text in runs, so that whoever shows it can mark the hard words where they stand."""
    return [
        Piece(text[start:end], None if plainer is None else HardWord(text[start:end], plainer))
        for start, end, plainer in _marks(text)
    ]


def _marks(text: str) -> list[tuple[int, int, str | None]]:
    hard, easy = _lists()
    marks = [(one.start(), one.end(), hard[_known(one[0], hard)]) for one in _phrases().finditer(text)]
    taken = {place for start, end, _ in marks for place in range(start, end)}
    for one in _WORD.finditer(text):
        is_name = one[0][:1].isupper() and one.start() > 0 and text[one.start() - 1] == " "
        long = syllables(one[0]) >= _LONG_WORD and _plain(one[0]) not in easy
        if long and not is_name and one.start() not in taken:
            marks.append((one.start(), one.end(), ""))
    edges = sorted({0, len(text), *(start for start, _, _ in marks), *(end for _, end, _ in marks)})
    by_start = {start: plainer for start, _, plainer in marks}
    return [(start, end, by_start.get(start)) for start, end in pairwise(edges)]


@cache
def _lists() -> tuple[Mapping[str, str], frozenset[str]]:
    """The hard words with plainer ones, and the long words that are easy all the same."""
    read = yaml.safe_load(_LIST.read_text(encoding="utf-8"))
    return {str(word): str(plain) for word, plain in read["hard"].items()}, frozenset(read["easy"])


_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ment")


def _forms(word: str) -> set[str]:
    """A word or phrase in its usual forms."""
    stems = {word, word.removesuffix("e"), word.removesuffix("y") + "ie" if word.endswith("y") else word}
    forms = {stem + ending for stem in stems for ending in _ENDINGS}
    return forms - {word.removesuffix("e"), word.removesuffix("y") + "ie"} | {word}


@cache
def _by_form() -> Mapping[str, str]:
    """The listed word of each form; a word that is listed itself stands for itself."""
    hard, _ = _lists()
    return {form: word for word in hard for form in _forms(word)} | {word: word for word in hard}


def _known(said: str, hard: Mapping[str, str]) -> str:
    return _by_form()[said.lower()] if said.lower() not in hard else said.lower()


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(_by_form(), key=lambda form: (-len(form), form))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
