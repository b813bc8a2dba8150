"""The consultation hub: advice goes on the child's record, and nobody there can move a referral."""

import pytest
from django.urls import reverse

from goldthread.frontdoor.acts import ACTS
from goldthread.frontdoor.operations.receiving import Sending, receive
from goldthread.ledger import procedure
from goldthread.ledger.models import Draft, Duty, Entry, Event, Subject
from goldthread.ledger.state import RefusedByProcedure
from goldthread.people.models import Person
from tests import factories as make
from tests.integration.frontdoor.calling import ROWAN
from tests.integration.frontdoor.cast import Cast, wall
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
PAGE = "/consultations/"
TUESDAY = wall(2026, 4, 7, 9, 30)
ASKED = {
    "consulted_by": "Dilys Lead",
    "consulted_agency": "Alderbrook Primary",
    "referrer_kind": "school",
    "question": "Hungry and tired since January. Which form?",
}
RED, GREEN, NEITHER = "child_protection_request", "service_request", "none"


@pytest.fixture
def cast() -> Cast:
    """The people at the desk, and the adviser."""
    return Cast()


def advise(cast: Cast, form: str, **more: str) -> Entry:
    """The adviser records what they advised about Rowan."""
    with cast.at(TUESDAY, cast.adviser, PAGE) as browser:
        browser.send({**ASKED, **ROWAN, "advice_given": form, **more})
        assert browser.status == 200, browser.errors
        assert browser.path.startswith(PAGE)
        entry = Entry.objects.get(kind="consultation")
        assert entry.reference in browser.said
        return entry


@requirement("HERTS-2.17", "HERTS-2.18")
@pytest.mark.parametrize("advice", [RED, GREEN])
def test_advice_stands_on_the_childs_record(cast: Cast, advice: str) -> None:
    entry = advise(cast, advice, advice="Send it today.")
    child = make.child_of(entry)
    assert Person.objects.get(subject=child).given == "Rowan"
    outcomes = list(Event.objects.filter(entry=entry).order_by("outcome").values_list("outcome", flat=True))
    assert outcomes == [f"advised_{advice}", "noted"]
    assert not Duty.objects.filter(rule__startswith="consultation.note_", met_at=None).exists()
    with cast.at(TUESDAY, cast.worker, reverse("casefile:chronology", args=[child.pk])) as browser:
        assert "Consultation" in browser.said
        assert procedure.newest().facts["consultation_advice"].values[advice] in browser.said


@requirement("HERTS-2.18", "HERTS-2.19")
def test_the_school_owes_the_form_that_was_advised(cast: Cast) -> None:
    advise(cast, GREEN)
    open_duties = set(Duty.objects.filter(met_at=None).values_list("rule", flat=True))
    assert {"consultation.send_green_form", "consultation.say_so_on_green_form"} <= open_duties


def test_advice_that_names_no_form(cast: Cast) -> None:
    entry = advise(cast, NEITHER)
    assert Event.objects.filter(entry=entry, outcome="advised_otherwise").exists()


def test_a_child_on_record_is_recognised(cast: Cast) -> None:
    rowan = make.child_of(make.contact())
    entry = advise(cast, RED, **{"children-0-known": str(rowan.pk)})
    assert make.child_of(entry) == rowan
    assert Subject.objects.count() == 1


@requirement("HERTS-2.16")
def test_a_consultation_starts_nothing(cast: Cast) -> None:
    advise(cast, RED)
    steps = set(Duty.objects.values_list("rule", flat=True))
    assert {rule.partition(".")[0] for rule in steps} == {"consultation"}


@requirement("HERTS-2.22", "HERTS-2.23", "HERTS-2.24")
def test_the_hours_and_what_the_hub_took_the_place_of(cast: Cast) -> None:
    with cast.at(wall(2026, 4, 2, 17, 10), cast.adviser, PAGE) as browser:
        assert "Closed now. Opens 7 April 2026 at 9am" in browser.said
        assert "Monday to Thursday, 9am to 5pm" in browser.said
        assert "Friday, 9am to 4pm" in browser.said
        assert "It took the place of two earlier advice services" in browser.said
    hub = procedure.newest().services["consultation_hub"]
    assert str(hub.exists_from) == "2018-04-30"


