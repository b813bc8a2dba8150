"""What contradicts what."""

import pytest

from goldthread.casefile.whofile import Answer, Slot


@pytest.mark.parametrize(
    ("title", "texts", "contradicted"),
    [
        ("Date of birth", ["15 January 2018", "16 January 2018"], True),
        ("Date of birth", ["15 January 2018"], False),
        ("Home", ["ZZ99 3VZ", "4 Fern Lane, ZZ99 3VZ"], False),
        ("Home", ["5 Fern Lane, ZZ99 3VZ", "4 Fern Lane, ZZ99 3VZ"], True),
        ("Name", ["Rowan ALDER", "ALDER", "Zoë ALDER"], True),
        ("Religion", ["Sikh", "sikh"], False),
        ("Disability", ["Learning", "Autism"], False),
    ],
)
def test_answers_differ_where_only_one_can_be_so(title: str, texts: list[str], *, contradicted: bool) -> None:
    assert Slot(title, [Answer(text, "now", []) for text in texts]).contradicted is contradicted


def test_what_no_longer_stands_or_says_nothing_contradicts_nobody() -> None:
    now = Answer("Sikh", "now", [])
    for other in (Answer("Hindu", "ended", []), Answer("Hindu", "corrected", [])):
        assert not Slot("Religion", [now, other]).contradicted
    assert not Slot("Religion", [now, Answer("Not asked", "now", [], silent=True)]).contradicted
