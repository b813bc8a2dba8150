"""The professional request: page by page without JavaScript, kept, sent once, in the agency's name."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client

from goldthread.accounts.models import User
from goldthread.ledger.models import Attachment, Draft, DraftVersion, Entry, Event
from goldthread.people.models import Person
from tests import factories
from tests.factories import THURSDAY
from tests.integration.frontdoor.plain import PlainBrowser, words
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
CHECK = "Check your answers"
RED, GREEN = "child_protection_request", "service_request"
DIFFICULTIES = {
    "asked_domestic_abuse": "not_known",
    "asked_mental_illness": "no",
    "asked_substance_misuse": "no",
    "asked_learning_difficulties": "yes",
    "asked_details": "He finds reading very hard.",
}
ROWAN = {
    "children-0-given_names": "Rowan",
    "children-0-family_name": "Alder",
    "children-0-born-day": "15",
    "children-0-born-month": "1",
    "children-0-born-year": "2018",
}
ANSWERS = {
    "immediate_danger": "no",
    "concern": "Comes to school hungry and tired, worse since January.",
    "consulted_hub": "no",
    **ROWAN,
    **DIFFICULTIES,
}
CONSULTED = {
    "consulted_hub": "yes",
    "consulted_at-day": "7",
    "consulted_at-month": "4",
    "consulted_at-year": "2026",
    "consulted_at-time": "09:30",
    "consultation_advice": RED,
}
SERVICE = {
    "service_wanted": "Help with reading and with mornings",
    "support_only": "yes",
    "several_needs": "no",
}
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


def school(name: str = "Alderbrook Primary", kind: str = "school") -> User:
    """A safeguarding lead of an agency of that kind."""
    return factories.user("professional_referrer", name="Priya Larkspur", of=factories.agency(name, kind))


def browser_of(user: User) -> PlainBrowser:
    """That person's browser, signed in."""
    client = Client()
    client.force_login(user)
    return PlainBrowser(client)


def begin(user: User, form: str = RED) -> PlainBrowser:
    """At the first page of a new request."""
    return browser_of(user).go("/requests/new/").send({"form": form})


def filled(user: User, form: str = RED, **answers: str) -> PlainBrowser:
    """At the answers to check of a request whose pages were filled in with these."""
    browser = begin(user, form)
    draft = Draft.objects.filter(signed_as=None).latest("created_at")
    draft.raw |= {name: [text] for name, text in {**ANSWERS, **answers}.items()}
    draft.save()
    return browser.go(f"/requests/draft/{draft.pk}/")


def at_page(user: User, page: str, form: str = RED, **answers: str) -> PlainBrowser:
    """At one page of such a request."""
    browser = filled(user, form, **answers)
    return browser.go(f"{browser.path}{page}/")


def send(user: User, form: str = RED, **answers: str) -> Entry:
    """A request filled in and sent; the contact that was received."""
    browser = filled(user, form, **answers)
    browser.send()
    assert browser.status == 200, browser.errors
    return Entry.objects.filter(kind="contact").latest("recorded_at")


def to_do(browser: PlainBrowser) -> str:
    """What the page says is still to do, without the reasons."""
    items = [item for item in browser.tree.iter("li") if item.find("strong") is not None]
    return "; ".join(words(item.find("strong")) for item in items)


def facts(entry: Entry) -> dict[str, object]:
    """What the procedure was told."""
    found: dict[str, object] = Event.objects.get(entry=entry, step="contact").facts
    return found


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    """The Thursday before Easter, at 4:40pm, as in worked case WC1."""
    with time_machine.travel(THURSDAY, tick=False):
        yield


