"""The public pages for families and the library of guidance, of each authority."""

from django.test import Client

from tests.integration.frontdoor.plain import PlainBrowser
from tests.requirements import requirement


def said(path: str) -> str:
    """What a page says to a visitor, without the database."""
    browser = PlainBrowser(Client()).go(f"/procedure/{path}")
    assert browser.status == 200
    return browser.said


@requirement("HUB-1.1", "HUB-1.2", "HUB-2.4", "HUB-2.6", "HUB-8.1", "HSSCP-3.5")
def test_the_hub_explains_each_stage_rights_and_complaints_to_families() -> None:
    told = said("hartlepool-stockton/family/")
    for words in (
        "You can ask us for help yourself, or let someone ask for you.",
        "We ask you before we talk to others about you.",
        "you have a right to be told",
        "To a child",
        "ask someone to speak for you who does not work for us",
        "01429 284284",
    ):
        assert words in told


@requirement("HUB-8.1")
def test_an_authority_whose_document_is_silent_says_so() -> None:
    told = said("worcestershire/family/")
    assert "This procedure does not say how." in told
    assert "within three working days" in told


@requirement("HSSCP-15.1", "HSSCP-15.2")
def test_the_library_has_the_procedures_seven_guides_and_fifteen_dated_documents() -> None:
    told = said("hartlepool-stockton/library/")
    assert told.count("Rough Guide to") == 7
    for title, dated in (
        ("Tees safeguarding children procedures", "no date"),
        ("Threshold document: Providing the Right Support", "no date"),
        ("Working Together to Safeguard Children", "HM Government, 2018"),
        ("What to do if a child is being abused", "HM Government, March 2015"),
        ("Neglect Statement of Intent", "no date"),
        ("Private fostering", "no date"),
    ):
        assert title in told
        assert dated in told
    shelf = told[told.index("Levels of need") : told.index("Guides for practitioners")]
    guidance = told[told.rindex("Guidance") :]
    assert shelf.count("no date") + guidance.count(", ") >= 15


@requirement("HERTS-0.2")
def test_the_continuum_of_need_is_in_hertfordshires_library() -> None:
    told = said("hertfordshire/library/")
    assert "Levels of need Continuum of Need" in told
