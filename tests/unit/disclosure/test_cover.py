"""The cover of a copy: somebody of twelve can read it; it says why parts are missing, and where to turn."""

import pytest

from goldthread.disclosure.redaction.cover import About, cover
from goldthread.disclosure.redaction.final import Final, Gone, Line, Page
from goldthread.disclosure.redaction.reasons import REASONS
from goldthread.web.readability import measure

PAGES = tuple(
    Page("Note", "2 April 2026", (Line("What happened?", ("Well.", Gone(key))),), files=1) for key in REASONS
)


def words(*, theirs: bool, pages: tuple[Page, ...] = PAGES) -> list[str]:
    about = About("Testshire Council", "Sal Screener", theirs, "2 April 2026", 2)
    return [text for part in cover(Final(pages, ""), about) for text in (*part.said, *part.points)]


@pytest.mark.parametrize("theirs", [True, False])
def test_somebody_of_twelve_can_read_it(theirs: bool) -> None:  # noqa: FBT001
    measured = measure("\n".join(words(theirs=theirs)))
    assert measured.age <= 12, measured


def test_each_reason_that_was_used_is_told_with_how_often_and_none_other() -> None:
    told = "\n".join(words(theirs=True))
    assert all(one.tells in told for one in REASONS.values())
    assert "10 files" in told
    assert "(1 time)" in told
    some = "\n".join(words(theirs=True, pages=PAGES[:1]))
    assert REASONS["third_party"].tells in some
    assert REASONS["privilege"].tells not in some


def test_it_says_where_to_turn() -> None:
    told = "\n".join(words(theirs=True))
    assert "ask us to look again" in told
    assert "complain" in told
    assert "ico.org.uk" in told
    assert "sit with you" in told
    assert "sit with you" not in "\n".join(words(theirs=False))