@requirement("HERTS-2.10", "HERTS-2.11", "HERTS-2.21", "HERTS-2.25")
def test_whom_the_hub_serves_and_what_it_does_not_replace(cast: Cast) -> None:
    with cast.at(TUESDAY, cast.adviser, PAGE) as browser:
        assert (
            "schools, independent ones included, for early years settings and for Families First"
            in browser.said
        )
        assert "does not replace the Continuum of Need" in browser.said
        assert "ring 999" in browser.said
        assert "You advise. You do not take the referral forward." in browser.said


def test_recent_consultations_stand_below(cast: Cast) -> None:
    entry = advise(cast, RED)
    with cast.at(TUESDAY, cast.adviser, PAGE) as browser:
        assert browser.link("Rowan ALDER") == reverse("casefile:entry", args=[entry.pk])
        assert "Dilys Lead, Alderbrook Primary" in browser.said


def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast) -> None:
    with cast.at(TUESDAY, cast.adviser, PAGE) as browser:
        browser.send({"consulted_agency": "Alderbrook Primary"})
        assert browser.status == 422
        assert [where for _, where in browser.errors] == [
            "#consulted_by",
            "#children",
            "#question",
            "#advice_given",
        ]
        assert browser.fields()["consulted_agency"] == ["Alderbrook Primary"]
    assert Draft.objects.get().raw["consulted_agency"] == ["Alderbrook Primary"]


def test_signing_twice_is_one_consultation(cast: Cast) -> None:
    with cast.at(TUESDAY, cast.adviser, PAGE) as browser:
        page, fields = browser.path, {**browser.fields(), **ASKED, **ROWAN, "advice_given": RED}
        for _ in range(3):
            assert browser.client.post(page, fields).status_code == 302
    assert Entry.objects.filter(kind="consultation").count() == 1
    assert Subject.objects.count() == 1


# --- The hub cannot progress a referral ---


def rule() -> str:
    """The procedure's own words for it."""
    return procedure.newest().steps["consultation"].must_not["hub_progresses"].what


@requirement("HERTS-2.16")
@pytest.mark.parametrize("act", [act.name for act in ACTS])
def test_no_page_that_moves_a_contact_is_open_to_the_hub(cast: Cast, act: str) -> None:
    contact = make.contact(at=TUESDAY)
    before = Event.objects.count()
    page = reverse(f"frontdoor:{act}", args=[contact.pk])
    with cast.at(TUESDAY, cast.adviser, page) as browser:
        assert browser.status == 403
        if not act.startswith(("police", "protect")):
            assert rule() in browser.said
        assert browser.client.post(page, {"outcome": "assessment"}).status_code == 403
    assert Event.objects.count() == before


@requirement("HERTS-2.16")
def test_the_hub_takes_no_contact_and_is_told_why(cast: Cast) -> None:
    with cast.at(TUESDAY, cast.adviser, "/telephone/") as browser:
        assert browser.status == 403
        assert rule() in browser.said
        assert "Contacts and Referrals" in browser.said


@requirement("HERTS-2.16")
def test_the_procedure_itself_refuses_the_hub(cast: Cast) -> None:
    by = make.author("consultation_hub", cast.adviser)
    with pytest.raises(RefusedByProcedure) as refused:
        receive(by=by, at=TUESDAY, values={"channel": "telephone"}, sending=Sending(key="x"))
    assert refused.value.answer.rule == "consultation.hub_progresses"


@requirement("HERTS-2.16")
def test_the_contact_page_offers_the_hub_nothing_to_do(cast: Cast) -> None:
    contact = make.contact(at=TUESDAY)
    with cast.at(TUESDAY, cast.adviser, f"/contacts/{contact.pk}/") as browser:
        assert browser.status == 200
        for act in ACTS:
            assert reverse(f"frontdoor:{act.name}", args=[contact.pk]) not in browser.text


@pytest.mark.parametrize("who", ["officer", "worker", "manager", "dsl"])
def test_only_the_hub_records_advice(cast: Cast, who: str) -> None:
    with cast.at(TUESDAY, getattr(cast, who), PAGE) as browser:
        assert browser.status == 403
