"""Consent as dated facts by a named holder, its withdrawal and override, and the list of what was shared."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.recipients import Recipient
from goldthread.disclosure.consents import everything, shared, standing
from goldthread.documents.copies import copy_for, words_of
from goldthread.documents.papers import papers_for
from goldthread.ledger import operations
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Part
from goldthread.people import statements as say
from tests.integration.documents.household import NOW, Family
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.people.record import tell
from tests.newest import newest
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
WHEN = {
    "happened_at-day": "2",
    "happened_at-month": "4",
    "happened_at-year": "2026",
    "happened_at-time": "17:00",
}


@pytest.fixture
def family() -> Family:
    return Family()


@pytest.fixture
def browser(family: Family) -> PlainBrowser:
    client = Client()
    client.force_login(family.worker)
    return PlainBrowser(client).go(page_of(family))


def page_of(family: Family) -> str:
    return reverse("disclosure:consent", args=[family.rowan.pk])


def now(family: Family) -> dict[str, str]:
    """What stands, by use."""
    found = standing(everything([family.rowan.pk]))
    return {one.to: "; ".join(each.words for each in one.said) for one in found}


def asked_of_school(family: Family, key: str = "ask", **values: Any) -> Entry:
    """The school is asked about Rowan."""
    return operations.sign(
        by=family.by,
        at=family.at(),
        kind="agency_enquiry",
        values={"agency": "Alderbrook Primary", "asked": "How often Rowan is away", **values},
        parts=[Part(family.rowan, in_episode=False)],
        key=key,
    )


@requirement("HSSCP-3.11", "HSSCP-6.1", "HUB-2.4")
@travel(NOW, tick=False)
def test_only_a_holder_or_the_young_person_consents_and_gathering_is_not_sharing(
    family: Family, browser: PlainBrowser
) -> None:
    answer = {**WHEN, "use": "gather", "answer": "agreed"}
    assert browser.send(answer).status == 422  # nobody is named
    offered = dict(
        re.findall(
            r'name="person" type="radio" value="([^"]+)".*?<label[^>]*>\s*([^<]+)', browser.text, re.DOTALL
        )
    )
    assert offered[str(family.meg.pk)].strip() == "Meg Alder: holds it"
    assert "Rowan" in offered["young"]
    assert str(family.lee.pk) not in offered
    assert browser.send({**answer, "person": str(family.meg.pk)}).status == 200
    signed = newest("consent")
    assert (signed.payload["who"], signed.payload["holder"]) == ("Meg Alder", str(family.meg.pk))
    assert now(family) == {
        "Asking others what they know": "Meg Alder: they agree",
        "Telling others what we know": "",
    }
    assert "Meg Alder: they agree" in browser.text


@requirement("HUB-2.5", "HUB-2.6", "HERTS-6.8", "HERTS-6.9", "HSSCP-6.8", "HSSCP-6.9")
@travel(NOW, tick=False)
def test_what_is_done_without_consent_says_on_what_ground_who_decided_and_whether_rights_were_told(
    family: Family, browser: PlainBrowser
) -> None:
    answer = {**WHEN, "use": "share", "answer": "overridden", "ground": "necessary_to_protect"}
    for lacks in ("why", "decided_by", "rights_told"):
        given = {
            "why": "He waits at the gate",
            "decided_by": "Mo, manager",
            "rights_told": "no",
            "rights_not": "He reads her post",
        }
        assert browser.send({**answer, **given, lacks: ""}).status == 422
    given = {
        "why": "He waits at the gate",
        "decided_by": "Mo, manager",
        "rights_told": "no",
        "rights_not": "He reads her post",
    }
    assert browser.send({**answer, **given}).status == 200
    assert now(family)["Telling others what we know"] == "It is done without their agreement"
    for words in (
        "It is believed necessary to protect the child",
        "Decided by <bdi>Mo, manager",
        "He reads her post",
    ):
        assert words in browser.text


@requirement("HSSCP-6.4", "HSSCP-6.7", "HERTS-6.2")
@travel(NOW, tick=False)
def test_a_withdrawal_shows_what_was_told_on_consent(family: Family, browser: PlainBrowser) -> None:
    nothing = {**WHEN, "use": "gather", "answer": "withdrawn", "person": str(family.meg.pk)}
    assert browser.send(nothing).status == 422  # nobody has agreed to anything
    asked_of_school(family, parents_agree=True)
    asked_of_school(family, "again", parents_agree=False, basis="court_order", reasons="The court asks")
    browser.go(page_of(family)).send({**nothing, "answer": "agreed"})
    assert "no longer agrees" not in browser.text
    browser.send({**nothing, "happened_at-time": "17:05"})
    assert "no longer agrees" in browser.text
    assert browser.text.count("How often Rowan is away") == 1  # the one that rested on consent
    assert [one.disclosure.consented for one in shared([family.rowan.pk])] == [True, False]


@requirement("HSSCP-3.11", "HUB-2.4")
@travel(NOW, tick=False)
def test_one_holders_word_does_not_take_the_place_of_the_others(
    family: Family, browser: PlainBrowser
) -> None:
    share = {**WHEN, "use": "share", "answer": "agreed"}
    browser.send({**share, "person": str(family.meg.pk)})
    taken_back = {**share, "answer": "withdrawn", "person": str(family.dean.pk), "happened_at-time": "17:05"}
    assert browser.send(taken_back).status == 422, "he never agreed: it was she"
    browser.send({**share, "person": str(family.dean.pk), "happened_at-time": "17:01"})
    assert "do not say the same" not in browser.text
    assert browser.send(taken_back).status == 200
    browser.send({**share, "person": str(family.meg.pk), "happened_at-time": "17:10"})
    both = "Meg Alder: they agree; Dean Alder: they take back what they agreed to"
    assert now(family)["Telling others what we know"] == both
    assert "do not say the same" in browser.text


@requirement("HERTS-6.1", "HERTS-6.3", "HERTS-6.4", "HSSCP-6.2")
@travel(NOW, tick=False)
def test_what_contacts_say_of_consent_stands_on_the_same_page(family: Family, browser: PlainBrowser) -> None:
    entry = Entry.objects.filter(kind="contact").get()
    operations.amend(
        by=family.by,
        at=family.at(),
        entry=entry,
        values={"parents_informed": "informed_only", "consent_reason": "She is afraid of him"},
        parts={},
        reason="Told since",
        key="told",
    )
    assert now(family)["Telling others what we know"] == "The parents: they know, and have not agreed"
    assert "She is afraid of him" in browser.go(page_of(family)).text


@requirement("HSSCP-6.4", "HSSCP-6.7")
@travel(NOW, tick=False)
def test_the_list_of_what_was_shared_can_be_given_without_what_must_not_be_known(
    family: Family, browser: PlainBrowser
) -> None:
    asked_of_school(family, parents_agree=True)
    secret = asked_of_school(family, "more", parents_agree=True, asked="The red van of Lee")
    page = browser.go(reverse("disclosure:shared", args=[family.rowan.pk])).text
    assert page.count("We told <bdi>Alderbrook Primary") == 2
    assert "The parents agree" in page
    family.keep("Rowan", what="words", words="red van")
    paper = papers_for(secret)["sharing_log"].make(secret, NOW)
    told = "\n".join(words_of(copy_for(paper, family.recipients["Rowan"], at=NOW).paper))
    assert "How often Rowan is away" in told
    assert "red van" not in told
    hers = "\n".join(words_of(copy_for(paper, Recipient("Meg Alder", person=family.meg.pk), at=NOW).paper))
    assert "red van" in hers


@requirement("HSSCP-3.11")
@travel(NOW, tick=False)
def test_brothers_and_sisters_are_ticked_in_one_act_and_each_childs_consent_is_their_own(
    family: Family, browser: PlainBrowser
) -> None:
    tell(say.RelatedTo(about=str(family.rowan.pk), other=str(family.ash.pk), kind="half_sibling"))
    both = [str(family.rowan.pk), str(family.ash.pk)]
    said = {**WHEN, "use": "gather", "answer": "agreed", "whom": both}
    browser.go(page_of(family))
    assert browser.send({**said, "person": str(family.dean.pk)}).status == 422, "the father of one of them"
    assert browser.send({**said, "person": "young"}).status == 422
    assert browser.send({**said, "person": str(family.meg.pk)}).status == 200
    signed = newest("consent")
    assert Entry.objects.filter(kind="consent").count() == 1
    assert {str(part.subject_id) for part in signed.parts.all()} == set(both)
    assert "whom" not in signed.payload
    later = {"answer": "withdrawn", "happened_at-time": "17:05"}
    browser.send({**said, "whom": both[0], "person": str(family.meg.pk), **later})
    words = {child: standing(everything([child])) for child in (family.rowan.pk, family.ash.pk)}
    told = [word.words for each in words.values() for one in each for word in one.said]
    assert told == ["Meg Alder: they take back what they agreed to", "Meg Alder: they agree"]


@travel(NOW, tick=False)
def test_a_note_about_brothers_and_sisters_is_written_once(family: Family, browser: PlainBrowser) -> None:
    tell(say.RelatedTo(about=str(family.rowan.pk), other=str(family.ash.pk), kind="half_sibling"))
    browser.go(reverse("casefile:note", args=[family.rowan.pk]))
    assert browser.fields()["whom"][-1] == str(family.rowan.pk), "whose page it is"
    both = {str(family.rowan.pk), str(family.ash.pk)}
    browser.send({"about": "visit", "facts": "Both were at home.", "whom": sorted(both)})
    assert browser.status == 200, browser.errors
    assert {str(part.subject_id) for part in newest("note").parts.all()} == both
