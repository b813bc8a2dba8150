"""What the service already did for a household."""

import uuid
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from goldthread.ledger.models import Episode, Event, Subject
from goldthread.people import statements as say
from goldthread.people.history import Past, PastKind, past
from goldthread.people.importing import bringing
from goldthread.people.models import Person
from tests.integration.people.record import NOW, someone, tell
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def an_episode(subject: str, **fields: object) -> Episode:
    return Episode.objects.create(
        subject_id=subject, authority=settings.GOLDTHREAD_AUTHORITY, opened_at=NOW, **fields
    )


def happened(episode: Episode, name: str, days: int, *, role: str = "manager", **links: UUID) -> Event:
    step, outcome = name.split(".")
    at = NOW + timedelta(days=days)
    entry = tell(about=[episode.subject], at=at, episode=episode)
    return Event.objects.create(
        id=uuid.uuid4(),
        episode=episode,
        entry=entry,
        step=step,
        outcome=outcome,
        occurred_at=at,
        recorded_at=at,
        role=role,
        **links,
    )


def read(subject: str, kind: PastKind) -> list[Past]:
    return [thing for thing in past([UUID(subject)], before=LATER) if thing.kind is kind]


@requirement("HERTS-10.10", "HERTS-10.14")
def test_a_past_episode_is_told_with_its_contacts_and_decisions() -> None:
    rowan = someone("Rowan")
    episode = an_episode(rowan, closed_at=NOW + timedelta(days=2))
    contact = happened(episode, "contact.received", 0, role="csc_officer")
    happened(episode, "contact.chased", 1)
    happened(episode, "routing.routed", 1)
    decision = happened(episode, "decision.early_help", 2)
    things = past([UUID(rowan)], before=LATER)
    assert [(thing.kind, thing.entry_id) for thing in things if thing.kind is not PastKind.MENTIONED] == [
        (PastKind.DECISION, decision.entry_id),
        (PastKind.CLOSURE, None),
        (PastKind.EPISODE, None),
        (PastKind.CONTACT, contact.entry_id),
    ]
    (whole,) = read(rowan, PastKind.EPISODE)
    assert (whole.at, whole.closed_at, whole.episode_id) == (NOW, episode.closed_at, episode.pk)
    assert whole.outcome == read(rowan, PastKind.DECISION)[0].outcome != ""


@requirement("HERTS-8.13", "HERTS-8.15", "HERTS-10.14")
def test_conferences_and_the_plan_between_them_are_told() -> None:
    rowan = someone("Rowan")
    episode = an_episode(rowan)
    begins = happened(episode, "initial_conference.plan", 1)
    happened(episode, "review_conference.plan_continues", 10)
    ends = happened(episode, "review_conference.plan_ends", 20)
    assert [(thing.words, thing.outcome) for thing in read(rowan, PastKind.CONFERENCE)] == [
        ("Review child protection conference", "Plan ends"),
        ("Review child protection conference", "Plan continues"),
        ("Initial child protection conference", "Child protection plan"),
    ]
    (plan,) = read(rowan, PastKind.PLAN)
    assert (plan.at, plan.closed_at) == (begins.occurred_at, ends.occurred_at)
    assert plan.when == "8 April 2026 to 27 April 2026"


@requirement("HERTS-8.13")
def test_enquiries_assessments_and_early_help_are_told_with_their_outcomes() -> None:
    rowan = someone("Rowan")
    episode = an_episode(rowan)
    for days, name in enumerate(
        (
            "strategy_discussion.section_47",
            "child_and_family_assessment.started",
            "child_and_family_assessment.child_seen",
            "section_47.no_conference",
            "early_help.agreed",
            "initial_conference.plan",
        )
    ):
        happened(episode, name, days)
    kinds = (PastKind.STRATEGY, PastKind.ASSESSMENT, PastKind.SECTION_47, PastKind.EARLY_HELP)
    assert [thing.outcome for kind in kinds for thing in read(rowan, kind)] == [
        "Section 47 enquiry",
        "Assessment started",
        "No conference needed",
        "Plan agreed",
    ]
    assert [thing.outcome for thing in read(rowan, PastKind.PLAN)] == ["Plan in force"]


@requirement("HERTS-8.14")
@pytest.mark.parametrize(
    ("outcome", "told"),
    [("assessment", [PastKind.REFERRAL]), ("early_help", [PastKind.DECISION, PastKind.CONTACT])],
)
def test_a_contact_is_told_only_where_it_did_not_become_a_referral(
    outcome: str, told: list[PastKind]
) -> None:
    rowan = someone("Rowan")
    episode = an_episode(rowan)
    happened(episode, "contact.received", 0)
    happened(episode, f"decision.{outcome}", 1)
    found = past([UUID(rowan)], before=LATER)
    assert [one.kind for one in found if one.kind not in {PastKind.EPISODE, PastKind.MENTIONED}] == told


