"""Professional disagreements: stages and days as the pack has them, and nothing held up."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from goldthread.ledger.models import Duty
from tests import factories as make
from tests.integration.earlyhelp.families import APRIL, MARCH, Cast
from tests.integration.frontdoor.by_pack import at, signed
from tests.integration.frontdoor.cast import due, duty, typed_at, wall
from tests.requirements import requirement

pytestmark = pytest.mark.django_db

STAGES = """  escalation_stage:
    title: Stage
    type: choice
    about: contact
    values: {managers: Between managers, heads: Between heads of service, board: The board}
"""
CONDITIONS = """  with_managers: {says: it is between managers, fact: escalation_stage, is: [managers]}
  with_heads: {says: it is between heads of service, fact: escalation_stage, is: [heads]}
"""
CITE = """      cite:
        - source: early_help_process
          at: last paragraph
          says: a made-up limit
          status: not_held
"""
DUTIES = f"""    managers_answer:
      title: The manager answers
      requirement: WORC-5.1
      within: 2 working days
      of: escalation.raised
      when: [with_managers]
      met_by: [escalation.answered, escalation.taken_further, escalation.settled]
      by: family_front_door
{CITE}    heads_answer:
      title: The head of service answers
      requirement: WORC-5.1
      within: 5 working days
      of: escalation.taken_further
      when: [with_heads]
      met_by: [escalation.answered, escalation.taken_further, escalation.settled]
      by: family_front_door
{CITE}"""
RAISED = {"disputed": "Level 3", "why": "He is in the house", "asked": "Fay Door’s manager"}


def _with_stages(packs: Path) -> None:
    """Worcestershire's pack as it would be if the partnership's procedure were in it."""
    own = packs / "worcestershire"
    shutil.copytree(settings.GOLDTHREAD_PACKS / "worcestershire", own)
    facts, step = own / "facts.yaml", own / "steps" / "90-escalation.yaml"
    told = facts.read_text().replace("  # The child\n", f"{STAGES}  # The child\n", 1)
    facts.write_text(told.rstrip("\n") + "\n" + CONDITIONS)
    said = step.read_text().replace("facts: [about_adult]", "facts: [about_adult, escalation_stage]")
    step.write_text(said.replace("  duties:\n", f"  duties:\n{DUTIES}", 1))


@requirement("WORC-5.1", "WORC-5.2")
def test_each_stage_says_who_answers_by_when_and_the_work_goes_on(
    authority: Callable[..., None], tmp_path: Path
) -> None:
    _with_stages(tmp_path)
    (tmp_path / "england").symlink_to(settings.GOLDTHREAD_PACKS / "england")
    authority("worcestershire", tmp_path)
    cast = Cast()
    concern = cast.told(open_to_early_help=True)
    child = make.child_of(concern)
    with at(MARCH, cast.worker, f"/entries/{concern.pk}/disagree/") as browser:
        assert "2 March 2026 at 10am" in browser.said, "what it is about"
        raised = signed(browser, {**RAISED, **typed_at("happened_at", MARCH)})
    assert due(raised, "escalation.managers_answer") == date(2026, 3, 4)
    with at(MARCH, cast.leader, f"/entries/{concern.pk}/conversation/") as browser:
        level = signed(browser, {"outcome": "level_3", "why": "As it was", **typed_at("happened_at", MARCH)})
    assert duty(level, "early_help.meet").met_at is None, "F: the meeting is due as if they agreed"
    friday = wall(2026, 3, 6, 9, 0)
    with at(friday, cast.worker, f"/disagreements/{raised.pk}/") as browser:
        assert "Between managers, Fay Door’s manager is to answer" in browser.said
        assert "overdue" in browser.said
        browser.go(browser.link("Take it further"))
        assert browser.fields()["escalation_stage"] == ["heads"], "the next stage"
        further = {"said": "No answer", "asked": "Hal Head", **typed_at("happened_at", friday)}
        signed(browser, further)
        assert "Between heads of service, Hal Head is to answer" in browser.said
        browser.go(f"/children/{child.pk}/disagreements/")
        assert "Level 3" in browser.said
        assert "Between heads of service" in browser.said
    heads = Duty.objects.get(rule="escalation.heads_answer")
    assert heads.met_at is None
    assert Duty.objects.get(rule="escalation.managers_answer").met_at == friday, "the stage before is over"
    with at(APRIL, cast.door, f"/disagreements/{raised.pk}/answer/") as browser:
        said = {"said": "It is Level 4", "answered_by": "Hal Head", **typed_at("happened_at", APRIL)}
        signed(browser, said)
        browser.go(f"/disagreements/{raised.pk}/settle/")
        signed(browser, {"said": "Agreed", "settled_how": "changed", **typed_at("happened_at", APRIL)})
        assert "Settled on 2 April 2026" in browser.said
        assert "Take it further" not in browser.said
    assert not Duty.objects.filter(rule__startswith="escalation.", met_at=None).exists()


@requirement("WORC-5.1", "WORC-5.3")
def test_a_referrer_follows_their_own_and_nobody_elses(authority: Callable[..., None]) -> None:
    authority("worcestershire")
    cast = Cast()
    concern = cast.told(referrer_email=cast.teacher.email)
    with at(MARCH, cast.teacher, f"/requests/{concern.pk}/") as browser:
        browser.go(browser.link("Professional disagreement"))
        signed(browser, {**RAISED, "about_adult": "yes", **typed_at("happened_at", MARCH)})
        assert "The concern is about an adult" in browser.said
        assert "This procedure names no stages, and sets no limit for an answer" in browser.said
        browser.go(browser.link("Take it further"))
        signed(browser, {"said": "No answer", "asked": "The board", **typed_at("happened_at", MARCH)})
        assert "The board is to answer" in browser.said
    other = make.user("professional_referrer", of=make.agency("Another School", "school"))
    with at(MARCH, other, f"/requests/{concern.pk}/disagreement/") as browser:
        assert browser.status == 404
