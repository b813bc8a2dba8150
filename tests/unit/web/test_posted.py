"""What a form sent: fields apart from the form's own controls, rows added and removed without JavaScript."""

from django.test import RequestFactory

from goldthread.ledger.fields import rows_in
from goldthread.web.posted import Posted, posted

ROWS = {"children-0-given": ["Rowan"], "children-3-given": ["Noor"], "concern": ["Cold"]}


def test_fields_and_the_forms_own_controls_are_told_apart() -> None:
    data = {
        "concern": "Cold",
        "_action": "save",
        "_key": "k" * 64,
        "_version": "7",
        "_draft": "nonsense",
        "csrfmiddlewaretoken": "t",
    }
    sent = posted(RequestFactory().post("/", data))
    assert sent == Posted({"concern": ["Cold"]}, action="save", key="k" * 64, draft=None, version=7)


def test_what_a_database_cannot_hold_is_replaced() -> None:
    assert posted(RequestFactory().post("/", {"name": "a\x00b"})).raw == {"name": ["a�b"]}


def test_a_version_that_is_no_number_is_none() -> None:
    assert posted(RequestFactory().post("/", {"_version": "9" * 30})).version == 0
    assert posted(RequestFactory().post("/", {"_version": "-1"})).version == 0


def test_no_row_is_added_unless_asked() -> None:
    assert Posted(ROWS).regrouped is None


def test_a_row_is_added_after_the_last_one() -> None:
    sent = Posted(ROWS, action="add-row:children")
    assert sent.regrouped is not None
    assert rows_in(sent.regrouped, "children") == [0, 3, 4]
    assert sent.focus == "children-4"


def test_a_row_is_removed_and_a_draft_that_held_it_lets_it_go() -> None:
    sent = Posted(ROWS, action="remove-row:children-0")
    assert sent.regrouped is not None
    assert rows_in(sent.regrouped, "children") == [3]
    assert sent.regrouped["children-0-given"] == []
    assert sent.regrouped["concern"] == ["Cold"]
    assert sent.focus == "children"


def test_what_was_forged_into_the_forms_own_controls_counts_for_nothing() -> None:
    sent = posted(RequestFactory().post("/", {"_action": "<b>", "_key": "\x01" * 9, "_draft": "x"}))
    assert (sent.action, sent.key, sent.draft) == ("continue", "", None)
