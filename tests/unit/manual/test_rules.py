"""The rules of a made-up area in words: what a reader of its pages is told."""

import pytest
from django.template import engines

from goldthread.ledger import procedure
from goldthread.manual import books, rules
from goldthread.manual.editions import Edition
from goldthread.manual.limits import limits
from goldthread.manual.pathway import stops
from goldthread.manual.rules import Rule, StepPage
from goldthread.procedures.register import PackRegister
from tests.unit.procedures.world import PACKS

pytestmark = pytest.mark.takes(3)


@pytest.fixture(autouse=True)
def area(monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The area's procedure, as if it were this installation's."""
    register = PackRegister(PACKS)
    monkeypatch.setattr(procedure, "register", lambda: register)
    monkeypatch.setattr(procedure, "newest", lambda: register.pack("area"))
    return Edition(register.pack("area"))


def page(area: Edition, step: str) -> StepPage:
    return rules.step_page(area, next(one for one in stops(area.pack) if one.id == step))


def rows(rule: Rule) -> dict[str, tuple[str, ...]]:
    return dict(rule.rows)


def duty(area: Edition, name: str) -> Rule:
    return rules.duty_rule(area, *name.split("."))


def test_a_duty_says_who_from_when_and_what_does_it(area: Edition) -> None:
    found = duty(area, "contact.answer")
    assert found.badge == "Within 1 working day"
    assert rows(found)["Counted from"] == (area.pack.steps["contact"].outcomes["received"].title,)
    assert rows(found)["Who"] == (area.pack.roles["desk"].title,)
    assert found.why.clauses[0].says == "contacts are answered"
    assert [reading.id for reading in found.why.readings] == ["T1"]
    assert found.work_out.endswith("?authority=area&rule=contact.answer")


def test_a_target_is_no_limit_and_a_softened_limit_says_so(area: Edition) -> None:
    found = duty(area, "decision.decide")
    assert rows(found)["Usually"] == ("Within 2 working days: a target, never a breach",)
    assert "as a rule" in found.notes[0]


def test_where_the_source_gives_no_limit_the_page_says_so(area: Edition) -> None:
    found = duty(area, "assessment.tell")
    assert found.badge == "No limit in this procedure"
    assert not found.work_out
    assert "Starts with" in rows(found)
    assert ", if " in rows(found)["Done when any of these is recorded"][0]


def test_a_limit_backwards_and_one_that_is_immediate(area: Edition) -> None:
    assert duty(area, "assessment.papers").badge.startswith("At least 2 weeks before: ")
    assert duty(area, "contact.protect").badge == "Immediately"
    assert rows(duty(area, "contact.protect"))["Counted from"][0].startswith("The first time: ")


def test_a_changed_rule_has_its_dates_and_says_what_it_replaces(area: Edition) -> None:
    assert rows(duty(area, "assessment.finish"))["In force"] == ("From 1 January 2020 to 30 June 2026",)
    found = duty(area, "assessment.finish_sooner")
    assert found.notes == ("It takes the place of another rule (within 45 working days), and is stricter.",)


def test_outcomes_say_who_authorises_and_where_they_lead(area: Edition) -> None:
    assess, nothing = sorted(page(area, "decision").outcomes, key=lambda one: one.anchor)
    assert rows(assess)["Takes effect when authorised by"][0].endswith(", who must be another person")
    assert [link.href for link in assess.leads] == [
        "/procedure/area/steps/assessment/",
        "/procedure/area/steps/visit/",
    ]
    assert nothing.badge == "Ends the case"


def test_what_is_forbidden_says_to_whom_until_when_and_what_is_refused(area: Edition) -> None:
    by_anchor = {rule.anchor: rows(rule) for rule in page(area, "visit").must_not}
    assert by_anchor["must-not-desk_visits"]["The service does not take"][0].startswith("Anything in ")
    other = by_anchor["must-not-visit_in_danger"]
    assert other["Who"] == ("Everyone",)
    assert set(other) == {"Who", "From", "Until", "Only if", "The service does not take"}


def test_who_must_attend_is_told(area: Edition) -> None:
    assert [(one.title, one.badge) for one in page(area, "visit").attends] == [
        ("The family's worker", "Must attend")
    ]


def test_every_limit_is_in_one_of_the_two_tables(area: Edition) -> None:
    found = limits(area)
    assert [line.title for line in found.unlimited] == ["Tell the family"]
    count = sum(len(step.duties) for step in area.pack.steps.values())
    assert len(found.limited) + len(found.unlimited) == count


def test_a_reading_names_the_rules_that_rest_on_it(area: Edition) -> None:
    used = {one.reading.id: [link.text for link in one.rules] for one in books.used_readings(area)}
    assert "Answer the contact" in used["T1"]
    assert "The dates in force" in used["T1"]


def test_a_why_on_any_page_links_to_its_rule(area: Edition) -> None:
    macro = "{% from 'web/macros/record.html.jinja' import why_details %}{{ why_details(why) }}"
    rule = area.pack.steps["contact"].duties["answer"]
    shown = engines["jinja2"].from_string(macro).render({"why": rules.why(rule, area.pack)})
    assert '<a class="govuk-link" href="/procedure/area/steps/contact/#duty-answer">' in shown


def test_every_why_leads_to_its_place(area: Edition) -> None:
    for step_id, anchor, _, part in rules.cited_parts(area.pack):
        expected = f"/procedure/area/steps/{step_id}/" + (f"#{anchor}" if anchor else "")
        assert rules.why(part, area.pack).href == expected
