"""A form of the pack, walked: pages that do not apply are left out, a group may stand on several."""

from datetime import UTC, datetime

import pytest

from goldthread.frontdoor.formpages import PUBLIC, Walk
from goldthread.ledger import procedure
from goldthread.ledger.fields import Choice

pytestmark = pytest.mark.takes(5)  # the first one reads the pack
NOW = datetime(2026, 4, 2, 15, 40, tzinfo=UTC)
RED = "child_protection_request"


def walk(form: str = RED, kind: str = "school", **raw: str) -> Walk:
    typed = {name: [text] for name, text in raw.items()}
    return Walk(procedure.newest(), form, typed, {"referrer_kind": kind, "channel": "online_form"})


def test_a_page_applies_by_the_answers_and_by_who_asks() -> None:
    assert "consultation" in walk().pages
    assert "consultation" not in walk(kind="hospital").pages
    assert "contact_details" not in walk(PUBLIC, "public", anonymous="yes").pages
    assert "contact_details" in walk(PUBLIC, "public", anonymous="no").pages


def test_the_way_forth_and_back_are_one_way() -> None:
    form = walk()
    names = list(form.pages)
    assert form.before(names[0]) is None
    assert form.after(names[-1]) is None
    assert [form.after(name) for name in names[:-1]] == names[1:]
    assert [form.before(name) for name in names[1:]] == names[:-1]


def test_a_page_reads_only_what_it_asks() -> None:
    form = walk(**{"children-0-given_names": "Rowan", "children-0-school": "Alderbrook"})
    read = {name: page.read(form.raw, NOW).values for name, page in form.pages.items()}
    assert read["children"] == {"children": [{"given_names": "Rowan"}]}
    assert read["where_they_live"] == {"children": [{"school": "Alderbrook"}]}
    assert form.read(NOW).values["children"] == [{"given_names": "Rowan", "school": "Alderbrook"}]


def test_each_form_offers_the_kinds_of_referrer_who_fill_it() -> None:
    kinds = walk(PUBLIC, "public").pages["who_you_are"].fields["referrer_kind"]
    assert isinstance(kinds, Choice)
    assert set(kinds.choices) == {"public", "family", "child"}


def test_what_cannot_be_understood_states_nothing() -> None:
    facts = walk(consulted_hub="perhaps", immediate_danger="yes").facts
    assert "consulted_hub" not in facts
    assert facts["imminent_risk"] is True


def test_answers_to_pages_that_no_longer_apply_are_not_sent() -> None:
    said = walk(PUBLIC, "public", anonymous="yes", referrer_name="Hetty Sorrel", concern="Crying")
    assert "referrer_name" not in said.read(NOW).values
