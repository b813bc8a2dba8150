"""Marks find passages through damage, and never carry their text."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.procedures.sources import Document, NoPassage, Passage

pytestmark = pytest.mark.takes(3)

TEXT = """1. The desk

The desk\u2019s staff answer, \u201cas a rule\u201d, within one day;
they do not wait.   They answer twenty- four hours a day.
"""
DOCUMENT = Document(TEXT)


def test_a_mark_is_the_hash_of_the_normalised_words() -> None:
    mark = DOCUMENT.mark("The desk's staff .. one day")
    words = "the desk s staff answer as a rule within one day"
    assert mark.words == len(words.split())
    assert mark.sha256 == hashlib.sha256(words.encode()).hexdigest()
    assert mark.at == "1. The desk"
    assert mark.line == 3


def test_the_passage_is_shown_as_written() -> None:
    mark = DOCUMENT.mark("STAFF answer .. one DAY")
    assert DOCUMENT.passage(mark) == "staff answer, \u201cas a rule\u201d, within one day"


@pytest.mark.parametrize(
    ("damaged", "how"),
    [
        ("The desk's staff answer - as a rule - within\tone day", "other punctuation and space"),
        ("THE DESK\u00b4S STAFF ANSWER AS A RULE WITHIN ONE DAY", "case"),
        ("The desk\ufffds staff answer \ufffdas a rule\ufffd within one day", "damaged characters"),
    ],
)
def test_marks_survive_damage(damaged: str, how: str) -> None:
    mark = DOCUMENT.mark("The desk's staff .. one day")
    assert Document(f"x {damaged} y").places(mark) == [1], how


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("They went .. away", "no passage"),
        ("They", "more than once"),
        ("they .. day", "more than once"),
        ("", "first words"),
    ],
)
def test_a_passage_that_is_missing_or_there_twice_is_refused(wanted: str, message: str) -> None:
    with pytest.raises(NoPassage, match=message):
        DOCUMENT.mark(wanted)


@given(st.text(st.characters(max_codepoint=0x36F), max_size=80))
def test_text_is_normalised_as_the_format_says(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text).casefold()
    document = Document(text)
    words = "".join(char if char.isalnum() else " " for char in folded).split()
    assert document.words == words
    for place, word in enumerate(words):  # and each is found where it is written
        if words.count(word) == 1:
            mark = Passage(1, hashlib.sha256(word.encode()).hexdigest(), place, "", 1)
            assert word in Document(document.passage(mark) or "").words


def test_a_mark_says_where_its_passage_stands_and_finds_it_elsewhere_too() -> None:
    mark = DOCUMENT.mark("They .. wait")
    assert DOCUMENT.words[mark.at_word] == "they"
    assert DOCUMENT.places(mark) == [mark.at_word]
    for wrong in (0, mark.at_word + 1, 1000):
        assert DOCUMENT.places(mark._replace(at_word=wrong)) == [mark.at_word]


def test_a_passage_that_is_there_twice_is_found_twice_wherever_its_mark_points() -> None:
    twice = Document("to be or to be or to be")
    sha256 = hashlib.sha256(b"to be or to be").hexdigest()
    for at_word in (0, 3, 1):
        assert twice.places(Passage(5, sha256, at_word, "", 1)) == [0, 3]