@requirement("HERTS-2.27", "HERTS-2.30", "HERTS-3.27", "HERTS-5.2", "HERTS-5.3")
def test_a_teacher_sends_a_red_form_in_the_schools_name() -> None:
    user = school()
    browser = begin(user)
    browser.through(ANSWERS, until=CHECK)
    browser.send()
    entry = Entry.objects.get(kind="contact")
    assert entry.payload | {"form": RED, "channel": "online_form"} == entry.payload
    assert entry.payload["referrer_agency"] == "Alderbrook Primary"
    assert entry.payload["referrer_name"] == "Priya Larkspur"
    assert entry.payload["referrer_kind"] == "school"
    assert entry.payload["anonymous"] is False
    assert (entry.author_id, entry.author_role, entry.author_agency) == (
        user.pk,
        "professional_referrer",
        user.agency,
    )
    assert entry.payload["asked_domestic_abuse"] == "not_known"
    child = Person.objects.get(pk=entry.parts.get().subject_id)
    assert (child.given, child.family, str(child.born)) == ("Rowan", "Alder", "2018-01-15")


@requirement("HERTS-3.27")
def test_whatever_is_typed_or_forged_the_agency_is_named() -> None:
    browser = filled(school())
    draft = Draft.objects.get()
    draft.raw |= {"anonymous": ["yes"], "referrer_agency": ["Somewhere else"], "channel": ["post"]}
    draft.save()
    browser.go(f"/requests/draft/{draft.pk}/").send()
    entry = Entry.objects.get(kind="contact")
    told = {
        name: entry.payload[name] for name in ("anonymous", "referrer_agency", "channel", "referrer_name")
    }
    assert told == {
        "anonymous": False,
        "referrer_agency": "Alderbrook Primary",
        "channel": "online_form",
        "referrer_name": "Priya Larkspur",
    }


@requirement("HERTS-0.2", "HERTS-0.3", "HERTS-2.5", "HERTS-2.27", "HERTS-2.28", "HERTS-5.1", "HERTS-3.16")
def test_the_first_page_says_which_form_and_whom_to_ask_first() -> None:
    said = browser_of(school()).go("/requests/new/").said
    for sentence in (
        "ring 999",
        "Continuum of Need",
        "designated or named safeguarding professional",
        "safeguarding worry",
        "one agency can meet",
        "social worker who has delegated authority",
        "dedicated number",
    ):
        assert sentence in said


@requirement("HERTS-2.28", "HERTS-0.4")
def test_a_green_form_asks_for_the_agreement_and_is_sent_without_it() -> None:
    browser = filled(school(), GREEN, **SERVICE, pr_holder_agrees="no")
    assert "parental responsibility" in to_do(browser)
    browser.send()
    entry = Entry.objects.get(kind="contact")
    assert facts(entry) | {"form": GREEN, "support_only": True, "pr_holder_agrees": False} == facts(entry)


@requirement("HERTS-2.29")
def test_several_needs_bring_up_a_families_first_assessment() -> None:
    browser = filled(school(), GREEN, **{**SERVICE, "several_needs": "yes"})
    assert "Consider a Families First Assessment" in to_do(browser)
    both = {**SERVICE, "several_needs": "yes", "families_first_considered": "yes"}
    considered = filled(school("Other School"), GREEN, **both)
    assert "Consider a Families First Assessment" not in to_do(considered)


@requirement("HERTS-2.13", "HERTS-2.14", "HERTS-2.22", "HERTS-2.23")
def test_an_unconsulted_school_is_told_before_sending_that_it_would_come_back() -> None:
    browser = at_page(school(), "consultation")
    assert "Open now, until 5pm." in browser.said
    browser.through(ANSWERS, until=CHECK)
    assert "Talk to the Consultation Hub first" in browser.said
    with time_machine.travel(THURSDAY + timedelta(minutes=30), tick=False):  # 5:10pm before Good Friday
        browser.go(browser.path)
    assert "Closed now. Opens 7 April 2026 at 9am." in browser.said
    browser.send()
    assert Entry.objects.filter(kind="contact").count() == 1  # told, not hindered


@requirement("HERTS-2.19")
def test_a_consulted_form_says_when_and_what_was_advised() -> None:
    with time_machine.travel(THURSDAY + timedelta(days=5), tick=False):
        browser = filled(school(), **CONSULTED)
        assert "Talk to the Consultation Hub first" not in browser.said
        browser.send()
    entry = Entry.objects.get(kind="contact")
    assert entry.payload["consulted_at"] == "2026-04-07T08:30:00Z"
    assert facts(entry) | {"consulted_hub": True, "consultation_advice": RED} == facts(entry)


