"""The two faces of a plan: what reads plainly, what keeps step, and what changed, word by word."""

import pytest

from goldthread.protection.plandiff import Run, compare, words
from goldthread.protection.planown import own_plan
from goldthread.protection.plantwins import steps
from goldthread.web.readability import measure, syllables
from tests.requirements import requirement

PLAIN = "We are worried because sometimes there is no food at home."
HARD = "The core group will monitor parental engagement and ensure nutrition."
ACTION = {"item": "a1", "what": "Food in the house", "who": "Ms Hill", "by_when": "2027-01-08", "own": PLAIN}


@requirement("HSSCP-12.1")
@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "Mum will make tea every day. Sam will come to see you on Tuesdays.",
        "You will feel safe at home. You will have your own bed.",
        "Everyone will work together so that your family is safe.",
    ],
)
def test_words_for_a_child_of_eight_pass(text: str) -> None:
    assert measure(text).fits, measure(text)


@requirement("HSSCP-12.1")
def test_words_of_the_office_do_not_and_plainer_ones_are_offered() -> None:
    found = measure(HARD)
    assert not found.fits
    assert found.age > 12
    assert {word.said: word.plainer for word in found.hard}["monitor"] == "keep checking"
    assert "core group" in {word.said for word in found.hard}, "a phrase is one hard word"
    assert "".join(piece.text for piece in found.pieces) == HARD, "nothing is lost where words are marked"


@requirement("HSSCP-12.1")
def test_a_listed_word_is_found_in_each_of_its_forms() -> None:
    said = "We assess. He assesses. They assessed it. She is assessing. Injuries were monitored."
    assert [word.said for word in measure(said).hard] == [
        "assess",
        "assesses",
        "assessed",
        "assessing",
        "Injuries",
        "monitored",
    ]


def test_a_long_sentence_is_named_and_a_name_is_no_hard_word() -> None:
    found = measure("Every day " + "you will eat and play and " * 4 + "sleep. You stay with Amelia.")
    assert len(found.long_sentences) == 1
    assert found.hard == ()


def test_nothing_written_is_not_called_easy() -> None:
    assert measure("").age == 0
    assert measure(" ... ").verdict == "Nothing written yet"


@pytest.mark.parametrize(
    ("word", "count"),
    [("little", 2), ("loved", 1), ("wanted", 2), ("houses", 2), ("every", 2), ("assessment", 3), ("the", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@requirement("HSSCP-12.1")
def test_changing_one_face_shows_the_other_as_out_of_step() -> None:
    first = {"actions": [ACTION]}
    place = ("a1", "own")
    assert steps([first])[place] == "in_step"
    ours = {"actions": [{**ACTION, "by_when": "2027-02-01"}]}
    assert steps([first, ours])[place] == "ours_changed"
    assert steps([first, ours, ours])[place] == "ours_changed", "and it stays so until the other follows"
    both = {"actions": [{**ACTION, "by_when": "2027-02-01", "own": "By February."}]}
    assert steps([first, ours, both])[place] == "in_step"
    own = {"actions": [{**ACTION, "own": "There will be food."}]}
    assert steps([first, own])[place] == "own_changed"
    read = {"actions": [{**ours["actions"][0], "checked": ["yes"]}]}
    assert steps([first, read])[place] == "in_step", "both were read and left as they are"
    assert steps([{"actions": [{**ACTION, "own": ""}]}])[place] == "no_words"


def test_what_is_said_once_keeps_step_too() -> None:
    old = {"not_working": "Legal advice.", "not_working_own": "We will look again."}
    new = {**old, "not_working": "A meeting with lawyers."}
    assert steps([old, new])["", "not_working_own"] == "ours_changed"


def test_the_childs_plan_says_only_the_childs_words() -> None:
    plan = own_plan({"actions": [ACTION], "worries": [{"worry": "Neglect", "worry_own": "You were hungry."}]})
    said = " ".join(line.text for section in plan.sections for line in section.lines)
    assert "You were hungry." in said
    assert "Neglect" not in said
    assert "Ms Hill" not in said


def test_two_versions_are_compared_word_by_word() -> None:
    runs = words("Mum cooks tea each day", "Mum and Dad cook tea each day")
    assert "".join(run.text for run in runs if run.kind != "new") == "Mum cooks tea each day"
    assert "".join(run.text for run in runs if run.kind != "gone") == "Mum and Dad cook tea each day"
    assert Run("gone", "cooks") in runs


@requirement("HSSCP-13.4")
def test_rows_are_told_apart_by_their_number_in_the_plan() -> None:
    second = {"item": "a2", "what": "See the dentist", "who": "Dad"}
    old = {"actions": [ACTION, second], "why_new": "Outline"}
    new = {"actions": [{**second, "who": "Mum"}, {"item": "a3", "what": "Join a club"}], "why_new": "Outline"}
    changes = {(one.part, one.label): one.runs for one in compare(old, new)}
    assert Run("gone", "Dad") in changes["Action 1", "Who is responsible?"]
    assert changes["Action 2 (new)", "What will be done?"] == (Run("new", "Join a club"),)
    assert ("Action 3 (taken out)", "What will be done?") in changes
    assert not any(part == "The plan" for part, _ in changes), "what stayed is not told"
