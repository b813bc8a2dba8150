"""A duty's line on the screen says all that stands behind it: its start, the rule, its version and path."""

from pathlib import Path

import pytest

from goldthread.procedures.duties import duties
from goldthread.procedures.fold import fold
from goldthread.procedures.register import PackRegister
from goldthread.procedures.walltime import instant
from goldthread.web.duties import DutyLine, duty_line
from tests.unit.procedures.world import PACKS, event

SHIPPED = PackRegister(Path(__file__).parents[3] / "packs")
AT = instant("2026-12-11T10:00")
pytestmark = pytest.mark.takes(10)


def line(register: PackRegister, authority: str, name: str, *happened: str) -> DutyLine:
    """The line of the duty that these events (name@time) started."""
    events = [event(each.partition("@")[0], each.partition("@")[2], "manager", id=each) for each in happened]
    found = duties(fold(register.procedure(authority), events), AT)
    return duty_line(next(duty for duty in found if duty.id == name), AT)


def test_what_started_it_and_the_limit_in_words() -> None:
    said = line(SHIPPED, "hertfordshire", "decision.decide", "contact.received@2026-12-10T09:00")
    assert said.began == "Contact received, 10 December 2026 at 9am"
    assert said.behind[0] == "The limit: within 1 working day of: Contact received."
    assert "It applies if it needs no consultation first." in said.behind
    assert said.why.version == (
        "Contacts and referrals, Hertfordshire County Council, in force from 1 May 2019"
    )
    assert {"R1", "R2", "R24"} <= {each.id for each in said.why.readings}


def test_the_rule_that_it_replaced() -> None:
    register = PackRegister(PACKS)
    said = line(register, "variant", "decision.decide_sooner", "contact.received@2026-12-10T09:00")
    assert said.behind[-1] == (
        "It replaced a rule (within 3 working days of: Contact received), beside which it is stricter."
    )
    assert said.why.version == "A stricter area, Variant Council, in force from 1 January 2021"


def test_what_another_document_says() -> None:
    happened = ("initial_conference.plan@2026-11-30T11:00", "core_group.held@2026-12-10T10:00")
    said = line(SHIPPED, "hartlepool-stockton", "core_group.next_monthly", *happened)
    assert "says otherwise, and both are shown: within 6 weeks of: Core group" in said.behind[-1]
    assert "R12" in {each.id for each in said.why.readings}
