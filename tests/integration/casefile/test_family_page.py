"""The family and parental responsibility of a child, as their pages show and record them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from goldthread.access.models import Level
from goldthread.access.operations import protect
from goldthread.casefile.views import kin
from goldthread.ledger.models import Entry, Subject
from goldthread.people import statements as say
from goldthread.people.models import Relationship, Responsibility
from tests.factories import author, user
from tests.integration.people.record import NOW, TODAY, someone, tell
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
CHILD, ADULT = date(2018, 5, 4), date(1990, 1, 1)
HOME = {"lines": "4 Fernhollow Lane", "postcode": "ZZ99 3VZ", "since": date(2019, 1, 1)}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def worker() -> Client:
    client = Client()
    client.force_login(user("social_worker", name="Leila Hawthorn"))
    return client


def page(client: Client, name: str, subject: str, **asked: str) -> str:
    answer = client.get(reverse(f"casefile:{name}", args=[subject]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def family() -> tuple[str, str, str]:
    """Rowan with mother and a half-brother's father."""
    rowan, anna = someone("Rowan", "Alder", CHILD, **HOME), someone("Anna", "Alder", ADULT, **HOME)
    dean, kit = someone("Dean", "Fern", ADULT), someone("Kit", "Fern", CHILD)
    tell(
        say.RelatedTo(about=anna, other=rowan, kind="mother"),
        say.RelatedTo(about=anna, other=kit, kind="mother"),
        say.RelatedTo(about=dean, other=kit, kind="father"),
        say.RelatedTo(about=dean, other=anna, kind="spouse", since=date(2020, 6, 1)),
    )
    return rowan, anna, dean


@requirement("HERTS-10.11", "HERTS-10.12")
def test_the_family_is_drawn_and_said_and_everyone_connected_is_known_or_not(worker: Client) -> None:
    rowan, _, _ = family()
    shown = page(worker, "family", rowan)
    assert shown.count("gt-gen__sign") >= 4
    for words in (
        "Dean FERN and Anna ALDER: married since 1 June 2020. Child: Kit FERN.",
        "Anna ALDER. Child: Rowan ALDER.",
        "mother of Rowan ALDER",
        "No involvement on record",
        "4 Fernhollow Lane",
    ):
        assert words in shown


def test_a_past_day_shows_the_family_as_it_was(worker: Client) -> None:
    rowan, anna, _ = family()
    tell(
        say.LivesAt(about=anna, lines="1 Oak Lane", postcode="ZZ99 3WZ", since=TODAY),
        at=NOW + timedelta(minutes=5),
    )
    now = page(worker, "family", rowan)
    assert "Nobody is known to have lived with" in now
    then = page(worker, "family", rowan, **{"on-day": "1", "on-month": "5", "on-year": "2020"})
    assert "Dean FERN: " not in then or "married since" not in then
    assert "As the family was on 1 May 2020" in then


@requirement("HERTS-10.11")
def test_a_restricted_record_is_announced_without_detail_and_a_safe_address_is_hidden(worker: Client) -> None:
    rowan, anna, dean = family()
    tell(say.LivesAt(about=anna, lines="9 Secret Street", postcode="ZZ99 9ZZ", safe=True))
    protect(
        by=author("manager"),
        at=NOW,
        subject=Subject.objects.get(pk=dean),
        level=Level.RESTRICTED,
        reason="Staff",
    )
    for name in ("family", "parental"):
        shown = page(worker, name, rowan)
        assert "FERN and" not in shown
        assert "Dean" not in shown
        assert "Secret Street" not in shown
    assert "A restricted record" in page(worker, "family", rowan)


@requirement("HSSCP-3.12", "HSSCP-3.3")
def test_parental_responsibility_is_explained_with_statute_and_who_said_so(worker: Client) -> None:
    rowan, _, _ = family()
    shown = page(worker, "parental", rowan)
    for words in ("Anna ALDER", "Holds it", "Children Act 1989, section 2(1)", "A member of the public"):
        assert words in shown


def send(client: Client, subject: str, **answers: str) -> tuple[int, str]:
    address = reverse("casefile:family_state", args=[subject])
    (version,) = re.findall(r'name="_version" value="([0-9]+)"', client.get(address).content.decode())
    answer = client.post(address, {**answers, "_version": version})
    return answer.status_code, answer.content.decode()


@requirement("HSSCP-3.9")
def test_a_relationship_and_an_order_are_recorded_with_their_days(worker: Client) -> None:
    rowan, _, dean = family()
    since = {"since-day": "1", "since-month": "2", "since-year": "2024"}
    status, _ = send(
        worker,
        rowan,
        person="authority",
        other=rowan,
        responsibility="holds",
        ground="local_authority",
        **since,
    )
    assert status == 302
    order = Responsibility.objects.get()
    assert (str(order.subject_id), order.since) == (rowan, date(2024, 2, 1))
    assert "The local authority" in page(worker, "parental", rowan)
    status, _ = send(worker, rowan, person=dean, other=rowan, relationship="step_parent", died="yes")
    assert status == 302
    assert "has died" in page(worker, "family", rowan)


def test_of_a_large_family_who_it_is_about_is_picked_from_a_list(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kin, "_MOST_SIDE_BY_SIDE", 2)
    rowan, _, dean = family()
    assert '<select class="govuk-select" id="relative"' in page(worker, "family_state", rowan)
    told = {"person": "around", "other": rowan, "relationship": "step_parent"}
    status, shown = send(worker, rowan, **told)
    assert (status, "Choose who of the family it is about" in shown) == (422, True)
    status, shown = send(worker, rowan, **told, relative=rowan)
    assert status == 422
    status, _ = send(worker, rowan, **told, relative=dean)
    assert status == 302
    assert Relationship.objects.filter(subject=dean, other=rowan, kind="step_parent").exists()


def test_what_cannot_be_is_refused_in_words(worker: Client) -> None:
    rowan, anna, _ = family()
    for answers, words in (
        ({"person": anna, "other": rowan}, "Say what they are"),
        ({"person": rowan, "other": rowan, "relationship": "twin"}, "nobody is related to themselves"),
        ({"person": "authority", "other": rowan, "responsibility": "holds"}, "Choose an order"),
        (
            {"person": "reference", "other": rowan, "relationship": "friend", "reference": "X"},
            "No record that is open",
        ),
        ({"person": "new", "other": rowan, "relationship": "friend"}, "Enter a name"),
    ):
        status, shown = send(worker, rowan, **answers)
        assert (status, words in shown) == (422, True), words
    assert not Entry.objects.filter(kind="family").exists()


@requirement("HERTS-10.10")
def test_somebody_new_is_never_recorded_past_somebody_alike_without_saying_why(worker: Client) -> None:
    rowan, _, _ = family()
    someone("Gwen", "Alder", date(1955, 2, 3))
    gran = {
        "person": "new",
        "new_given": "Gwen",
        "new_family": "Alder",
        "new_born-day": "3",
        "new_born-month": "2",
        "new_born-year": "1955",
        "other": rowan,
        "relationship": "grandparent",
    }
    status, shown = send(worker, rowan, **gran)
    assert status == 422
    assert "Somebody alike is on record" in shown
    assert send(worker, rowan, **gran, not_them="Her twin sister has the same first name")[0] == 302
    entry = Entry.objects.get(kind="family")
    assert UUID(entry.payload["person"]) in {part.subject_id for part in entry.parts.all()}
    assert "grandparent of Rowan ALDER" in page(worker, "family", rowan)
