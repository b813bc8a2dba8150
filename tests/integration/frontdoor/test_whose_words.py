"""Whose words a contact is, whoever wrote it down: what one agency owes, another does not meet."""

from datetime import timedelta

import pytest

from goldthread.frontdoor.operations.receiving import Known, Sending, receive
from goldthread.ledger.models import Entry, Event
from goldthread.ledger.rebuild import rebuild
from tests import factories as make
from tests.integration.frontdoor.calling import FRIDAY
from tests.integration.frontdoor.cast import duty
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
CONFIRM = "written_confirmation.confirm"


def told(agency: str, channel: str, after: timedelta, about: Entry | None = None) -> Entry:
    """An officer writes down what came in from somebody of that agency, about a child on record."""
    values = {
        "channel": channel,
        "form": "none",
        "referrer_kind": "school",
        "referrer_agency": agency,
        "concern": "An old bruise on his arm.",
        "children": [{"given_names": "Max"}],
    }
    officer, when = make.user("csc_officer"), FRIDAY + after
    return receive(
        by=make.author("csc_officer", officer),
        at=when,
        values=values,
        sending=Sending(f"{agency}/{channel}"),
        known=Known({0: make.child_of(about).pk}) if about else None,
        occurred_at=when,
    )


@requirement("HERTS-3.5")
def test_another_agencys_letter_does_not_confirm_what_a_school_told_aloud() -> None:
    school = make.agency("Alderbrook Primary", "school")
    make.agency("Moorfield Hospital", "hospital")
    call = told("alderbrook primary", "telephone", timedelta())
    assert Event.objects.get(entry=call, step="contact").agency == school.pk
    told("Moorfield Hospital", "post", timedelta(hours=1), call)
    assert duty(call, CONFIRM).met_at is None
    told("Alderbrook Primary", "post", timedelta(hours=2), call)
    assert duty(call, CONFIRM).met_at == FRIDAY + timedelta(hours=2)
    assert rebuild(keep=False) == [], "all at once it is the same as one by one"


@requirement("HERTS-3.5")
def test_a_letter_from_an_agency_that_nobody_knows_is_taken_for_the_confirmation() -> None:
    call = told("Alderbrook Primary", "telephone", timedelta())
    told("Alderbrook Prim. School", "post", timedelta(hours=1), call)
    assert duty(call, CONFIRM).met_at == FRIDAY + timedelta(hours=1)