@requirement("HERTS-2.15", "HERTS-2.25", "HERTS-3.3")
def test_wc1b_an_imminent_risk_goes_on_without_consultation() -> None:
    danger = {"immediate_danger": "yes", "imminent_reason": "In the office; father “will batter me tonight”"}
    browser = begin(school()).send(danger)
    assert browser.heading == "Get help for the child now"
    browser = filled(school(), **danger)
    assert "Talk to the Consultation Hub first" not in browser.said
    assert "Assessment Team" in browser.said
    browser.send()
    assert facts(Entry.objects.get(kind="contact"))["imminent_risk"] is True


@requirement("HERTS-3.14", "HERTS-3.15", "HERTS-5.19")
def test_wc1c_a_ward_need_not_consult_but_owes_the_nhs_number() -> None:
    ward = school("Meadowlark Hospital", "hospital")
    browser = filled(ward)
    assert "Have you talked to the Consultation Hub?" not in browser.said
    assert "NHS number" in to_do(browser)
    browser.send()
    without = Entry.objects.get(kind="contact")
    assert facts(without)["nhs_number_given"] is False
    assert facts(without)["sent_securely"] is True
    given = filled(ward, **{"children-0-nhs_number": "999 000 0018"})
    assert "NHS number" not in to_do(given)


@requirement("HERTS-2.3")
def test_harm_by_another_child_sends_details_of_both() -> None:
    browser = filled(school(), harm_by_child="yes")
    assert "details of the other child" in to_do(browser)
    browser.go(browser.link("Change: Who caused the harm?"))
    browser.send({"other_child-0-given_names": "Teal", "other_child-0-family_name": "Marsh"})
    assert browser.heading == CHECK
    browser.send()
    entry = Entry.objects.get(kind="contact")
    assert facts_of_all(entry) == {True}
    assert entry.parts.filter(episode__isnull=False).count() == 2


def facts_of_all(entry: Entry) -> set[object]:
    """Whether the other child is recorded, as each child's event says."""
    return {
        event.facts["other_child_recorded"] for event in Event.objects.filter(entry=entry, step="contact")
    }


@requirement("HERTS-2.4")
def test_a_worry_about_a_professional_leads_to_the_allegations_procedure() -> None:
    browser = filled(school(), **CONSULTED, concern_about_professional="yes")
    assert "allegations procedure" in browser.said


@requirement("HERTS-3.8", "HERTS-3.9", "HERTS-3.10")
def test_passing_on_what_another_said_asks_to_advise_them_to_tell_us_too() -> None:
    passing = {"on_behalf_of_other": "yes", "third_party": "A grandmother at the gate"}
    browser = filled(school(), **passing, told_to_refer_directly="no")
    assert "Advise the person who told you" in to_do(browser)
    browser.go(browser.link("Change: Are you passing on what someone else told you?"))
    browser.send({"told_to_refer_directly": "yes"})
    assert "Advise the person who told you" not in to_do(browser)
    browser.send()
    entry = Entry.objects.get(kind="contact")
    assert entry.payload["third_party"] == "A grandmother at the gate"
    assert facts(entry)["told_to_refer_directly"] is True


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({"parents_informed": "agreed"}, {"consent": "agreed"}),
        (
            {"parents_informed": "informed_only", "consent_reason": "Mother would not sign"},
            {"consent": "informed_only", "consent_reason_given": True},
        ),
        (
            {"parents_informed": "not_informed", "not_informed_ground": "risk_to_staff"},
            {"consent": "not_informed", "not_informed_ground": "risk_to_staff"},
        ),
    ],
)
@requirement("HERTS-5.18", "HERTS-6.1", "HERTS-6.3", "HERTS-6.4")
def test_what_the_parents_know_in_three_states(answers: dict[str, str], kept: dict[str, object]) -> None:
    entry = send(school(), **answers)
    assert facts(entry) | kept == facts(entry)


