"""Strategy discussions at the Hub of two councils, through their own pages."""

from collections.abc import Callable
from datetime import date

import pytest

from goldthread.ledger.entries import entry_type
from goldthread.ledger.london import london_date
from goldthread.ledger.models import AuditRow, Duty, Entry, Event
from goldthread.people.models import Relationship
from tests import factories as make
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import typed_at, wall
from tests.integration.frontdoor.plain import PlainBrowser
from tests.integration.protection.strategies import (
    HUB_POINTS,
    MONDAY,
    NOOR,
    ZAIN,
    Cast,
    address,
    each,
    held,
    outcome_of,
    there,
)
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
THURSDAY = wall(2026, 11, 12, 15, 0)
HARM = {
    "significant_harm": "yes",
    "suspected_crime": "no",
    "why": "Bruises of different ages that nobody explains; the child flinches.",
}
LATER = {**typed_at("next_meeting", THURSDAY), "first": "The hospital’s report on the arm."}


@pytest.fixture
def cast(authority: Callable[..., None]) -> Cast:
    """Noor's family, at the Hub."""
    authority("hartlepool-stockton")
    return Cast(NOOR)


def owed() -> set[str]:
    """What is still owed of strategy discussions, by the name of the duty."""
    found = Duty.objects.filter(rule__startswith="strategy_discussion", met_at=None)
    return {rule.partition(".")[2] for rule in found.values_list("rule", flat=True)}


def happened() -> list[str]:
    """The outcomes of strategy discussions that were recorded."""
    return sorted(Event.objects.filter(step="strategy_discussion").values_list("outcome", flat=True))


def whole(browser: PlainBrowser, outcome: str, **said: str) -> dict[str, str]:
    """Everything that a discussion at the Hub is asked."""
    people = there(browser, police="Di Constable")
    return {**held(), **people, **HUB_POINTS, **each(browser, **HARM), "outcome": outcome, **said}


@requirement(
    "HUB-4.2", "HUB-4.3", "HUB-4.5", "HSSCP-5.1", "HSSCP-10.1", "HSSCP-10.4", "HSSCP-10.6", "HSSCP-10.12"
)
def test_the_whole_agenda_on_one_page_is_the_record_of_the_meeting(cast: Cast) -> None:
    with at(MONDAY, cast.worker, address(cast.child)) as browser:
        assert "Police: must" not in browser.said
        assert "contact of 6 November 2026" in browser.said, "where the school on the list is known from"
        filled = browser.fields()
        assert {filled[f"people-{row}-part"][0] for row in range(4)} == {
            "social_worker",
            "team_manager",
            "police",
            "school",
        }
        assert filled["people-1-name"] == ["Tam Teamlead"], "the manager of the worker’s team"
        entry = signed(browser, whole(browser, "section_47"))
        assert "Recorded: Strategy meeting: Section 47 enquiry" in browser.said
    assert happened() == ["recorded", "section_47"]
    facts = Event.objects.get(outcome="section_47").facts
    assert facts["attended"] == ["social_worker", "team_manager", "police"]
    assert facts["joint_or_single"] == "joint"
    assert not owed(), "nothing of the meeting is asked again"
    conference = Duty.objects.get(rule="initial_conference.hold")
    assert conference.due_at
    assert london_date(conference.due_at) == date(2026, 11, 30)
    with at(MONDAY, cast.worker, f"/entries/{entry.pk}/") as browser:
        assert "See Noor at nursery, Sal Worker, 9 November 2026" in browser.said
        assert "Di Constable" in browser.said
        assert browser.go(browser.link("Correct this")).status == 200


@requirement("HUB-4.3")
def test_missing_police_are_named_with_the_rule_and_heard_afterwards(cast: Cast) -> None:
    with at(MONDAY, cast.worker, address(cast.child)) as browser:
        assert "Must take part, and nobody is said to yet" in browser.said
        answers = {**whole(browser, "section_47"), "people-2-came": "apologies"}
        browser.send(answers)
        assert browser.status == 422
        assert browser.errors == [
            (
                "Police: must take part by the procedure, and nobody is said to have (Family and child flow, "
                "Strategy meeting)",
                "#people",
            )
        ] or browser.errors[0][0].startswith("Police: must take part"), browser.errors
        signed(browser, {**browser.fields(), "missing": "The officer is at a scene until ten."})
    assert owed() == {"police_attend"}, "protection went on; this stays owed"
    with at(THURSDAY, cast.worker, address(cast.child, "after/")) as browser:
        row = {"people-0-part": "police", "people-0-name": "Di Constable", "people-0-came": "there"}
        signed(browser, row)
    assert not owed()


