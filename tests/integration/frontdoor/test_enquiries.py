"""Talking to other agencies and the police, and protecting a child now: on which basis, by whose word."""

import pytest

from goldthread.ledger.models import Entry, Event
from tests import factories as make
from tests.factories import later
from tests.integration.frontdoor.cast import Cast, actions, duty, has_duty, page, typed_at
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
ASKED = {"agency": "The health visitor", "asked": "When did you last see him, and how was he?"}
WITHOUT = {
    **ASKED,
    "parents_agree": "no",
    "basis": "section_47",
    "reasons": "What she knows may settle whether section 47 enquiries are needed.",
}


@pytest.fixture
def cast() -> Cast:
    """The people at the desk."""
    return Cast()


def happened(contact: Entry, step: str) -> list[str]:
    """What stands in a step of this contact, oldest first."""
    events = Event.objects.filter(entry__answers=contact, step=step).order_by("recorded_at")
    return [event.outcome for event in events]


@requirement("HERTS-6.2", "HERTS-10.15", "HERTS-10.16")
def test_with_the_parents_agreement_an_agency_is_asked_at_once(cast: Cast) -> None:
    contact = make.contact(parents_informed="agreed")
    with cast.at(later(hours=1), cast.worker, page(contact, "enquire/")) as browser:
        assert "They have been told, and agree" in browser.said, "what was said of consent stands beside"
        assert browser.fields()["parents_agree"] == ["yes"]
        assert "Keep to what is necessary and proportionate" in browser.said
        browser.send(ASKED)
        assert browser.status == 200, browser.errors
    with cast.at(later(hours=2), cast.worker, page(contact, "answer/")) as browser:
        browser.send({"agency": "The health visitor", "answer": "Last week, well."})
    assert happened(contact, "agency_enquiry") == ["made", "answered"]


@requirement("HERTS-6.6", "HERTS-6.8", "HERTS-6.9")
def test_without_the_parents_a_team_manager_authorises_and_the_reasons_are_kept(cast: Cast) -> None:
    contact = make.contact(parents_informed="not_informed", not_informed_ground="loss_of_evidence")
    with cast.at(later(hours=1), cast.worker, page(contact, "enquire/")) as browser:
        assert browser.fields()["parents_agree"] == ["no"]
        browser.send({**WITHOUT, "reasons": ""})
        assert browser.errors == [
            (
                "Answer “Why are other agencies asked without the parents' knowledge or permission?”",
                "#reasons",
            )
        ]
        browser.send(WITHOUT)
        assert "waits for authorisation" in browser.said
    enquiry = contact.replies.get(kind="agency_enquiry")
    settle = page(contact, f"authorise/{enquiry.pk}/")
    with cast.at(later(hours=2), cast.manager, "/desk/") as browser:
        assert "Wait for your authorisation" not in browser.said
        browser.go(settle)
        assert "Your role does not include authorising this" in browser.said
        sent = browser.client.post(settle, {"reason": "Fine"})
        assert sent.status_code == 403
    with cast.at(later(hours=2), cast.team_manager, "/desk/") as browser:
        assert "Enquiry of another agency: Rowan ALDER" in browser.said
        browser.go(settle)
        assert "may settle whether section 47" in browser.said
        browser.send({"reason": "Agreed: it bears on section 47"})
        assert browser.status == 200, browser.errors
        assert "waits for authorisation" not in browser.said
    authorised = Entry.objects.get(authorises=enquiry)
    assert authorised.payload["reason"] == "Agreed: it bears on section 47"
    assert enquiry.payload["reasons"].startswith("What she knows")


@requirement("HERTS-6.8")
def test_asking_as_if_parents_agreed_when_they_do_not_is_a_statement_that_they_now_do(cast: Cast) -> None:
    contact = make.contact(parents_informed="informed_only", consent_reason="Urgent")
    with cast.at(later(hours=1), cast.worker, page(contact)) as browser:
        assert "Discuss this with other agencies without the parents' knowledge or permission" in browser.said
        browser.go(page(contact, "enquire/")).send({**ASKED, "parents_agree": "yes"})
        assert browser.status == 200, browser.errors
    made = Event.objects.get(step="agency_enquiry")
    assert made.facts["consent"] == "agreed"


