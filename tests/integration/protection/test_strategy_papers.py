"""The record of a strategy discussion as paper: who may read which part of it."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from goldthread.access.recipients import Recipient
from goldthread.documents.copies import copy_for, words_of
from goldthread.ledger import operations as ledger
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part
from goldthread.people.models import Relationship
from goldthread.protection import strategypapers
from tests import factories as make
from tests.integration.frontdoor.by_pack import at
from tests.integration.protection.strategies import MONDAY, NOOR, Cast
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
SEARCH = "The police search the house on Thursday."


@pytest.fixture
def cast(authority: Callable[..., None]) -> Cast:
    """Noor and her mother, at the Hub."""
    authority("hartlepool-stockton")
    return Cast(NOOR, household=[{"given_names": "Maha", "family_name": "Haddad", "relationship": "mother"}])


def discussion(cast: Cast, **said: object) -> Entry:
    """A strategy discussion that was held."""
    people = [
        {
            "part": "police",
            "role": "Police",
            "name": "Di Constable",
            "came": "there",
            "shared": "A caution in 2019.",
        },
        {"part": "school", "role": "School", "name": "Hana Head", "came": "apologies"},
    ]
    values = {
        "step": "strategy_discussion",
        "outcome": "section_47",
        "people": people,
        "told_to_family": "That there will be an enquiry.",
        "actions": [{"what": "Search the house", "who": "Di Constable", "by_when": "2026-11-12"}],
    }
    return ledger.sign(
        by=make.author("social_worker", cast.worker),
        at=MONDAY,
        kind="strategy_meeting",
        values={**values, **said},
        parts=[Part(cast.child, {"significant_harm": True, "why": "Bruises."})],
        key=uuid4().hex,
        occurred_at=MONDAY,
    )


@requirement("HSSCP-10.2", "HSSCP-10.6", "HSSCP-10.12")
def test_those_there_get_all_and_the_family_nothing_that_is_kept_back(cast: Cast) -> None:
    grounds = {"kept_back": SEARCH, "kept_back_ground": "police_investigation"}
    entry = discussion(cast, **grounds)
    paper = strategypapers.record(entry, MONDAY)
    assert [(one.name, one.how) for one in paper.meant_for] == [("Di Constable", "Police")], "who was there"
    officer = copy_for(paper, paper.meant_for[0], at=MONDAY)
    words = " ".join(words_of(officer.paper))
    for part in (SEARCH, "A caution in 2019.", "Search the house", "Section 47 enquiry", "Noor Haddad"):
        assert part in words, part
    mother = Relationship.objects.get(kind="mother").subject
    hers = copy_for(paper, Recipient("Maha Haddad", "mother of Noor", person=mother.pk), at=MONDAY)
    assert "That there will be an enquiry." in " ".join(words_of(hers.paper))
    for part in (SEARCH, "A caution in 2019.", "Search the house"):
        assert part not in " ".join(words_of(hers.paper)), part
    assert all(one.must for one in hers.left_out if one.text == SEARCH), "no sender may let it through"


@requirement("HSSCP-5.3", "HUB-4.4")
def test_a_call_and_a_request_for_help_say_what_they_are_for(cast: Cast) -> None:
    signed = {
        "strategy_call": {
            "step": "strategy_discussion",
            "outcome": "initiated",
            "worry": "Bruises.",
            "held_at": "2026-11-09T19:00:00Z",
            "people": [{"part": "school", "name": "Hana Head"}],
        },
        "help_asked": {"agency": "Moorfield Hospital", "body": "health", "asked": "The notes of 3 November."},
    }
    discussion(cast)
    entries = {
        kind: ledger.sign(
            by=make.author("social_worker", cast.worker),
            at=MONDAY,
            kind=kind,
            values=values,
            parts=[Part(cast.child)],
            key=uuid4().hex,
        )
        for kind, values in signed.items()
    }
    call = strategypapers.call(entries["strategy_call"], MONDAY)
    assert {"9 November 2026 at 7pm", "Hana Head", "Bruises."} <= set(words_of(call))
    asked = strategypapers.help_request(entries["help_asked"], MONDAY)
    assert {"The notes of 3 November.", "Noor Haddad, born 4 March 2022"} <= set(words_of(asked))
    assert asked.meant_for[0].name == "Moorfield Hospital"
    with at(MONDAY, cast.worker, f"/entries/{entries['help_asked'].pk}/papers/") as browser:
        assert "Request for help with an enquiry" in browser.said
