"""How alike names are."""

import pytest

from goldthread.people.likeness import STRONG, distance, likeness


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("alder", "alder"),
        ("aldre", "alder"),
        ("rowann", "rowan"),
        ("chris", "christopher"),
        ("smith jones", "smith"),
        ("smith", "smith jones"),
        ("maryann", "mary ann"),
    ],
)
def test_the_same_name_written_otherwise(typed: str, known: str) -> None:
    assert likeness(typed, known) >= STRONG


@pytest.mark.parametrize(
    ("typed", "known"), [("ava", "eva"), ("jon", "john"), ("mohammad", "muhammed"), ("j", "john")]
)
def test_a_similar_name_is_not_the_same(typed: str, known: str) -> None:
    assert 0 < likeness(typed, known) < STRONG


@pytest.mark.parametrize(
    ("typed", "known"), [("rowan", "alder"), ("", "alder"), ("alder", ""), ("tom", "ann bob")]
)
def test_other_names(typed: str, known: str) -> None:
    assert likeness(typed, known) < 0.6


@pytest.mark.parametrize(
    ("one", "two", "letters"),
    [
        ("alder", "alder", 0),
        ("alder", "adler", 1),
        ("alder", "aldr", 1),
        ("alder", "elderr", 2),
        ("", "abc", 3),
    ],
)
def test_distance_counts_letters_gone_wrong(one: str, two: str, letters: int) -> None:
    assert distance(one, two) == distance(two, one) == letters