@requirement("HERTS-9.1")
def test_a_manager_authorises_what_protects_the_child_and_a_worker_proposes(cast: Cast) -> None:
    contact = make.contact(significant_harm=True)
    with cast.at(later(hours=1), cast.worker, page(contact)) as browser:
        assert "Protect the child now" in actions(browser)
        browser.go(page(contact, "protect/")).send(
            {"needed": "yes", "action": "He stays with his aunt tonight."}
        )
        assert "Protective action waits for authorisation" in browser.said
        assert "Another person must authorise it" in browser.said
    proposed = contact.replies.get(kind="protective_action")
    assert duty(contact, "protective_action.authorise").met_at is None
    with cast.at(later(hours=2), cast.manager, page(contact, f"authorise/{proposed.pk}/")) as browser:
        browser.send({"reason": ""})
        assert browser.status == 200, browser.errors
    assert duty(contact, "protective_action.authorise").met_at == later(hours=2)


@requirement("HERTS-9.1")
def test_a_manager_may_find_that_nothing_is_needed_now(cast: Cast) -> None:
    contact = make.contact(significant_harm=True)
    with cast.at(later(hours=1), cast.manager, page(contact, "protect/")) as browser:
        browser.send({"needed": "no"})
        assert browser.errors[0][1] == "#why_not"
        browser.send({"needed": "no", "why_not": "He is in hospital and safe."})
        assert browser.status == 200, browser.errors
    assert duty(contact, "protective_action.authorise").met_at == later(hours=1)


@requirement("HERTS-9.2", "HERTS-6.10")
def test_a_possible_crime_seen_at_screening_puts_the_police_first(cast: Cast) -> None:
    contact = make.contact(suspected_crime=True)
    assert has_duty(contact, "police_notification.notify")
    with cast.at(later(hours=1), cast.officer, page(contact)) as browser:
        first = next(
            a for ul in browser.tree.iter("ul") if ul.get("class") == "gt-acts" for a in ul.iter("a")
        )
        assert "".join(first.itertext()) == "Record that the police were told"
        browser.go(page(contact, "police/")).send(
            {
                "told_to": "PC 1234",
                "told": "The bruises",
                "before_parents": "yes",
                **typed_at("told_at", later(hours=2)),
            }
        )
        assert browser.status == 422, "not told yet"
        assert browser.errors[0][1].startswith("#told_at")
        browser.send(typed_at("told_at", later(minutes=5)))
        assert browser.status == 200, browser.errors
    assert duty(contact, "police_notification.notify").met_at == later(minutes=5)


@requirement("HERTS-9.3")
def test_notice_of_police_protection_calls_for_a_strategy_discussion_with_the_police(cast: Cast) -> None:
    contact = make.contact()
    with cast.at(later(hours=1), cast.officer, page(contact, "police-protection/")) as browser:
        browser.send({"officer": "PC 1234", "details": "Taken at 3pm"})
        assert browser.status == 200, browser.errors
        assert "Have a strategy discussion with the police" in browser.said
    with cast.at(later(hours=2), cast.team_manager, page(contact)) as browser:
        assert "Decide on a strategy discussion" in actions(browser)
        browser.go(page(contact, "strategy/"))
        child = make.child_of(contact).pk
        browser.send({f"child-{child}-initiate": "yes", "with_police": "yes", "reasons": "Police protection"})
        assert browser.status == 200, browser.errors
        assert "Have a strategy discussion with the police" not in browser.said


@requirement("HERTS-0.4", "HERTS-6.3", "HERTS-6.5", "HERTS-3.26")
@pytest.mark.parametrize(
    ("values", "waits", "answers"),
    [
        pytest.param(
            {"form": "service_request", "support_only": True},
            "agreement of someone with parental responsibility",
            {"pr_holder_agrees": "yes", "pr_holder_name": "Ann Alder"},
            id="support needs agreement",
        ),
        pytest.param(
            {"parents_informed": "informed_only"},
            "why the parents' agreement was not obtained",
            {"parents_informed": "informed_only", "consent_reason": "It could not wait"},
            id="why no agreement",
        ),
        pytest.param(
            {"parents_informed": "not_informed", "channel": "telephone", "form": "none"},
            "Ask the referrer to tell the parents",
            {"asked_to_inform_parents": "yes"},
            id="ask to tell the parents",
        ),
        pytest.param(
            {"referrer_kind": "public", "form": "none", "channel": "telephone", "withhold_identity": True},
            "when their name may have to be given",
            {"limits_explained": "yes"},
            id="explain the limits",
        ),
    ],
)
def test_what_is_missing_is_asked_for_until_it_has_come_in(
    cast: Cast, values: dict[str, object], waits: str, answers: dict[str, str]
) -> None:
    contact = make.contact(**values)
    with cast.at(later(hours=1), cast.officer, page(contact)) as browser:
        assert waits in browser.said
        browser.go(page(contact, "information/"))
        assert answers.keys() <= browser.asks(), "only what is waited for is asked, and all of it"
        browser.send({"information": "Rang back.", **answers})
        assert browser.status == 200, browser.errors
        assert waits not in browser.said
