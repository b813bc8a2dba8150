"""Officers who write down one child at the same moment, each with what they heard, some with a slip."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from random import Random
from threading import Barrier
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from goldthread.access.looking import look
from goldthread.frontdoor.operations.receiving import Known, Sending, receive
from goldthread.ledger.author import Author
from goldthread.ledger.models import Subject
from goldthread.people.creating import MOST, AlreadyThere, Newcomer
from goldthread.people.matching.numbers import is_nhs_number
from goldthread.people.search import Query
from tests.factories import THURSDAY, later

MOST_OFFICERS = 16
_GIVEN = ("Rowan", "Zofia", "Ibrahim", "Maisie", "Chidera", "Oskar", "Aoife", "Harriet")
_FAMILY = ("Alderton", "Kowalczyk", "Hussain", "Birchwood", "Okonkwo", "Lindqvist", "Gallagher", "Featherby")
_LETTERS = "abcdefghijklmnoprstuvwy"


@dataclass(frozen=True)
class Outcome:
    """Whom one officer's contact is about: someone whom they created, or recognised when asked again."""

    subject: str
    created: bool


def child(random: Random, number: int) -> dict[str, Any]:
    """A child whom nobody has on record."""
    return {
        "given_names": random.choice(_GIVEN),
        "family_name": random.choice(_FAMILY),
        "born": date(2009 + number % 15, random.randint(1, 12), random.randint(1, 28)).isoformat(),
        "address": f"{number + 1} Fern Road",
        "postcode": "SG1 2AB",
        "nhs_number": next(n for last in range(100) if is_nhs_number(n := f"999{number:05}{last:02}")),
    }


def heard(known: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """What one officer writes down: names and date of birth, perhaps more, perhaps with a slip."""
    told = {name: known[name] for name in ("given_names", "family_name", "born")}
    if random.random() < 0.7:
        told |= {name: known[name] for name in ("address", "postcode")}
    if random.random() < 0.3:
        told["nhs_number"] = known["nhs_number"]
    if random.random() < 0.5:
        field = random.choice(("given_names", "family_name", "born"))
        told[field] = _other_date(told[field], random) if field == "born" else _typed(told[field], random)
    return told


def _typed(name: str, random: Random) -> str:
    """A letter too few, another letter, or two that changed places."""
    at = random.randint(1, len(name) - 2)
    wrong = random.choice(("", random.choice(_LETTERS), name[at + 1] + name[at]))
    return name[:at] + wrong + name[at + max(1, len(wrong)) :]


def _other_date(born: str, random: Random) -> str:
    """Day and month changed over, or the year one out."""
    day = date.fromisoformat(born)
    if day.day <= 12 and random.random() < 0.5:
        return day.replace(month=day.day, day=day.month).isoformat()
    return day.replace(year=day.year + random.choice((-1, 1))).isoformat()


def race(by: Author, number: int, pool: ThreadPoolExecutor) -> list[Outcome]:
    """One child and two to sixteen officers, who have all looked, found nobody, and now sign at once."""
    random = Random(number)
    known, start = child(random, number), Barrier(officers := random.randint(2, MOST_OFFICERS))

    def take(told: dict[str, Any]) -> Outcome:
        try:
            query = _query(told)
            offered = look(by=by, at=THURSDAY, query=query, limit=MOST).alike
            start.wait()
            return _signed(by, told, Newcomer(query, offered))
        finally:
            connection.close()

    return list(pool.map(take, [heard(known, random) for _ in range(officers)]))


def _query(told: Mapping[str, Any]) -> Query:
    return Query(
        given=told["given_names"],
        family=told["family_name"],
        born=date.fromisoformat(told["born"]),
        address=told.get("address", ""),
        postcode=told.get("postcode", ""),
        nhs_number=told.get("nhs_number", ""),
    )


def _signed(by: Author, told: Mapping[str, Any], newcomer: Newcomer) -> Outcome:
    values = {"channel": "telephone", "form": "none", "concern": "Left alone.", "children": [told]}
    known = Known(newcomers={"children": {0: newcomer}})
    try:
        with transaction.atomic():
            entry = receive(by=by, at=THURSDAY, values=values, sending=Sending(key=uuid4().hex), known=known)
        return Outcome(str(entry.parts.get().subject_id), created=True)
    except AlreadyThere:
        again = look(by=by, at=later(minutes=1), query=newcomer.told, limit=MOST)
        recorded_since = again.alike - newcomer.passed_over
        return Outcome(", ".join(map(str, recorded_since)), created=False)


def subjects() -> int:
    """How many people are on record."""
    return Subject.objects.count()