INVOLVEMENT = """\
source_id,person,what,from_date,to_date,outcome,reason,legal_status,accommodation,led_to
1,P1,Protection_plan,03/02/2021,01/11/2021,Plan ended,Neglect,,,
2,P1,looked_after,02/11/2021,05/05/2022,Returned home,,Section 20,Foster care,
3,P1,domestic_abuse,2019-12-24,,Police attended,,,,
4,P1,domestic_abuse,2019-12-25,,Police attended,,,,contact
5,P1,contact,2020-01-05,,,,,,referral
6,P1,early_help,2018-03-01,2018-09-01,Closed with needs met,,,,
"""


@requirement("HERTS-8.15", "HERTS-8.16", "HERTS-8.17", "HERTS-8.18", "HERTS-10.14")
def test_what_another_system_knew_is_told_with_what_a_check_asks_for(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("source_id,given_names\nP1,Rowan\n")
    (tmp_path / "involvement.csv").write_text(INVOLVEMENT)
    files = [tmp_path / "people.csv", tmp_path / "involvement.csv"]
    bringing.bring(by=bringing.importer("Old LCS", "us"), at=NOW, files=files, closed=lambda _: ())
    rowan = Person.objects.get().pk
    looked_after, plan, incident, early_help = past([rowan], before=LATER)
    assert {one.source for one in (looked_after, plan, incident, early_help)} == {"Old LCS"}
    assert (looked_after.kind, looked_after.when) == (PastKind.LOOKED_AFTER, "2 November 2021 to 5 May 2022")
    assert looked_after.details == ("Accommodation: Foster care", "Legal status: Section 20")
    assert (plan.kind, plan.outcome) == (PastKind.PLAN, "Plan ended")
    assert plan.details == ("Reason, or category of abuse: Neglect",)
    assert (incident.kind, incident.when) == (PastKind.INCIDENT, "24 December 2019")
    assert (early_help.kind, early_help.outcome) == (PastKind.EARLY_HELP, "Closed with needs met")


def test_the_present_is_not_the_past() -> None:
    rowan = someone("Rowan")
    happened(an_episode(rowan), "contact.received", 0)
    assert [thing for thing in past([UUID(rowan)], before=NOW) if thing.kind is not PastKind.MENTIONED] == []


@requirement("HERTS-10.17")
def test_a_proposal_is_no_outcome_until_it_is_authorised() -> None:
    rowan = someone("Rowan")
    episode = an_episode(rowan)
    happened(episode, "contact.received", 0)
    proposal = happened(episode, "decision.early_help", 1, role="delegated_social_worker")
    assert read(rowan, PastKind.DECISION) == []
    happened(episode, "decision.early_help", 2, authorises=proposal.pk)
    assert [thing.entry_id for thing in read(rowan, PastKind.DECISION)] == [proposal.entry_id]


def test_what_was_sent_back_or_corrected_does_not_stand() -> None:
    rowan = someone("Rowan")
    episode = an_episode(rowan)
    happened(episode, "contact.received", 0)
    proposal = happened(episode, "decision.early_help", 1, role="delegated_social_worker")
    happened(episode, "decision.early_help", 2, declines=proposal.pk)
    wrong = happened(episode, "decision.no_further_action", 3)
    right = happened(episode, "decision.assessment", 4, corrects=wrong.pk)
    assert [thing.entry_id for thing in read(rowan, PastKind.REFERRAL)] == [right.entry_id]
    assert read(rowan, PastKind.DECISION) == []


@requirement("HERTS-10.12")
def test_an_adult_named_in_a_contact_about_another_child_is_told() -> None:
    dean, kit = someone("Dean"), someone("Kit")
    episode = an_episode(kit)
    entry = tell(
        say.RelatedTo(about=dean, other=kit, kind="other"),
        about=[Subject.objects.get(pk=kit)],
        at=NOW + timedelta(days=1),
        episode=episode,
    )
    found = [thing for thing in read(dean, PastKind.MENTIONED) if thing.entry_id == entry.pk]
    assert [(thing.words, thing.about) for thing in found] == [("Named in: Something told", (UUID(kit),))]


def test_the_past_of_another_record_of_the_same_person_is_theirs() -> None:
    rowan, again = someone("Rowan"), someone("Rowan")
    happened(an_episode(again), "contact.received", 0)
    assert read(rowan, PastKind.CONTACT) == []
    tell(say.SamePersonAs(about=again, other=rowan))
    assert len(read(rowan, PastKind.CONTACT)) == 1
