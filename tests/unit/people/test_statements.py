"""What statements say, and what they refuse."""

from datetime import date

import pytest

from goldthread.people import statements as say

DAY = date(2026, 4, 2)


def test_an_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="usual, birth, former"):
        say.Named(about="a", family="Alder", kind="maiden")


@pytest.mark.parametrize(
    "empty",
    [
        say.Named(about="a", given=" "),
        say.Born(about="a"),
        say.Characterised(about="a", kind="religion", value=""),
        say.LivesAt(about="a"),
        say.Identified(about="a", value=" - "),
        say.Attends(about="a", place=""),
    ],
)
def test_what_was_left_empty_says_nothing(empty: say.Statement) -> None:
    assert not empty.says_something()


def test_an_age_becomes_about_a_year() -> None:
    assert say.Born(about="a", age=8).columns(DAY)["about_year"] == 2018
    assert say.Born(about="a", year=2017).columns(DAY)["about_year"] == 2017
    assert say.Born(about="a", expected=date(2027, 3, 2)).columns(DAY)["about_year"] is None


def test_numbers_and_postcodes_are_kept_in_one_form() -> None:
    assert say.LivesAt(about="a", postcode="sg12ab").columns(DAY)["postcode"] == "SG1 2AB"
    assert say.Identified(about="a", value="999 012 3456").columns(DAY)["value"] == "9990123456"


def test_living_together_is_kept_among_the_relationships() -> None:
    columns = say.LivesWith(about="a", other="b").columns(DAY)
    assert (columns["subject_id"], columns["other_id"], columns["kind"]) == ("a", "b", "household_member")
