"""A table that is opened in a spreadsheet shows what was written, and works nothing out."""

import csv
import io

import pytest

from goldthread.ledger.spreadsheet import Rows, inert


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 7700 900123",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        " =1",
        "\u3000=1",
        "＝1+1",
        "＠x",
    ],
)
def test_what_begins_like_a_formula_is_words(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Rowan", "1 = 1", "a@example.org", "’tis", '"', "two\nlines", " "])
def test_other_words_stand_as_they_are(text: str) -> None:
    assert inert(text) == text


def test_numbers_and_quotation_marks_come_back_as_they_were() -> None:
    kept = io.StringIO(newline="")
    rows = Rows(kept)
    rows.write(("of", -3.5))
    rows.write_all([('said "no", twice\n', "=1")])
    kept.seek(0)
    assert list(csv.reader(kept)) == [["of", "-3.5"], ['said "no", twice\n', "'=1"]]
