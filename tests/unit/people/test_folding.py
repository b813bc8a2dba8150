"""The same thing written two ways compares equal."""

import pytest

from goldthread.people import folding


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zoë O’Brien-Łęcka", "zoe obrien lecka"),
        ("  SMITH \t jones ", "smith jones"),
        ("Þórr Æsa", "thorr aesa"),
        ("Straße", "strasse"),
        ("محمد", "محمد"),
        ("🙂", ""),
        ("\x00\ud800Ann\u202e", "ann"),
        ("", ""),
    ],
)
def test_names_fold_to_plain_words(text: str, folded: str) -> None:
    assert folding.fold(text) == folded


def test_a_name_of_a_megabyte_is_cut() -> None:
    assert len(folding.fold("ab " * 400_000)) <= folding.LONGEST


@pytest.mark.parametrize(
    ("text", "normal"),
    [("sg12ab", "SG1 2AB"), (" al10  9ne", "AL10 9NE"), ("sg1", "SG1"), ("no fixed", "NO FIXED")],
)
def test_postcodes_have_one_form(text: str, normal: str) -> None:
    assert folding.postcode(text) == normal


def test_part_of_a_postcode_is_not_a_postcode() -> None:
    assert folding.is_postcode("SG1 2AB")
    assert not folding.is_postcode("SG1")


def test_numbers_lose_their_spaces() -> None:
    assert folding.number("999 012-3456 ") == "9990123456"