@requirement("HERTS-6.5", "HERTS-3.11", "HERTS-3.12", "HERTS-6.11", "HERTS-2.31")
def test_a_referrer_without_a_ground_is_asked_to_tell_the_parents() -> None:
    browser = at_page(school(), "parents")
    for sentence in ("talk to the family", "Data protection law", "in doubt"):
        assert sentence in browser.said
    browser.through(
        {**ANSWERS, "parents_informed": "not_informed", "not_informed_ground": "none"}, until=CHECK
    )
    assert "Tell the parents" in to_do(browser)
    browser.go(browser.link("Change: What do the parents know?")).send(
        {"not_informed_ground": "loss_of_evidence"}
    )
    assert "Tell the parents" not in to_do(browser)


@requirement("HERTS-2.6", "HERTS-2.7")
def test_for_an_open_child_the_page_sends_to_the_allocated_worker() -> None:
    browser = at_page(school(), "open_case")
    assert "straight away" in browser.said or "without delay" in browser.said
    opened = {"child_open": "yes", "allocated_worker_name": "Bryony Castell", "urgent": "yes"}
    browser.through({**ANSWERS, **opened}, until=CHECK)
    assert "allocated social worker" in browser.said
    browser.send()
    told = facts(Entry.objects.get(kind="contact"))
    assert told | {"child_open": True, "worker_known": True, "urgent": True} == told


@requirement(
    "HERTS-2.1",
    "HERTS-2.2",
    "HERTS-5.3",
    "HERTS-5.4",
    "HERTS-5.5",
    "HERTS-5.6",
    "HERTS-5.7",
    "HERTS-5.8",
    "HERTS-5.9",
    "HERTS-5.10",
    "HERTS-5.11",
    "HERTS-5.12",
    "HERTS-5.13",
    "HERTS-5.14",
    "HERTS-5.15",
    "HERTS-5.16",
    "HERTS-5.17",
)
def test_every_group_of_the_form_is_kept_as_it_was_given() -> None:
    family = {
        "children-0-other_names": "Rowan Marsh",
        "children-0-gender": "male",
        "children-0-address": "4 Mill Lane",
        "children-0-postcode": "SG1 2AB",
        "children-0-previous_addresses": "9 High Street",
        "children-0-school": "Alderbrook Primary",
        "children-0-ethnicity": "WBRI",
        "children-0-first_language": "English",
        "children-0-religion": "None",
        "children-0-special_needs": "Glasses",
        "children-0-communication": "Speaks little",
        "children-0-where_now": "In class",
        "children-0-condition_now": "Tired and sad",
        "household-0-given_names": "Dana",
        "household-0-family_name": "Alder",
        "household-0-relationship": "mother",
        "household-0-lives_with_child": "yes",
        "household-0-has_parental_responsibility": "yes",
        "household-0-ethnicity": "WOTH",
        "parental_responsibility": "Mother alone",
        "extended_family": "Grandmother in Ware",
        "significant_events": "Father left in May",
        "previous_concerns": "Bruise in 2024",
        "incident_when": "Most mornings",
        "incident_where": "At home",
        "alleged_perpetrator": "Mother’s partner",
        "referrer_relationship": "His teacher for two years",
        "other_agencies": "School nurse",
        "positive_aspects": "Always collected on time",
        "parental_issues": "Low mood",
        "threats_to_staff": "None known",
        "concern_source": "the_child",
        "concern_pattern": "accumulated",
    }
    entry = send(school(), **family, immediate_danger="no")
    told = {**entry.payload, **entry.parts.get(episode__isnull=False).payload}
    for control, text in family.items():
        group, _, column = control.rpartition("-")
        value = told["household"][0][column] if group.startswith("household") else told[column or control]
        assert value == text
    assert told["immediate_danger"] is False


@requirement("HERTS-5.19")
def test_a_request_about_a_child_whose_name_nobody_knows_is_sent() -> None:
    entry = send(school(), **dict.fromkeys(ROWAN, ""))
    assert entry.parts.filter(episode__isnull=False).count() == 1


