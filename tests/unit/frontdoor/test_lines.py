"""Opening hours, and whether a line is open, as people read them."""

from datetime import UTC, datetime

import pytest

from goldthread.frontdoor.lines import advisers
from goldthread.ledger import procedure
from goldthread.web.lines import hours_in_words, line
from tests.requirements import requirement

GOOD_FRIDAY = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)


@requirement("HERTS-3.17", "HERTS-2.22")
@pytest.mark.takes(5)  # reads the pack
def test_hours_are_said_by_stretches_of_days() -> None:
    services = procedure.newest().services
    assert hours_in_words(services["customer_service_centre"]) == [
        "Monday to Friday, 8am to 8pm",
        "Saturday, 9am to 4pm",
        "Sunday, closed",
        "Bank holidays, closed",
    ]
    assert hours_in_words(services["consultation_hub"])[:2] == [
        "Monday to Thursday, 9am to 5pm",
        "Friday, 9am to 4pm",
    ]
    assert (
        hours_in_words(services["out_of_hours"])[0] == "Monday to Friday, midnight to 8am and 8pm to midnight"
    )


@requirement("HERTS-3.18")
@pytest.mark.takes(5)
def test_a_closed_line_says_who_answers_instead() -> None:
    found = line(procedure.newest(), "customer_service_centre", GOOD_FRIDAY)
    assert not found.open
    assert found.instead is not None
    assert found.instead.id == "out_of_hours"
    assert found.instead.open


@requirement("HERTS-2.10", "HERTS-2.11")
@pytest.mark.takes(5)
def test_only_those_whom_it_serves_are_told_of_the_hub() -> None:
    def told(kind: str) -> set[str]:
        return {one.id for one in advisers(procedure.newest(), kind, GOOD_FRIDAY)}

    assert "consultation_hub" in told("school") & told("early_years") & told("families_first_key_worker")
    assert "consultation_hub" not in told("hospital") | told("police") | told("public")
