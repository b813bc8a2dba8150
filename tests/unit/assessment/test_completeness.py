"""What an assessment lacks, worked out from additions in memory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from goldthread.assessment.completeness import Circumstances, lacking
from goldthread.assessment.dimensions import DIMENSIONS, DOMAINS, NEED, SECTIONS, UNBORN
from goldthread.assessment.document import Addition, Document
from goldthread.ledger.models import Entry
from tests.requirements import requirement

AT = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
WELL_KNOWN = Circumstances(age=8, seen=True, seen_alone=True, responsibility_known=True)
# Each dimension under the requirement that asks for it.
ASKED = {
    "HSSCP-8.1": "health",
    "HSSCP-8.2": "education",
    "HSSCP-8.3": "emotional",
    "HSSCP-8.4": "identity",
    "HSSCP-8.5": "relationships",
    "HSSCP-8.6": "presentation",
    "HSSCP-8.7": "self_care",
    "HSSCP-8.8": "basic",
    "HSSCP-8.9": "safety",
    "HSSCP-8.10": "warmth",
    "HSSCP-8.11": "stimulation",
    "HSSCP-8.12": "boundaries",
    "HSSCP-8.13": "stability",
    "HSSCP-8.14": "history",
    "HSSCP-8.15": "wider_family",
    "HSSCP-8.16": "housing",
    "HSSCP-8.17": "employment",
    "HSSCP-8.18": "income",
    "HSSCP-8.19": "integration",
    "HSSCP-8.20": "community",
}


def added(section: str, own: Mapping[str, Any] | None = None, **values: Any) -> Addition:
    """An addition that somebody signed."""
    entry = Entry(kind="assessment_section", author_name="Sal Worker", occurred_at=AT, recorded_at=AT)
    return Addition(entry, {"section": section, **values}, own or {})


def words(*additions: Addition, child: Circumstances = WELL_KNOWN) -> str:
    """Everything that is missing, as one text."""
    return "\n".join(lack.words for lack in lacking(Document(additions), child))


def left(*additions: Addition, child: Circumstances = WELL_KNOWN) -> set[str]:
    """The titles of the dimensions that are neither written nor set aside."""
    named = [
        line.split("set aside: ")[1]
        for line in words(*additions, child=child).splitlines()
        if "set aside: " in line
    ]
    return {title for line in named for title in line.split(", ")}


@pytest.mark.parametrize(
    ("section"), [pytest.param(name, marks=requirement(asked), id=name) for asked, name in ASKED.items()]
)
def test_each_dimension_is_missing_until_it_is_written_or_set_aside(section: str) -> None:
    title = SECTIONS[section].title
    assert title in left()
    fact = {"what": "Something", "source": "The GP"}
    name = "child_facts" if SECTIONS[section].of_each_child else "facts"
    assert title not in left(added(section, {name: [fact]}))
    aside = added("aside", aside=[section], aside_why="Not raised")
    assert title not in left(aside)
    assert [line.what for line in Document([added(section, {name: [fact]})]).lines] == ["Something"]


@requirement("HSSCP-7.10")
def test_there_are_twenty_dimensions_in_three_domains() -> None:
    assert [sum(one.part == part for one in DIMENSIONS.values()) for part in DOMAINS] == [7, 6, 7]
    assert set(ASKED.values()) == set(DIMENSIONS)


@requirement("HSSCP-7.4", "HUB-2.2")
def test_a_fact_says_whether_it_is_checked_and_with_whom_it_was_discussed() -> None:
    fact = {"what": "Mould", "source": "Visit", "checked": "checked", "with_child": "no"}
    assert "Housing: 1 fact without a word whether with the parents" in words(added("housing", facts=[fact]))
    whole = [{**fact, "with_parents": "yes"}]
    assert "1 fact" not in words(added("housing", facts=whole))
    (line,) = Document([added("housing", facts=whole)]).lines
    assert line.notes == [
        "Checked with another source",
        "Discussed with child: not yet",
        "Discussed with parents: yes",
    ]


@requirement("HSSCP-7.5", "HSSCP-7.8", "HSSCP-5.5", "HSSCP-7.6", "HSSCP-3.2")
def test_what_is_made_of_it_is_missing_until_it_is_said() -> None:
    said = {
        "Why harm is significant, or not": added(NEED, {"why_significant": "Less than others bear"}),
        "Whether interests conflict, and what is best for the child": added("domains", conflict="They do"),
        "Whether the child is disabled": added("disabled_or_carer", {"disabled": "no"}),
        "How the child was told and took part": added("voice", {"child_told": "On a walk"}),
    }
    for lack, addition in said.items():
        assert lack in words()
        assert lack not in words(addition)
    begun = added("housing", facts=[])
    assert "Family, home and surroundings: what it means for the child" in words(begun)
    assert "what it means" not in words(added("housing", {"impact": "Coughs"}, facts=[]))


@requirement("HSSCP-3.12", "HSSCP-7.11")
def test_the_record_beside_the_document_is_looked_at_too() -> None:
    child = replace(
        WELL_KNOWN, seen_alone=False, responsibility_known=False, waiting=("School",), asks=("need_limb",)
    )
    found = words(child=child)
    for lack in ("Who holds parental responsibility", "not been seen alone", "Not answered yet: School"):
        assert lack in found
    assert "In what way the child is in need" in found
    assert "In what way" not in words(), "where the procedure does not name the ways"
    assert "has not been seen" in words(child=replace(WELL_KNOWN, seen=False))


def test_of_an_unborn_child_nobody_is_asked_what_it_says_or_whether_it_was_seen() -> None:
    unborn = replace(WELL_KNOWN, age=UNBORN, seen=False)
    assert {"Health", "Basic care", "Safety", "Family history"} <= left(child=unborn)
    assert not {"Education", "Identity", "Looking after itself", "Warmth"} & left(child=unborn)
    assert "seen" not in words(child=unborn)
    assert "says or shows" not in words(child=unborn)


def test_the_newest_answer_stands_first_and_the_earlier_ones_stay() -> None:
    later, earlier = added("voice", {"voice": "I like it here"}), added("voice", {"voice": "I am scared"})
    written = Document([later, earlier]).sections["voice"]
    assert written.newest("voice") == "I like it here"
    ((_, said),) = written.answers
    assert [text for text, _ in said] == ["I like it here", "I am scared"]
