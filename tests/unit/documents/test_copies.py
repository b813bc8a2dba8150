"""What a recipient's copy says, what it leaves out, and when none of it may go."""

from typing import Any

import pytest

from goldthread.access.needles import needles
from goldthread.access.recipients import Recipient
from goldthread.documents import copies
from goldthread.documents.copies import Copy, copy_for, words_of
from goldthread.documents.papers import Block, Fact, Paper, Table
from goldthread.ledger.fields import Sensitivity
from tests.unit.documents.sample import (
    AT,
    DEAN,
    ENTRY,
    FATHER,
    HAZEL,
    MEG,
    NURSE,
    OTHER,
    ROWAN,
    against,
    fact,
    paper,
)

WHY = "Must not be known to Dean Alder"


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The copy for a recipient against whom this and that stands."""

    def cut(made: Paper, recipient: Recipient = FATHER, let: tuple[str, ...] = (), **kept: Any) -> Copy:
        monkeypatch.setattr(copies, "against", lambda who, *_, **__: against(who, **kept))
        return copy_for(made, recipient, at=AT, let=let)

    return cut


def said(copy: Copy) -> str:
    return "\n".join(words_of(copy.paper))


def hidden(*texts: str) -> dict[Any, str]:
    return dict.fromkeys(needles(texts), WHY)


def test_what_nobody_keeps_back_stays(cut: Any) -> None:
    copy = cut(paper(fact("View", "All is well"), fact("Voice", "I like school", about=frozenset({ROWAN}))))
    assert "All is well" in said(copy)
    assert "I like school" in said(copy)
    assert not copy.left_out


@pytest.mark.parametrize(
    ("what", "kept"),
    [
        (fact("View", "She left him"), {"entries": {ENTRY: WHY}}),
        (fact("View", "She left him"), {"answers": {(ENTRY, "view"): WHY}}),
        (fact("View", "She left him", field="view.0.what"), {"answers": {(ENTRY, "view"): WHY}}),
        (fact("Home", "Here", detail=True, about=frozenset({DEAN})), {"reach": {DEAN: WHY}}),
        (fact("View", "She is at Haven House"), {"needles": hidden("Haven House")}),
    ],
)
def test_what_is_kept_from_them_is_left_out_with_the_rule(cut: Any, what: Fact, kept: Any) -> None:
    copy = cut(paper(what, fact("Else", "Nothing", entry=OTHER)), **kept)
    assert what.text not in said(copy)
    assert [(one.text, one.why, one.must) for one in copy.left_out] == [(what.text, WHY, True)]
    assert "Nothing" in said(copy)


def test_of_a_narrative_only_the_paragraph_that_tells_is_left_out(cut: Any) -> None:
    copy = cut(paper(fact("View", "One.\nShe is at Haven House.\nThree.")), needles=hidden("Haven House"))
    assert "One.\nThree." in said(copy)
    assert [one.text for one in copy.left_out] == ["She is at Haven House."]


def test_what_two_paragraphs_tell_together_goes_with_both(cut: Any) -> None:
    copy = cut(paper(fact("View", "It is Haven\nHouse there.")), needles=hidden("Haven House"))
    assert "House there" not in said(copy)


def test_where_others_are_is_not_for_the_family(cut: Any) -> None:
    home = fact("Home", "22 Elm Close", detail=True, about=frozenset({MEG}))
    assert "22 Elm Close" not in said(cut(paper(home)))
    assert "22 Elm Close" in said(cut(paper(home), NURSE))
    own = fact("Home", "1 Oak Road", detail=True, about=frozenset({DEAN}))
    assert "1 Oak Road" in said(cut(paper(own)))


def test_where_the_children_are_is_not_for_the_family_either(cut: Any) -> None:
    assert "22 Elm Close" not in said(cut(paper(fact("Where now", "22 Elm Close", detail=True))))


def test_a_child_who_is_not_theirs_is_left_out_unless_the_sender_lets_them_have_it(cut: Any) -> None:
    made = paper(fact("Voice", "Hazel is sad", about=frozenset({HAZEL})))
    copy = cut(made)
    assert "Hazel is sad" not in said(copy)
    assert not copy.left_out[0].must
    let = cut(made, let=(copy.left_out[0].key,))
    assert "Hazel is sad" in said(let)
    assert let.fingerprint != copy.fingerprint


def test_of_the_other_parent_they_are_told_what_is_neither_special_nor_where_they_are(cut: Any) -> None:
    about = frozenset({MEG})
    came = fact("Came", "Meg was there", about=about)
    ill = fact("Health", "Meg is ill", about=about, sensitivity=Sensitivity.SPECIAL_CATEGORY)
    home = fact("Home", "22 Elm Close", about=about, detail=True)
    told = said(cut(paper(came, ill, home), beside=about))
    assert "Meg was there" in told
    assert "ill" not in told.split()
    assert "Elm" not in told
    assert "Meg was there" not in said(cut(paper(came)))


def test_what_must_not_be_known_cannot_be_let_through(cut: Any) -> None:
    made = paper(fact("View", "She left him"))
    kept = {"entries": {ENTRY: WHY}}
    key = cut(made, **kept).left_out[0].key
    assert "She left him" not in said(cut(made, let=(key,), **kept))


def test_a_row_of_a_table_stands_or_falls_as_one(cut: Any) -> None:
    rows: Block = Table(
        "Actions",
        ("What", "Who"),
        (
            (fact("What", "Visit at Haven House"), fact("Who", "Nell")),
            (fact("What", "Ring school"), fact("Who", "Priya")),
        ),
    )
    copy = cut(paper(rows), needles=hidden("Haven House"))
    assert "Nell" not in said(copy)
    assert "Ring school" in said(copy)
    assert [one.text for one in copy.left_out] == ["What: Visit at Haven House; Who: Nell"]


def test_a_row_that_tells_only_as_a_whole_is_left_out_too(cut: Any) -> None:
    rows: Block = Table("Actions", ("A", "B"), ((fact("A", "at Haven"), fact("B", "House")),))
    assert "at Haven" not in said(cut(paper(rows), needles=hidden("Haven House")))


def test_a_section_of_which_nothing_stays_goes_with_its_heading(cut: Any) -> None:
    copy = cut(paper(fact("View", "She left him"), heading="New partner"), entries={ENTRY: WHY})
    assert "New partner" not in said(copy)


def test_a_title_that_tells_stops_the_paper(cut: Any) -> None:
    copy = cut(paper(fact("View", "x"), title="Visit to Haven House"), needles=hidden("Haven House"))
    assert WHY in copy.nothing[0]
