"""What must not be known is found however it is written, and nothing else is taken for it."""

import pytest

from goldthread.access.needles import haystack, needle, needles, of_address, of_text


def tells(text: str, *hidden: str) -> bool:
    return any(haystack(text).tells(one) for one in needles(hidden))


@pytest.mark.parametrize(
    ("hidden", "text"),
    [
        ("22 Elm Close", "She moved to 22, ELM  close last week."),
        ("22 Elm Close", "22-Elm-Close"),
        ("TS18 1AA", "ts181aa"),
        ("TS181AA", "at TS18 1AA."),
        ("01632 960123", "Ring 01632960123"),
        ("+44 1632 960 123", "Ring (01632) 960-123"),
        ("01632 960123", "+44 1632 960123"),
        ("Haven House", "the Haven House’s kitchen"),
        ("O’Brien", "Mr OBrien came"),
        ("Zoë Łęcka", "zoe lecka said so"),
    ],
)
def test_it_is_found_however_it_is_written(hidden: str, text: str) -> None:
    assert tells(text, hidden)


@pytest.mark.parametrize(
    ("hidden", "text"),
    [
        ("Ann", "The planning meeting"),
        ("2 Elm Close", "22 Elm Close"),
        ("14", "14 April"[3:]),
        ("Hope", "We hoped for more"),
    ],
)
def test_part_of_a_word_is_not_the_word(hidden: str, text: str) -> None:
    assert not tells(text, hidden)


def test_an_address_is_told_by_its_street_or_postcode_not_by_its_town() -> None:
    hidden = of_address("Flat 3, 22 Elm Close\nStockton", "TS18 1AA")
    for text in ("22 Elm Close", "flat 3 22 elm close stockton", "TS18 1AA", "the TS181AA area"):
        assert any(haystack(text).tells(one) for one in hidden), text
    assert not any(haystack("Stockton is a town").tells(one) for one in hidden)


def test_a_lone_house_number_hides_nothing_without_its_street() -> None:
    hidden = of_address("14, Mill Lane", "")
    assert any(haystack("at 14 Mill Lane").tells(one) for one in hidden)
    assert not any(haystack("on 14 April").tells(one) for one in hidden)


def test_a_narrative_is_known_by_each_of_its_sentences() -> None:
    hidden = of_text("She has a new partner, Lee. They met in May.\nOk.")
    for copied in ("As she said: they met in May!", "she has a new partner Lee"):
        assert any(haystack(copied).tells(one) for one in hidden)
    assert not any(haystack("That is OK.").tells(one) for one in hidden)
    assert not of_text("Joan Smith")
    assert of_text("Joan Smith", whole=True)


def test_signs_alone_hide_nothing() -> None:
    assert needle(" – … ") is None
