"""Copies of generated records with planted facts about others: nothing that was marked is in the file."""

import os
import re
from collections import Counter
from collections.abc import Iterable

import pytest
from django.db import transaction

from goldthread.disclosure.redaction.numbers import bare
from tests.factories import author, user
from tests.integration.disclosure.marking import (
    everything_in,
    fresh,
    is_proposed,
    made,
    opened,
    proposed_places,
    take_all,
)
from tests.integration.disclosure.planted import Plant, Planted, school
from tests.requirements import requirement

pytestmark = pytest.mark.django_db
LONG = "GOLDTHREAD_LONG" in os.environ
RECORDS = 1000 if LONG else 6


def folded(text: str) -> str:
    """Words in small letters, one space between two, without apostrophes and hyphens."""
    return " ".join(re.sub(r"[-’'\u2010]", "", text).casefold().split())


def leaks(plants: Iterable[Plant], text: str) -> list[str]:
    """The words of plants that are still there. Of a number, its digits count, however they are written."""
    words, digits = re.sub(r"[^\w@ ]", " ", folded(text)), re.sub(r"\D", "", text)
    words = f" {' '.join(words.split())} "
    squeezed = words.replace(" ", "")
    found = []
    for plant in plants:
        for secret in plant.secrets:
            if plant.kind == "name: initials":
                found += [f"{plant.kind}: {secret}"] if secret in text else []
                continue
            said = " ".join(re.sub(r"[^\w@ ]", " ", folded(secret)).split())
            whole = said in squeezed if len(said.split()) == 1 and len(said) > 3 else f" {said} " in words
            if whole or (plant.kind in {"telephone", "NHS number"} and bare(secret) in digits):
                found.append(f"{plant.kind}: {secret}")
    return found


@requirement("HSSCP-6.7", "HERTS-8.12")
def test_nothing_that_was_marked_is_anywhere_in_the_file_and_most_of_it_is_proposed() -> None:
    worker, checker = user("social_worker", name="Sal Screener"), user("manager", name="Mo Manager")
    nurse = user("professional_referrer", name="Ingrid Quillfeather", of=school())
    planted, proposed = Counter[str](), Counter[str]()
    leaked: list[str] = []
    for seed in range(RECORDS):
        with transaction.atomic():
            record = Planted(seed, author("social_worker", worker), nurse)
            desk = opened(record, worker)
            sheets = desk.sheets()
            places = proposed_places(desk, sheets)
            for plant in record.plants:
                planted[plant.kind] += 1
                proposed[plant.kind] += is_proposed(places, sheets, plant.written)
            take_all(desk, [plant.written for plant in record.plants])
            text = everything_in(made(fresh(desk), checker))
            assert "Rowan" in text
            assert "Signed by" in text
            leaked += [f"{seed} {one}" for one in leaks(record.plants, text)]
            transaction.set_rollback(True)
        if LONG and seed % 50 == 49:
            print(seed + 1, len(leaked), f"{proposed.total()}/{planted.total()}", flush=True)
    print({kind: f"{proposed[kind]}/{planted[kind]}" for kind in sorted(planted)})
    print(f"proposed: {proposed.total()} of {planted.total()}")
    assert leaked == []
    assert proposed.total() >= 0.95 * planted.total()