@requirement("HSSCP-10.2", "HSSCP-10.3", "HSSCP-10.5", "HSSCP-10.7", "HSSCP-10.9", "HSSCP-10.10")
def test_each_point_is_answered_or_marked_as_not_applying(cast: Cast) -> None:
    left = ("told_to_family", "point_further_information", "joint_or_single", "legal_action_needed")
    left += ("other_children", "point_race_and_ethnicity", "interpreter_needed")
    with at(MONDAY, cast.worker, address(cast.child)) as browser:
        answers = whole(browser, "no_section_47")
        browser.send({name: text for name, text in answers.items() if name not in left})
        assert browser.status == 422
        assert {href.removeprefix("#") for _, href in browser.errors} == set(left)
        marked = ["other_children", "joint_or_single", "further_information"]
        rest = {name: answers[name] for name in left if name.removeprefix("point_") not in marked}
        entry = signed(browser, {**rest, "not_applicable": marked})
    read = {field.name: text for field, text in entry_type(entry.kind).reads(entry.payload)}
    assert "Which other children may be affected" in read["not_applicable"]
    assert happened() == ["no_section_47", "recorded"]


@requirement("HSSCP-10.2")
def test_something_is_kept_back_on_one_of_two_grounds_only(cast: Cast) -> None:
    with at(MONDAY, cast.worker, address(cast.child)) as browser:
        browser.send(whole(browser, "section_47", kept_back="That the police will search the house."))
        assert [href for _, href in browser.errors] == ["#kept_back_ground"]
        entry = signed(browser, {"kept_back_ground": "police_investigation"})
    assert entry.payload["kept_back_ground"] == "police_investigation"


@requirement("HSSCP-10.11")
def test_with_too_little_known_the_meeting_is_held_again_as_one_line(cast: Cast) -> None:
    with at(MONDAY, cast.worker, address(cast.child)) as browser:
        browser.send(whole(browser, "reconvened"))
        assert {href for _, href in browser.errors} == {"#first", "#next_meeting-day"}
        first = signed(browser, LATER)
    assert owed() == {"reconvene", "cover_agenda"}
    assert not Duty.objects.filter(rule="initial_conference.hold").exists()
    fixed = entry_type(first.kind).meetings(first.payload, {})
    assert [(one.on, one.time) for one in fixed] == [(date(2026, 11, 12), "3pm")]
    with at(THURSDAY, cast.worker, address(cast.child)) as browser:
        assert "This goes on with the Strategy discussion of 9 November 2026, Sal Worker" in browser.said
        known = browser.fields()
        assert known["point_risk"] == [HUB_POINTS["point_risk"]], "nothing is typed twice"
        assert known["people-2-name"] == ["Di Constable"]
        second = signed(browser, {"how": "in_person", "outcome": "section_47"})
    assert second.payload["continues"] == str(first.pk)
    assert not owed()
    assert happened() == ["reconvened", "recorded", "recorded", "section_47"]
    with at(THURSDAY, cast.worker, address(cast.child)) as browser:
        assert "9 November 2026: Strategy meeting: Not enough information" in browser.said
        assert "This goes on with" not in browser.said, "the line has ended"


@requirement("HSSCP-10.9", "HUB-4.2", "HSSCP-10.4")
def test_siblings_share_the_meeting_and_each_has_an_outcome(authority: Callable[..., None]) -> None:
    authority("hartlepool-stockton")
    cast = Cast(NOOR, ZAIN)
    zain = cast.called("Zain")
    with at(MONDAY, cast.worker, address(cast.child)) as browser:
        answers = whole(browser, "")
        del answers["outcome"]
        outcomes = {
            f"child-{cast.child.pk}-outcome": "section_47",
            f"child-{zain.pk}-outcome": "no_section_47",
        }
        entry = signed(browser, {**answers, **outcomes})
    assert outcome_of(entry, cast.child) == "section_47"
    assert outcome_of(entry, zain) == "no_section_47"
    assert AuditRow.objects.filter(act="read.record_work", subject=zain.pk).exists(), (
        "his record was read, too"
    )
    owing = Duty.objects.filter(rule="initial_conference.hold")
    assert [duty.episode.subject_id for duty in owing] == [cast.child.pk]


@requirement("HSSCP-10.11", "HUB-4.2")
def test_only_the_sibling_not_decided_on_comes_back(authority: Callable[..., None]) -> None:
    authority("hartlepool-stockton")
    cast = Cast(NOOR, ZAIN)
    zain = cast.called("Zain")
    with at(MONDAY, cast.worker, address(cast.child)) as browser:
        answers = whole(browser, "", **LATER)
        del answers["outcome"]
        outcomes = {f"child-{cast.child.pk}-outcome": "reconvened", f"child-{zain.pk}-outcome": "section_47"}
        signed(browser, {**answers, **outcomes})
    with at(THURSDAY, cast.worker, address(cast.child)) as browser:
        assert browser.fields()["about"] == ["", str(cast.child.pk)], "Zain’s enquiry has begun"
        second = signed(browser, {"how": "telephone", f"child-{cast.child.pk}-outcome": "no_section_47"})
    assert [part.subject_id for part in second.parts.all()] == [cast.child.pk]
    assert not owed()


