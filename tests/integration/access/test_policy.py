"""Who may open which record: capability, level, named people and exclusions, at once."""

import pytest

from goldthread.access import operations, policy
from goldthread.access.models import Level
from goldthread.access.policy import Outcome
from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor.following import requests_of
from goldthread.ledger.models import AuditRow, Episode
from tests.factories import THURSDAY, agency, author, child_of, contact, later, user
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
READ = Capability.READ_RECORD


@requirement("HUB-2.3")
def test_an_open_record_needs_the_capability() -> None:
    child = child_of(contact())
    assert policy.decide(user("social_worker"), READ, child.pk, at=THURSDAY).allowed
    assert (
        policy.decide(user("professional_referrer"), READ, child.pk, at=THURSDAY).outcome is Outcome.REFUSED
    )
    assert policy.decide(user(), READ, child.pk, at=THURSDAY).outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("level", "outcome"),
    [(Level.SENSITIVE, Outcome.REFUSED), (Level.RESTRICTED, Outcome.REFUSED), (Level.SEALED, Outcome.HIDDEN)],
)
def test_a_closed_record_opens_to_named_people_only(level: Level, outcome: Outcome) -> None:
    child, worker, manager = child_of(contact()), user("social_worker"), author("team_manager")
    operations.protect(by=manager, at=THURSDAY, subject=child, level=level, reason="Family of a colleague")
    assert policy.decide(worker, READ, child.pk, at=THURSDAY).outcome is outcome
    if level is Level.SENSITIVE:
        assert policy.decide(worker, READ, child.pk, at=THURSDAY, reason="Duty visit").allowed
        return
    operations.grant(by=manager, at=THURSDAY, subject=child, user=worker, until=later(hours=3))
    assert policy.decide(worker, READ, child.pk, at=later(hours=2)).allowed
    assert policy.decide(worker, READ, child.pk, at=later(hours=4)).outcome is outcome


def test_whoever_leads_a_family_opens_it_while_they_hold_its_open_case_and_no_other() -> None:
    child, other = child_of(contact()), child_of(contact())
    lead, somebody = user("lead_professional"), user("lead_professional")
    case = Episode.objects.filter(subject=child)
    case.update(worker=lead)
    opened = {
        (who, of): policy.decide(one, Capability.LEAD_FAMILY, record.pk, at=THURSDAY).outcome
        for who, one in (("lead", lead), ("somebody", somebody))
        for of, record in (("child", child), ("other", other))
    }
    assert opened.pop(("lead", "child")) is Outcome.ALLOWED
    assert set(opened.values()) == {Outcome.HIDDEN}
    case.update(closed_at=THURSDAY)
    assert not policy.holds(lead, child.pk)


def test_an_excluded_person_never_opens_the_record_even_when_named() -> None:
    child, worker, manager = child_of(contact()), user("team_manager"), author("team_manager")
    operations.grant(by=manager, at=THURSDAY, subject=child, user=worker)
    operations.exclude(by=manager, at=THURSDAY, subject=child, user=worker, reason="Uncle of the child")
    assert policy.decide(worker, READ, child.pk, at=THURSDAY).outcome is Outcome.HIDDEN


def test_someone_who_has_left_opens_nothing_from_the_next_request_on() -> None:
    child, worker = child_of(contact()), user("social_worker")
    worker.is_active = False
    worker.save()
    assert not policy.decide(worker, READ, child.pk, at=THURSDAY).allowed


def test_a_restricted_match_is_announced_without_detail() -> None:
    child, worker = child_of(contact()), user("social_worker")
    operations.protect(
        by=author("manager"), at=THURSDAY, subject=child, level=Level.SEALED, reason="Adoption"
    )
    seen = policy.visible(worker, [child.pk], at=THURSDAY)
    assert seen.subjects == frozenset()
    assert seen.restricted_may_match


def test_whoever_is_excluded_is_told_of_no_match() -> None:
    child, worker, manager = child_of(contact()), user("social_worker"), author("manager")
    operations.exclude(by=manager, at=THURSDAY, subject=child, user=worker, reason="Uncle of the child")
    operations.protect(by=manager, at=THURSDAY, subject=child, level=Level.RESTRICTED, reason="Press")
    seen = policy.visible(worker, [child.pk], at=THURSDAY)
    assert (seen.subjects, seen.restricted_may_match) == (frozenset(), False)


def test_a_professional_follows_their_own_agencys_requests_only() -> None:
    school = agency("Alderbrook Primary School", "school")
    sender, colleague = user("professional_referrer", of=school), user("professional_referrer", of=school)
    entry = contact(by=author("professional_referrer", sender))
    assert policy.follows(colleague, entry, at=THURSDAY).allowed
    assert not policy.follows(user("professional_referrer"), entry, at=THURSDAY).allowed


def test_nobody_follows_what_the_councils_officers_wrote_only_for_working_there() -> None:
    entry, colleague = contact(by=author("csc_officer")), user("professional_referrer")
    assert not colleague.agency.is_outside
    assert policy.follows(colleague, entry, at=THURSDAY).outcome is Outcome.HIDDEN
    assert not requests_of(colleague, at=THURSDAY)


def test_an_excluded_person_follows_no_request_about_that_child_though_their_agency_made_it() -> None:
    school, manager = agency("Alderbrook Primary School", "school"), author("manager")
    colleague = user("professional_referrer", of=school)
    entry = contact(by=author("professional_referrer", user("professional_referrer", of=school)))
    assert policy.follows(colleague, entry, at=THURSDAY).allowed
    assert list(requests_of(colleague, at=THURSDAY)) == [entry]
    operations.exclude(by=manager, at=THURSDAY, subject=child_of(entry), user=colleague, reason="Uncle")
    assert policy.follows(colleague, entry, at=THURSDAY).outcome is Outcome.HIDDEN
    assert not requests_of(colleague, at=THURSDAY)


def test_protecting_a_record_leaves_an_audit_row() -> None:
    child = child_of(contact())
    operations.protect(by=author("manager"), at=THURSDAY, subject=child, level=Level.RESTRICTED, reason="x")
    assert AuditRow.objects.filter(act="protect", subject=child.pk, detail={"level": "restricted"}).exists()
