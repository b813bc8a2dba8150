"""A contact by telephone, without JavaScript: asked, told, signed, acknowledged; and worked case WC12."""

from datetime import date, datetime

import pytest

from goldthread.documents.models import Delivery
from goldthread.frontdoor.calls import Call
from goldthread.ledger.models import Draft, Entry, Episode, Event
from goldthread.people.models import Person
from tests import factories as make
from tests.integration.frontdoor.calling import FRIDAY, MAX, PAGE, ROWAN, SCHOOL, look, sign
from tests.integration.frontdoor.cast import Cast, due, due_at, duty, has_duty, wall
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
SPOKEN = {**SCHOOL, **MAX, "acknowledged_aloud": "yes"}
NEIGHBOUR = {
    **MAX,
    "immediate_danger": "no",
    "referrer_kind": "public",
    "concern": "Shouting at night, and the boy cries for hours.",
}


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


def facts(entry: Entry) -> dict[str, object]:
    """What the procedure reads of a contact."""
    found: dict[str, object] = Event.objects.get(entry=entry, step="contact").facts
    return found


def test_nothing_is_kept_before_the_first_word(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        assert browser.heading == "New contact"
        assert Draft.objects.count() == 0


# --- Worked case WC12, the Hertfordshire column ---


@requirement("HERTS-3.5", "HERTS-4.3", "HERTS-2.22", "HERTS-2.23", "HERTS-9.2")
def test_the_officer_reads_out_what_falls_to_the_school(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        look(browser, {**SCHOOL, **MAX})
        assert "by 5:30pm on 2 May 2026" in browser.said
        assert "by the end of 7 May 2026" in browser.said
        assert "Opens 5 May 2026 at 9am" in browser.said
        assert "Tell the police at once" in browser.said


@requirement("HERTS-1.1", "HERTS-4.1", "HERTS-4.2", "HERTS-3.5", "HERTS-7.1", "HERTS-10.24")
def test_what_the_call_starts(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        entry = sign(browser, {**SPOKEN, "significant_harm": "yes"})
    assert (entry.payload["channel"], entry.payload["form"]) == ("telephone", "none")
    assert entry.occurred_at == FRIDAY
    assert due_at(entry, "written_confirmation.confirm") == wall(2026, 5, 2, 17, 30)
    assert due(entry, "acknowledgement.acknowledge_aloud") == date(2026, 5, 5)
    assert duty(entry, "acknowledgement.acknowledge_aloud").met_at == FRIDAY
    assert due(entry, "acknowledgement.ask_again") == date(2026, 5, 7)
    assert due(entry, "decision.decide") == date(2026, 5, 5)
    assert due_at(entry, "strategy_discussion.decide") == wall(2026, 5, 2, 17, 30)
    assert has_duty(entry, "police_notification.notify")
    assert not Delivery.objects.exists()


@requirement("HERTS-4.2")
def test_a_caller_who_was_not_told_is_still_owed_it(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        entry = sign(browser, {**SCHOOL, **MAX})
    assert duty(entry, "acknowledgement.acknowledge_aloud").met_at is None


@requirement("HERTS-3.17", "HERTS-3.18")
def test_at_night_it_goes_out_of_hours(cast: Cast) -> None:
    with cast.at(wall(2026, 5, 1, 22, 0), cast.officer, PAGE) as browser:
        assert "Safeguarding Out of Hours Service" in look(browser, {**SCHOOL, **MAX}).said
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        assert "Safeguarding Out of Hours Service" not in look(browser, {**SCHOOL, **MAX}).said


# --- What is asked ---


@pytest.mark.parametrize(
    ("_requirement", "names"),
    [
        pytest.param("HERTS-5.2", ["asked_domestic_abuse", "asked_substance_misuse"], id="four questions"),
        pytest.param("HERTS-5.3", ["children.other_names", "children.born", "children.gender"], id="child"),
        pytest.param("HERTS-5.4", ["children.previous_addresses", "children.school"], id="addresses"),
        pytest.param("HERTS-5.5", ["parental_responsibility"], id="responsibility"),
        pytest.param("HERTS-5.6", ["household.family_name", "household.born"], id="household"),
        pytest.param("HERTS-5.7", ["children.religion", "household.ethnicity"], id="identity"),
        pytest.param("HERTS-5.8", ["extended_family"], id="relatives"),
        pytest.param("HERTS-5.9", ["children.special_needs", "children.communication"], id="needs"),
        pytest.param("HERTS-5.10", ["significant_events", "previous_concerns"], id="events"),
        pytest.param("HERTS-5.11", ["concern", "incident_when", "incident_where"], id="worry"),
        pytest.param("HERTS-5.12", ["children.where_now", "children.condition_now"], id="now"),
        pytest.param("HERTS-5.13", ["immediate_danger"], id="danger"),
        pytest.param("HERTS-5.14", ["alleged_perpetrator"], id="perpetrator"),
        pytest.param("HERTS-5.15", ["referrer_relationship"], id="referrer"),
        pytest.param("HERTS-5.16", ["other_agencies"], id="agencies"),
        pytest.param("HERTS-5.17", ["positive_aspects", "threats_to_staff"], id="background"),
        pytest.param("HERTS-5.18", ["parents_informed"], id="parents"),
    ],
)
@requirement(*(f"HERTS-5.{number}" for number in range(2, 19)))
def test_the_page_asks(cast: Cast, _requirement: str, names: list[str]) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        on_page = {name.removesuffix("-day") for name in browser.asks()}
        assert {name.replace(".", "-0-") for name in names} <= on_page


@requirement("HERTS-5.19")
def test_little_is_required_and_a_gap_stops_nothing(cast: Cast) -> None:
    assert len(Call({}).required) <= 8
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        entry = sign(
            browser, {"immediate_danger": "no", "referrer_kind": "public", "concern": "A child cries."}
        )
    assert Person.objects.get(subject=make.child_of(entry)).given == ""


def test_what_is_missing_is_said_and_everything_typed_stays(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        browser.send({**MAX, "children-0-born-month": "13", "referrer_name": "Dilys  Lead "})
        assert browser.status == 422
        assert [where for _, where in browser.errors] == [
            "#immediate_danger",
            "#referrer_kind",
            "#children-0-born-month",
            "#concern",
        ]
        assert browser.fields()["referrer_name"] == ["Dilys  Lead "]
        assert browser.fields()["children-0-born-month"] == ["13"]
    assert Draft.objects.get().raw["children-0-given_names"] == ["Max"]


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ({"received_at-year": "2027"}, "later than now"),
        ({"received_at-year": "1999"}, "No procedure here was in force then"),
        ({"received_at-time": "half past"}, "must have a real time"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(cast: Cast, when: dict[str, str], says: str) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        browser.send({**SPOKEN, **when})
        assert browser.status == 422
        assert any(says in words for words, _ in browser.errors)
    assert not Entry.objects.exists()


# --- The caller ---


@requirement("HERTS-3.22", "HERTS-3.23", "HERTS-3.24", "HERTS-3.26")
def test_a_neighbour_who_gives_no_name(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        look(browser, {**NEIGHBOUR, "anonymous": "yes"})
        assert "Explain to the referrer when their name may have to be given" in browser.said
        entry = sign(
            browser,
            {
                **NEIGHBOUR,
                "anonymous": "yes",
                "referrer_name": "Not Kept",
                "withhold_identity": "yes",
                "limits_explained": "yes",
            },
        )
    assert "referrer_name" not in entry.payload
    assert facts(entry)["limits_explained"] is True
    assert facts(entry)["identity_withheld"] is True
    assert not has_duty(entry, "contact.explain_limits")
    assert has_duty(entry, "contact.investigate_anonymous")


@requirement("HERTS-3.27")
def test_a_professional_cannot_be_anonymous(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        look(browser, {**SPOKEN, "anonymous": "yes"})
        assert "Take a professional's contact as anonymous" in browser.said


@requirement("HERTS-3.8", "HERTS-3.9")
def test_someone_who_passes_on_what_another_said(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        look(browser, {**SPOKEN, "on_behalf_of_other": "yes", "third_party": "The grandmother"})
        assert "Advise the person who told you to contact" in browser.said
        entry = sign(browser, {"told_to_refer_directly": "yes"})
    assert entry.payload["third_party"] == "The grandmother"
    assert not has_duty(entry, "contact.advise_to_refer_directly")


@requirement("HERTS-3.14", "HERTS-3.15")
def test_a_hospital_owes_the_nhs_number_and_is_heard_without(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        look(browser, {**SPOKEN, "referrer_kind": "hospital"})
        assert "Give the child's NHS number" in browser.said
        entry = sign(browser, {})
    assert duty(entry, "contact.nhs_number").met_at is None


@requirement("HERTS-6.1", "HERTS-6.3", "HERTS-6.4", "HERTS-6.5")
@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"parents_informed": "agreed"}, ""),
        ({"parents_informed": "informed_only", "consent_reason": "They would not say."}, ""),
        ({"parents_informed": "not_informed", "not_informed_ground": "loss_of_evidence"}, ""),
        ({"parents_informed": "not_informed", "not_informed_ground": "none"}, "Ask the referrer to tell"),
    ],
)
def test_what_the_parents_know(cast: Cast, answers: dict[str, str], asked: str) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        look(browser, {**SPOKEN, **answers})
        assert ("Ask the referrer to tell the parents" in browser.said) is bool(asked)
        entry = sign(browser, {})
    assert {name: entry.payload.get(name) for name in answers} == answers


@requirement("HERTS-3.3", "HERTS-2.25")
def test_danger_now_comes_first(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        assert "999" in browser.said
        look(browser, {**SPOKEN, "immediate_danger": "yes", "imminent_reason": "He is at the gate."})
        assert "Assessment Team" in browser.said
        entry = sign(browser, {})
    assert has_duty(entry, "routing.fast_track")


@requirement("HERTS-3.1")
def test_an_unborn_baby(cast: Cast) -> None:
    baby = {
        **dict.fromkeys(MAX, ""),
        "children-0-family_name": "Birch",
        "children-0-expected-day": "2",
        "children-0-expected-month": "9",
        "children-0-expected-year": "2026",
    }
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        entry = sign(browser, {**SPOKEN, **baby})
    assert Person.objects.get(subject=make.child_of(entry)).expected == date(2026, 9, 2)


@requirement("HERTS-2.3")
def test_harm_by_another_child_records_both(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        entry = sign(browser, {**SPOKEN, "harm_by_child": "yes", "other_child-0-given_names": "Lee"})
    assert Episode.objects.filter(parts__entry=entry).count() == 2


# --- Written contacts, taken in at the desk ---

EMAILED = {
    **SCHOOL,
    **ROWAN,
    "channel": "email",
    "form": "child_protection_request",
    "referrer_email": "dilys@example.org",
    "consulted_hub": "no",
    "received_at-day": "2",
    "received_at-month": "4",
    "received_at-year": "2026",
    "received_at-time": "16:40",
}
TAKEN_IN = wall(2026, 4, 2, 16, 50)


@requirement("HERTS-3.7", "HERTS-4.1", "HERTS-4.2", "HERTS-2.14", "HERTS-2.19")
def test_a_red_form_that_came_by_email(cast: Cast) -> None:
    with cast.at(TAKEN_IN, cast.officer, PAGE) as browser:
        look(browser, EMAILED)
        assert "A red form from someone who should consult the Consultation Hub first" in browser.said
        entry = sign(browser, {})
    assert entry.occurred_at == wall(2026, 4, 2, 16, 40)
    assert entry.recorded_at == TAKEN_IN
    assert facts(entry)["consulted_hub"] is False
    assert due(entry, "acknowledgement.acknowledge") == date(2026, 4, 7)
    assert Delivery.objects.get().entry.payload["to_address"] == "dilys@example.org"
    assert has_duty(entry, "form_return.return_form")


@requirement("HERTS-2.19", "HERTS-2.20")
def test_a_consulted_form_says_when_and_what_was_advised(cast: Cast) -> None:
    consulted = {
        "consulted_hub": "yes",
        "consulted_at-day": "1",
        "consulted_at-month": "4",
        "consulted_at-year": "2026",
        "consulted_at-time": "9:30",
        "consultation_advice": "child_protection_request",
    }
    with cast.at(TAKEN_IN, cast.officer, PAGE) as browser:
        entry = sign(browser, {**EMAILED, **consulted})
    assert datetime.fromisoformat(str(facts(entry)["consulted_at"])) == wall(2026, 4, 1, 9, 30)
    assert has_duty(entry, "routing.speed_consulted_form")


@requirement("HERTS-3.7")
@pytest.mark.parametrize("channel", ["post", "fax", "in_person"])
def test_other_ways_in_send_nothing_by_themselves(cast: Cast, channel: str) -> None:
    with cast.at(TAKEN_IN, cast.officer, PAGE) as browser:
        entry = sign(browser, {**EMAILED, "channel": channel, "form": "none"})
    assert entry.payload["channel"] == channel
    assert not Delivery.objects.exists()


# --- Once, and apart ---


def test_signing_twice_is_one_contact(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        page, fields = browser.path, {**browser.fields(), **SPOKEN}
        answers = [browser.client.post(page, fields) for _ in range(3)]
        assert {answer.headers["Location"] for answer in answers} == {f"/contacts/{Entry.objects.get().pk}/"}
        assert browser.client.get(page).headers["Location"] == f"/contacts/{Entry.objects.get().pk}/"
        assert browser.client.post(f"{page}save/", fields).status_code == 404


def test_two_calls_in_two_windows_do_not_mix(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as one, cast.at(FRIDAY, cast.officer, PAGE) as two:
        assert one.path != two.path
        look(one, {**SPOKEN, "concern": "The first."})
        look(two, {**NEIGHBOUR, **ROWAN, "concern": "The second."})
        assert sign(one, {}).payload["concern"] == "The first."
        assert sign(two, {}).payload["concern"] == "The second."
    assert Entry.objects.filter(kind="contact").count() == 2


def test_two_windows_of_one_call_lose_nothing(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as one:
        look(one, {"concern": "As it was."})
        stale = one.fields()
        look(one, {"concern": "Typed here."})
        page = one.path
        answer = one.client.post(page, {**stale, "concern": "Typed there."})
        assert answer.status_code == 409
        assert b"Typed there." in answer.content
    draft = Draft.objects.get()
    assert draft.raw["concern"] == ["Typed here."]
    assert [version.raw["concern"] for version in draft.versions.all()] == [["Typed there."]]


def test_several_children_in_one_call(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        browser.send(SPOKEN, press="add-row:children")
        assert browser.path.endswith("#children-1")
        browser.go(browser.path.partition("#")[0])
        entry = sign(browser, {"children-1-given_names": "Mia", "children-1-family_name": "Birch"})
    given = Person.objects.filter(subject__parts__entry=entry).values_list("given", flat=True)
    assert set(given) == {"Max", "Mia"}
    assert Episode.objects.filter(parts__entry=entry).count() == 2


def test_a_call_left_unsigned_is_offered_again(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        left = look(browser, {"concern": "Half a"}).path
        browser.go(PAGE).go(browser.link("your contact of 1 May 2026 at 5:30pm"))
        assert browser.path == left
        assert browser.fields()["concern"] == ["Half a"]


def test_nobody_opens_the_call_of_another(cast: Cast) -> None:
    with cast.at(FRIDAY, cast.officer, PAGE) as browser:
        page = look(browser, {"concern": "Mine."}).path
    with cast.at(FRIDAY, cast.worker, page) as other:
        assert other.status == 404
        assert other.client.post(page, {"concern": "Yours."}).status_code == 404
        assert other.client.post(f"{page}save/", {"concern": "Yours."}).status_code == 404
    assert Draft.objects.get().raw["concern"] == ["Mine."]
