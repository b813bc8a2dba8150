"""What the service already did for a household."""

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings

from goldthread.ledger.models import Episode, Event, Subject
from goldthread.people import statements as say
from goldthread.people.history import Past, PastKind, past
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
        (PastKind.EPISODE, None),
        (PastKind.CONTACT, contact.entry_id),
    ]
    (whole,) = read(rowan, PastKind.EPISODE)
    assert (whole.at, whole.closed_at, whole.episode_id) == (NOW, episode.closed_at, episode.pk)
    assert whole.outcome == read(rowan, PastKind.DECISION)[0].outcome != ""


@requirement("HERTS-10.14")
def test_past_child_protection_plans_are_told() -> None:
    rowan = someone("Rowan")
    episode = an_episode(rowan)
    happened(episode, "initial_conference.plan", 1)
    happened(episode, "review_conference.plan_ends", 20)
    assert [(thing.words, thing.outcome) for thing in read(rowan, PastKind.PLAN)] == [
        ("Review child protection conference", "Plan ends"),
        ("Initial child protection conference", "Child protection plan"),
    ]


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
    assert [thing.entry_id for thing in read(rowan, PastKind.DECISION)] == [right.entry_id]


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
