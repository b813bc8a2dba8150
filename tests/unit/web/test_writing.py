"""Words to look at again in a record: abbreviations nobody agreed, jargon, words that judge."""

import pytest

from goldthread.ledger import procedure
from goldthread.ledger.fields import LongText, Retention, Sensitivity
from goldthread.procedures.format.writing import Writing
from goldthread.web.forms import EntryForm
from goldthread.web.writing import MOST, marks, used
from tests.requirements import requirement

LISTS = Writing(
    abbreviations={"GP": "general practitioner", "S47": "section 47 of the Children Act 1989"},
    plainer={"engage": "say what they did", "home conditions poor": "say what you saw"},
    loaded={"manipulative": "say what they did and said"},
)


def said(text: str) -> list[str]:
    """What is marked in a text."""
    return [one.said for one in marks(text, LISTS)]


@requirement("HSSCP-9.10")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The GP rang about S47.", []),
        ("Two GPs rang.", []),
        ("MGM came with DV worries.", ["MGM", "DV"]),
        ("Seen at TS18 1AB on 3 May, reference K7R-4M2-HX9.", []),
        ("Part IV, Henry VIII and I.", []),
        ("THE MOTHER SAID THAT SHE HAD NOT SEEN HIM SINCE MAY", []),
        ("EHCPs and CoC", ["EHCPs"]),
    ],
)
def test_an_abbreviation_that_is_not_agreed_is_marked(text: str, found: list[str]) -> None:
    assert said(text) == found


@requirement("HSSCP-9.11")
def test_jargon_and_words_that_judge_are_marked_with_what_to_write_instead() -> None:
    found = marks("Did not Engage. Home  conditions\npoor; mum is manipulative, engage again.", LISTS)
    assert [(one.said, one.kind) for one in found] == [
        ("Engage", "jargon"),
        ("Home  conditions\npoor", "jargon"),
        ("manipulative", "loaded"),
    ]
    assert [one.instead for one in found] == [
        "say what they did",
        "say what you saw",
        "say what they did and said",
    ]
    assert said("She is re-engaged and disengagement") == []


def test_a_reader_is_not_given_more_marks_than_anybody_reads() -> None:
    long = " ".join(f"then A{letter}Q came" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert len(marks(long, LISTS)) == MOST


@requirement("HSSCP-9.10")
def test_the_agreed_abbreviations_that_texts_use_are_told_in_full() -> None:
    assert used(["The GPs met.", "S47 began."], LISTS) == {
        "GP": "general practitioner",
        "S47": "section 47 of the Children Act 1989",
    }


@requirement("HSSCP-9.10", "HSSCP-9.11")
def test_every_text_that_staff_write_is_marked_and_no_text_of_the_public() -> None:
    told = LongText("What happened?", Sensitivity.PERSONAL, Retention.CHILD_RECORD, name="told")
    raw = {"told": ["The CSCX rang."]}
    staff = EntryForm({"told": told}, raw, dense=True).controls[0]
    assert staff.marks is not None
    assert [one.said for one in staff.marks] == ["CSCX"]
    assert EntryForm({"told": told}, raw).controls[0].marks is None


@requirement("HSSCP-9.10")
def test_this_authoritys_list_is_the_one_that_counts() -> None:
    agreed = procedure.newest().writing.abbreviations
    assert marks(f"The {next(iter(agreed))} rang.") == ()
