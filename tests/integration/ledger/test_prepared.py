"""A question put into SQL once answers like the one built each time, whatever it is asked of afterwards."""

from datetime import timedelta

import pytest

from goldthread.ledger.models import Subject
from goldthread.ledger.prepared import Prepared, day, ids
from goldthread.people.models import Name
from tests.factories import THURSDAY, contact

pytestmark = pytest.mark.django_db


def test_rows_and_who_said_so_are_those_of_the_plain_question() -> None:
    for given in ("Rowan", "Linden"):
        contact(children=[{"given_names": given, "family_name": "Alder", "born": "2018-01-15"}])
    asked = Prepared(lambda: Name.objects.on(day("day")).filter(subject__in=ids("people")).order_by("given"))
    everyone = list(Subject.objects.values_list("pk", flat=True))
    for people in (everyone, everyone[:1], []):
        plain = Name.objects.on(THURSDAY.date()).filter(subject__in=people).order_by("given")
        found = asked(people=people, day=THURSDAY.date())
        assert [(one.pk, one.given, one.said_by) for one in found] == [
            (one.pk, one.given, one.said_by) for one in plain
        ]
    Name.objects.update(until=THURSDAY.date())
    assert asked(people=everyone, day=THURSDAY.date() - timedelta(days=1))
    assert not asked(people=everyone, day=THURSDAY.date())