@requirement("HERTS-0.1")
def test_several_children_stand_on_one_request() -> None:
    browser = at_page(school(), "children")
    browser.send(ROWAN, press="add-row:children")
    assert browser.heading == "The child or children"
    browser.send({"children-1-given_names": "Hazel", "children-1-family_name": "Alder"})
    assert "Rowan Alder" in browser.said
    assert "Hazel Alder" in browser.said  # the next page asks of both, by name
    browser.send({"children-1-school": "Alderbrook Nursery"})
    browser.through(ANSWERS, until=CHECK)
    browser.send()
    parts = Entry.objects.get(kind="contact").parts.all()
    assert {part.payload["given_names"]: part.payload.get("school") for part in parts} == {
        "Rowan": None,
        "Hazel": "Alderbrook Nursery",
    }


def test_a_child_taken_off_again_is_off_every_page() -> None:
    browser = at_page(school(), "children")
    browser.send(ROWAN, press="add-row:children")
    browser.send({"children-1-given_names": "Hazel"})
    browser.send({"children-1-school": "Alderbrook Nursery"}, press="back")
    browser.send(press="remove-row:children-1")
    browser.through(ANSWERS, until=CHECK)
    assert "Hazel" not in browser.said
    assert "Nursery" not in browser.said
    browser.send()
    assert Entry.objects.get(kind="contact").parts.count() == 1


@requirement("HERTS-3.6")
def test_a_families_first_assessment_goes_with_the_request() -> None:
    browser = filled(school(), families_first_assessment="yes")
    assert "Attach the Families First Assessment" in to_do(browser)
    browser.go(browser.link("Change: Has a Families First Assessment been done?"))
    browser.attach("assessment_file", "Assessment of Rowan.pdf", PDF)
    assert "Assessment of Rowan.pdf" in browser.said
    assert "Attach the Families First Assessment" not in to_do(browser)
    browser.send()
    entry = Entry.objects.get(kind="contact")
    file = Attachment.objects.get()
    assert (file.entry, file.draft, file.content_type, bytes(file.content)) == (
        entry,
        None,
        "application/pdf",
        PDF,
    )
    assert facts(entry)["assessment_attached"] is True
    response = browser.client.get(f"/requests/{entry.pk}/file/{file.pk}/")
    assert response.content == PDF
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert browser_of(school("Other School")).go(f"/requests/{entry.pk}/file/{file.pk}/").status == 404


def docx_with_macro() -> bytes:
    """A Word file that carries a program."""
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("word/vbaProject.bin", "program")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("assessment.exe", b"MZ\x90\x00", "must be a PDF"),
        ("assessment.pdf", b"<html><script>alert(1)</script></html>", "must be a PDF"),
        ("assessment.png", b"%PDF-1.7\n", "must be a PDF"),
        ("assessment.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "must be a PDF"),
        ("assessment.pdf", b"", "empty"),
        ("assessment.pdf", b"%PDF-1.7\n" + b" " * (10 * 1024 * 1024), "smaller than 10 MB"),
        ("assessment.docx", docx_with_macro(), ""),
    ],
)
def test_a_file_is_taken_for_what_its_bytes_are(name: str, content: bytes, problem: str) -> None:
    browser = at_page(school(), "assessment", families_first_assessment="yes")
    browser.attach("assessment_file", name, content)
    assert browser.status == 422
    [(text, href)] = browser.errors
    assert problem in text
    assert href == "#assessment_file"
    assert not Attachment.objects.exists()
    assert browser.fields()["families_first_assessment"] == ["yes"]


def test_a_file_can_be_taken_off_again() -> None:
    browser = filled(school(), families_first_assessment="yes")
    browser.go(browser.link("Change: Has a Families First Assessment been done?"))
    browser.attach("assessment_file", "a.pdf", PDF)
    browser.go(browser.link("Change: Has a Families First Assessment been done?"))
    assert browser.client.get(browser.link("a.pdf")).content == PDF
    browser.send(press="remove-file:assessment_file")
    assert "a.pdf" not in browser.said
    assert not Attachment.objects.exists()


