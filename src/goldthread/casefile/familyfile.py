"""The family of one person as its page shows it: drawn, in words, who lived where, who is known and how."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from goldthread.access.policy import Visible
from goldthread.casefile.genogramfile import Drawing, drawing
from goldthread.casefile.presenters import RESTRICTED
from goldthread.ledger.london import london_date, say_date
from goldthread.people import describe
from goldthread.people.connected import Around, Known, covers, known, told_of
from goldthread.people.genogram_facts import Family, Figure, genogram
from goldthread.people.households import Stay
from goldthread.people.kinship import SAME_ADDRESS, towards
from goldthread.people.models import Person
from goldthread.people.parental_facts import Told

STEPS = 3  # as far as a genogram goes: a grandparent's other children, a partner's others
CONNECTED = 2  # as far as the list of everyone connected goes
_MOST = 60  # people whom one page shows: beyond that a family is a neighbourhood
_SAFE = "A safe address, withheld"


@dataclass(frozen=True)
class Statement:
    """One thing told of how somebody is connected, and by whom; `over`: not on the day asked about."""

    words: str
    by: str
    over: bool


@dataclass(frozen=True)
class Connected:
    """Someone connected. `href` is empty where the record is closed; then nothing else is told."""

    name: str
    href: str
    how: str
    told: list[Statement]
    age: str
    known: str


@dataclass(frozen=True)
class Lived:
    """Somebody's time at one place."""

    where: str
    when: str
    by: str
    on_the_day: bool


@dataclass(frozen=True)
class FamilyFile:
    """All that the page shows."""

    drawing: Drawing
    household: list[tuple[str, str]]
    homes: list[tuple[str, list[Lived]]]
    connected: list[Connected]
    closed: bool  # whether a record around the person is closed to the reader


def family_file(found: Around, seen: Visible, on: date, today: date) -> FamilyFile:
    """The page of that day. Whoever is neither in `seen.subjects` nor in `seen.restricted` is left out."""
    return _Filing(found, seen, on, today).file()


def drawn(found: Around, seen: Visible, on: date) -> Drawing:
    """The genogram alone, of those near by."""
    return drawing(genogram(_Filing(found, seen, on, on, CONNECTED).family()))


class _Filing:
    """One page in the making."""

    def __init__(self, found: Around, seen: Visible, on: date, today: date, steps: int = STEPS) -> None:
        self.found, self.seen, self.on, self.today = found, seen, on, today
        able = seen.subjects | seen.restricted
        near = [one for one, away in found.steps.items() if away <= steps and one in able]
        self.shown = sorted(near, key=lambda one: (found.steps[one], self.name(one), str(one)))[:_MOST]
        self.kin = found.kin(on)
        self.home = {link.person for link in self.kin.household(found.subject)} & set(self.shown)

    def file(self) -> FamilyFile:
        """Every part."""
        return FamilyFile(
            drawing=drawing(genogram(self.family())),
            household=[(self.name(one), self.href(one)) for one in self.shown if one in self.home],
            homes=list(self._homes()),
            connected=list(self._connected()),
            closed=bool(self.seen.restricted),
        )

    def is_open(self, person: UUID) -> bool:
        """Whether the reader may open the record."""
        return person in self.seen.subjects

    def name(self, person: UUID) -> str:
        """As the reader may see it."""
        return describe.display_name(self.found.people.get(person)) if self.is_open(person) else RESTRICTED

    def href(self, person: UUID) -> str:
        """The page of an open record."""
        return reverse("casefile:child", args=[person]) if self.is_open(person) else ""

    def family(self) -> Family:
        """Everyone shown, as the genogram needs them."""
        figures = {one: self._figure(one, self.found.people.get(one)) for one in self.shown}
        index = self.found.subject
        home = [Told(one, SAME_ADDRESS, index) for one in self.home]
        return Family(index, figures, [*self.found.ties, *home], self.home | {index}, self.on)

    def _figure(self, one: UUID, person: Person | None) -> Figure:
        if not self.is_open(one) or person is None:
            return Figure(one, self.name(one), closed=True)
        dead = one in self.found.died
        return Figure(
            id=one,
            name=self.name(one),
            gender=person.gender,
            born=person.born,
            about_year=person.about_year,
            expected=person.expected if not person.born else None,
            dead=dead,
            died=self.found.died.get(one),
            href=self.href(one),
        )

    def _homes(self) -> Iterator[tuple[str, list[Lived]]]:
        """Where each lived, the newest first; of a closed record nothing."""
        for one in self.shown:
            stays = [stay for stay in self.found.stays if stay.person == one]
            if stays and self.is_open(one):
                ordered = sorted(
                    stays, key=lambda stay: (stay.dated, stay.begin, str(stay.entry)), reverse=True
                )
                yield self.name(one), [self._lived(stay) for stay in ordered]

    def _lived(self, stay: Stay) -> Lived:
        begin = f"from {say_date(stay.since)}" if stay.since else f"as told on {say_date(stay.told)}"
        if not stay.dated:
            begin = f"before {say_date(stay.told)}, days not known"
        until = f", until {say_date(stay.until)}" if stay.until else ""
        where = _SAFE if stay.safe else stay.words
        return Lived(where, begin + until, self.found.sources[stay.entry].words, stay.covers(self.on))

    def _connected(self) -> Iterator[Connected]:
        people = [one for one in self.shown if 0 < self.found.steps[one] <= CONNECTED]
        involved = known(one for one in people if self.is_open(one))
        how = {link.person: link.how for link in self.kin.circle(self.found.subject)}
        for one in people:
            if not self.is_open(one):
                yield Connected(RESTRICTED, "", how.get(one, ""), [], "", "Ring the duty manager")
                continue
            yield Connected(
                name=self.name(one),
                href=self.href(one),
                how=how.get(one, ""),
                told=list(self._told(one)),
                age=describe.age(self.found.people.get(one), self.today),
                known=_known(involved.get(one)),
            )

    def _told(self, one: UUID) -> Iterator[Statement]:
        for tie, other in told_of(self.found, one):
            if other in self.shown and tie.entry is not None:
                words = f"{towards(tie.what, inverse=tie.who == other)} {self.name(other)}"
                days = [
                    f"from {say_date(tie.since)}" if tie.since else "",
                    f"until {say_date(tie.until)}" if tie.until else "",
                ]
                words = ", ".join(filter(None, [words, *days]))
                yield Statement(words, self.found.sources[tie.entry].words, not covers(tie, self.on))


def _known(one: Known | None) -> str:
    """Whether the service works with somebody, or ever did."""
    if one is None or one.opened is None:
        return "No involvement on record"
    if one.closed is None:
        return f"Open since {say_date(london_date(one.opened))}"
    return f"Closed on {say_date(london_date(one.closed))}"