@requirement("HSSCP-5.2", "HSSCP-10.9")
def test_a_child_linked_to_an_alleged_perpetrator_is_found_and_can_be_added(cast: Cast) -> None:
    """The partner's daughter by another woman is on record, in no contact about Noor."""
    said = {"given_names": "Lia", "family_name": "Moss", "born": "2020-02-02"}
    adult = {"given_names": "Dan", "family_name": "Moss", "relationship": "father"}
    other = make.contact(
        at=wall(2026, 3, 2, 9, 0),
        by=make.author("csc_officer"),
        channel="telephone",
        form="none",
        children=[said],
        household=[adult],
    )
    lia = make.child_of(other)
    dan = other.parts.get(episode=None).subject
    Relationship.objects.create(
        id=make.uuid4(), subject=dan, other=cast.child, kind="partner_of_parent", stated_by=other
    )
    with at(MONDAY, cast.worker, address(cast.child)) as browser:
        assert "Lia MOSS" in browser.said
        answers = whole(browser, "section_47")
        assert not [name for name in browser.asks() if str(lia.pk) in name], (
            "not about her until she is ticked"
        )
        browser.go(f"{address(cast.child)}?with={lia.pk}")
        mine = {**answers, **each(browser, **HARM), f"child-{lia.pk}-outcome": "no_section_47"}
        del mine["outcome"]
        mine[f"child-{cast.child.pk}-outcome"] = "section_47"
        entry = signed(browser, mine)
    assert outcome_of(entry, lia) == "no_section_47"


@requirement("HSSCP-10.8", "HSSCP-10.10", "HSSCP-10.5")
def test_what_is_arranged_later_is_recorded_later(cast: Cast) -> None:
    wanted = {"medical_needed": "yes", "interpreter_needed": "yes", "joint_or_single": ""}
    with at(MONDAY, cast.worker, address(cast.child)) as browser:
        answers = whole(browser, "section_47", **wanted)
        browser.send(answers)
        assert {href for _, href in browser.errors} == {"#joint_or_single", "#medical_arrangements"}
        signed(browser, {"missing": "The doctor rings back tonight."})
    assert owed() == {"arrange_medical", "arrange_interpreter", "say_joint_or_single"}
    with at(THURSDAY, cast.worker, address(cast.child)) as browser:
        browser.go(browser.link("Arranged since the last one"))
        signed(
            browser,
            {
                "medical_arrangements": "Her aunt takes her to the clinic at ten.",
                "medical_supervised_by": "Sal Worker",
                "medical_police": "no",
                "interpreter_arranged": "Arabic, for the mother: the council’s service.",
                "joint_or_single": "single",
            },
        )
    assert not owed()


@requirement("HUB-4.1", "HUB-4.4")
def test_a_meeting_is_convened_and_its_call_fills_the_meeting_in(cast: Cast) -> None:
    with at(MONDAY, cast.worker, address(cast.child, "convene/")) as browser:
        row = {"people-4-part": "health_professional", "people-4-name": "Hana Visitor"}
        when = typed_at("held_at", wall(2026, 11, 9, 19, 0))
        call = signed(
            browser,
            {**when, "how": "telephone", "initiator": "Di Constable, police", "worry": "Bruises.", **row},
        )
        assert browser.path == address(cast.child)
        assert "Filled in from: Strategy discussion convened of 9 November 2026" in browser.said
        assert browser.fields()["people-4-name"] == ["Hana Visitor"]
        assert "initiator" not in browser.asks(), "that is known from the call"
    assert happened() == ["initiated"]
    assert {"hold", "cover_agenda"} <= owed()
    assert entry_type(call.kind).meetings(call.payload, {})[0].time == "7pm"
    assert Entry.objects.filter(kind="strategy_call").count() == 1


@requirement("HERTS-10.24")
@pytest.mark.parametrize("page", ["", "after/"])
def test_a_procedure_without_an_agenda_says_what_it_has_instead(
    authority: Callable[..., None], page: str
) -> None:
    authority("hertfordshire")
    here = Cast(NOOR)
    with at(MONDAY, here.worker, address(here.child, page)) as browser:
        assert browser.status == 404
        assert "it says: The manager decides whether a strategy discussion" in browser.said
        assert "only this role" not in browser.said