@requirement("HERTS-2.11", "HERTS-2.26")
def test_a_key_worker_consults_too_and_learns_of_the_co_ordinator() -> None:
    key_worker = school("Wrenfield Families First", "families_first_key_worker")
    assert "Have you talked to the Consultation Hub?" in filled(key_worker).said
    browser = at_page(key_worker, "assessment")
    assert "Families First Co-ordinator" in browser.said


@requirement("HERTS-2.10", "HERTS-2.21")
def test_the_consultation_page_reminds_a_nursery_that_the_hub_replaces_nothing() -> None:
    browser = at_page(school("Little Acorns", "early_years"), "consultation")
    assert "does not replace the Continuum of Need" in browser.said


def test_save_and_come_back_later_keeps_every_letter_valid_or_not() -> None:
    user = school()
    browser = at_page(user, "children", **dict.fromkeys(ROWAN, ""))
    browser.send({"children-0-given_names": "Rowan", "children-0-born-day": "99"}, press="save")
    assert browser.heading == "My requests"
    assert "Child protection request about Rowan" in browser.said
    later = browser_of(user).go("/requests/")
    later.go(later.link("Child protection request about Rowan"))
    assert later.heading == CHECK
    later.send()
    assert later.status == 422
    assert not Entry.objects.exists()
    [(_, href)] = [error for error in later.errors if "must include a month" in error[0]]
    later.go(href)
    assert later.fields()["children-0-born-day"] == ["99"]


def test_two_windows_never_lose_words() -> None:
    browser = at_page(school(), "concern")
    other = PlainBrowser(browser.client).go(browser.path)
    browser.send({"concern": "Written in the first window"})
    other.send({"concern": "Written in the second window"})
    assert other.status == 409
    assert other.fields()["concern"] == ["Written in the second window"]
    assert Draft.objects.get().raw["concern"] == ["Written in the first window"]
    assert DraftVersion.objects.get().raw["concern"] == ["Written in the second window"]
    other.send()
    assert Draft.objects.get().raw["concern"] == ["Written in the second window"]


def test_sent_once_however_often_it_is_sent() -> None:
    browser = filled(school())
    address, fields = browser.path, browser.fields()
    answers = [browser.client.post(address, fields) for _ in range(3)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Entry.objects.filter(kind="contact").count() == 1
    assert Entry.objects.filter(kind="message").count() == 1
    assert browser.go(address).heading.startswith("Request ")
    assert browser.go(f"{address}concern/").status == 404


def test_a_draft_is_its_writers_alone() -> None:
    browser = begin(school())
    stranger = browser_of(factories.user("professional_referrer", of=factories.agency("Alderbrook Primary")))
    path = browser.path
    assert stranger.go(path).status == 404
    assert stranger.client.post(path, {"immediate_danger": "yes"}).status_code == 404
    assert browser.go(f"/requests/draft/{uuid4()}/").status == 404
    public = PlainBrowser().go("/report/").send(form="", to="/report/")
    draft = public.path.split("/")[2]
    assert browser.go(f"/requests/draft/{draft}/").status == 404


def test_a_draft_is_thrown_away_only_after_asking() -> None:
    browser = begin(school())
    draft = Draft.objects.get()
    browser.go(f"/requests/draft/{draft.pk}/throw-away/")
    assert browser.heading == "Throw this draft away?"
    browser.send()
    assert browser.heading == "My requests"
    assert not Draft.objects.exists()


def test_others_may_not_send_requests() -> None:
    assert PlainBrowser().go("/requests/").path.startswith("/sign-in")
    officer = browser_of(factories.user("csc_officer"))
    for path in ("/requests/", "/requests/new/", f"/requests/draft/{uuid4()}/", f"/requests/{uuid4()}/"):
        assert officer.go(path).status == 403


def test_a_form_that_was_not_chosen_is_asked_for() -> None:
    browser = browser_of(school()).go("/requests/new/").send({"form": "telephone_contact"})
    assert browser.status == 422
    assert browser.errors == [("Answer “What do you want to send?”", "#form")]
