"""Merging and parting in any order, with people told of meanwhile, leaves what never merging would have."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from goldthread.access import policy
from goldthread.accounts.models import User
from goldthread.ledger import episodes, events, operations, projections, rebuild
from goldthread.ledger.models import Entry, Episode, Event, Subject
from goldthread.ledger.operations import Part
from goldthread.people import family, merging
from goldthread.people import operations as people
from goldthread.people import statements as say
from goldthread.people.history import past
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.people.search import Query, find
from tests.factories import author, child_of, contact, later
from tests.integration.people.record import payload, someone

pytestmark = pytest.mark.django_db
SEQUENCES = 1_000 if os.environ.get("GOLDTHREAD_LONG") else 1
_ACTS, _TOGETHER = 10, {"merge", "merge_proposed"}


class World:
    """Some children of whom contacts came, and two people who merge their records and part them."""

    def __init__(self) -> None:
        self.proposer, self.authoriser = author("social_worker"), author("manager")
        born, self.minute = date(2018, 1, 15), 10
        others = [
            someone("Rowan", "Alder", born),
            someone("Ro", "Alder", born),
            someone("Ash", "Elder", born),
        ]
        self.subjects = [child_of(contact()), *(Subject.objects.get(pk=one) for one in others)]

    @property
    def now(self) -> dict[str, Any]:
        """A moment later than any before, and a key of its own."""
        self.minute += 1
        return {"at": later(minutes=self.minute), "key": f"act {self.minute}"}

    def merge(self, by: Random) -> None:
        one, other = by.sample(self.subjects, 2)
        if merging.are_one([one.pk, other.pk]):
            return self.part(by)
        proposal = people.propose_merge(by=self.proposer, one=one, other=other, reason="One", **self.now)
        people.authorise_merge(by=self.authoriser, proposal=proposal, reason="Yes", **self.now)
        return None

    def part(self, by: Random) -> None:
        if standing := merging.links([one.pk for one in self.subjects]):
            link = by.choice(standing).entry
            people.undo_merge(by=self.authoriser, link=link, reason="Two", **self.now)

    def tell(self, by: Random) -> None:
        one, other = by.sample(self.subjects, 2)
        about = str(one.pk)
        told = by.choice(
            [
                say.Named(about=about, given=by.choice(["Ro", "Ash"]), family="Elder", kind="alias"),
                say.Born(about=about, on=date(2018, 1, by.randint(1, 9))),
                say.LivesAt(about=about, lines="4 Fernhollow Lane", postcode="ZZ99 3VZ"),
                say.RelatedTo(about=about, other=str(other.pk), kind="sibling"),
            ]
        )
        self.sign("test.told", one, payload(told))

    def decide(self, by: Random) -> None:
        values = {"step": "decision", "outcome": by.choice(["assessment", "early_help"])}
        self.sign("step_record", by.choice(self.subjects), values)

    def sign(self, kind: str, subject: Subject, values: dict[str, Any]) -> None:
        operations.sign(
            by=self.authoriser,
            kind=kind,
            values=values,
            parts=[Part(subject)],
            outside_reason="Now",
            **self.now,
        )

    def seen(self, reader: User) -> list[object]:
        """What the views make of it."""
        ids, at = [one.pk for one in self.subjects], later(days=1)
        return [
            *(identity([one]) for one in ids),
            *(family.circle(one, on=at.date()) for one in ids),
            *(past([one], before=at) for one in ids),
            find(Query(text="Alder"), at=at),
            policy.visible(reader, ids, at=at),
        ]


@contextmanager
def undone_after() -> Iterator[None]:
    """What is done inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def without_merging(look: Callable[[], list[object]]) -> tuple[rebuild.Rows, list[object]]:
    """Every derived row, and what the views show, as though nobody had ever merged or parted anything."""
    with undone_after():
        for table in rebuild._tables():
            table._default_manager.all().delete()
        for entry in Entry.objects.order_by("recorded_at", "id").prefetch_related("parts"):
            if not {entry.kind, entry.amends.kind if entry.amends else ""} & _TOGETHER:
                Event.objects.bulk_create(events.of_entries([entry]))
                projections.project(entry)
        for episode in Episode.objects.order_by("opened_at", "id"):
            episodes.refresh(episode)
        return rebuild._snapshot(), look()


def test_any_sequence_of_merges_ends_as_though_there_had_been_none() -> None:
    world = World()
    for seed in range(SEQUENCES):
        with undone_after():
            check(world, Random(seed), midway=seed % 10 == 0)


def check(world: World, by: Random, *, midway: bool) -> None:
    reader = world.proposer.user
    assert reader is not None
    for _ in range(_ACTS):
        by.choice([world.merge, world.merge, world.part, world.tell, world.decide])(by)
    for subject in world.subjects:
        told = Person.objects.filter(pk__in=identity([subject.pk]))
        assert len(set(told.values_list("given", "family", "born", "sort_key"))) == 1
    if midway:
        assert rebuild.rebuild(keep=False) == []
    standing = merging.links([one.pk for one in world.subjects])
    for link in by.sample(standing, len(standing)):
        people.undo_merge(by=world.authoriser, link=link.entry, reason="Two", **world.now)
    now, shown = rebuild._snapshot(), world.seen(reader)
    never, never_shown = without_merging(lambda: world.seen(reader))
    links = now.pop("people_sameperson")
    assert all(row["superseded_by_id"] for row in links.values())
    assert never.pop("people_sameperson") == {}
    assert now == never
    assert shown == never_shown
    assert not any(thing.entry_id in _bookkeeping() for thing in past(_ids(world), before=later(days=1)))


def _ids(world: World) -> list[UUID]:
    return [one.pk for one in world.subjects]


def _bookkeeping() -> set[UUID]:
    merges = Entry.objects.filter(kind__in=_TOGETHER)
    return {
        *merges.values_list("pk", flat=True),
        *Entry.objects.filter(amends__in=merges).values_list("pk", flat=True),
    }
