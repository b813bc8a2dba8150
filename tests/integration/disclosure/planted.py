"""Generated records in which facts about other people are planted, written in every way that people write."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

from goldthread.access.operations import keep_from
from goldthread.access.recipients import Recipient
from goldthread.accounts.models import Agency, User
from goldthread.ledger import operations
from goldthread.ledger.author import Author
from goldthread.ledger.london import MONTHS
from goldthread.ledger.models import Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.people import statements as say
from tests.factories import later
from tests.integration.people.record import tell

START, NOW = later(minutes=10), later(hours=6)
_GIVEN, _FAMILY, _STREETS = (
    line.split() for line in Path(__file__).with_name("names.txt").read_text(encoding="utf-8").splitlines()
)
_ROADS = (
    ("Road", "Rd"),
    ("Lane", "Ln"),
    ("Street", "St"),
    ("Avenue", "Ave"),
    ("Close", "Cl"),
    ("Drive", "Dr."),
)
_SAID = ("Rowan said that {} came by.", "We talked about {} and the garden.", "A call from {} at noon.")
_FILLER = (
    "The house was tidy and there was food in the kitchen.",
    "Rowan was in the blue chair and talked about swimming.",
    "We agreed what happens next, and who does what by when.",
    "School reports good attendance this term.",
    "There was laughter in the room, and a long silence after it.",
    "The bedroom has a new bed; the window was mended last week.",
)


@dataclass(frozen=True)
class Plant:
    """Something about somebody else as it was written; `kind` is what it is and how it was written.

    `secrets` are the words of it that stand nowhere else in the record.
    """

    kind: str
    written: str
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class _Person:
    given: str
    family: str
    born: date
    phone: str
    nhs: str
    street: tuple[str, str, str]  # number, name, road
    postcode: str
    email: str
    alias: str


class Planted:
    """One record: Rowan, those around, notes with the plants in them, and a referrer whom nobody may name."""

    def __init__(self, seed: int, by: Author, nurse: User) -> None:
        """`nurse` writes one note from another agency."""
        self.random, self.by, self.nurse = Random(seed), by, nurse
        self.plants: list[Plant] = []
        self.minutes = 0
        self.child = Subject.objects.create(created_at=START)
        self.recipient = Recipient("Rowan Netherby", "the child", person=self.child.pk)
        self.people = [self._person() for _ in range(3)]
        self._state()
        self._write()

    def _unused(self, pool: Sequence[str], used: set[str]) -> str:
        found = self.random.choice([one for one in pool if one not in used])
        used.add(found)
        return found

    def _person(self) -> _Person:
        used = {
            one
            for person in getattr(self, "people", [])
            for one in vars(person).values()
            if isinstance(one, str)
        }
        self._names = getattr(self, "_names", used)
        pick = self.random
        family = "Netherby" if pick.random() < 0.4 else self._unused(_FAMILY, self._names)
        given = self._unused(_GIVEN, self._names)
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        return _Person(
            given,
            family,
            date(1940, 1, 1) + timedelta(days=pick.randrange(25_000)),
            f"07700900{pick.randrange(1000):03}"
            if pick.random() < 0.7
            else f"01632960{pick.randrange(1000):03}",
            f"999{pick.randrange(10**7):07}",
            (str(pick.randrange(1, 250)), self._unused(_STREETS, self._names), ""),
            f"ZZ{pick.randrange(10, 99)} {pick.randrange(1, 9)}{pick.choice(letters)}{pick.choice(letters)}",
            f"{given.lower()}.{pick.randrange(100)}@example.org",
            self._unused(_GIVEN, self._names),
        )

    def _state(self) -> None:
        """What the record knows: the child, and each of the others."""
        child = str(self.child.pk)
        facts: list[say.Statement] = [
            say.Named(about=child, given="Rowan", family="Netherby"),
            say.Born(about=child, on=date(2006, 5, 4)),
            say.LivesAt(about=child, lines="9 Primrose Hill, Wrenfield", postcode="ZZ99 3WZ"),
        ]
        self.roads = [self.random.choice(_ROADS) for _ in self.people]
        kinds = ("mother", "grandparent", "unrelated_adult")
        for one, road, kind in zip(self.people, self.roads, kinds, strict=True):
            who = str(Subject.objects.create(created_at=START).pk)
            home = f"{one.street[0]} {one.street[1]} {road[0]}, Wrenfield"
            facts += [
                say.Named(about=who, given=one.given, family=one.family),
                say.Named(about=who, given=one.alias, family=one.family, kind="alias"),
                say.Born(about=who, on=one.born),
                say.LivesAt(about=who, lines=home, postcode=one.postcode),
                say.Identified(about=who, kind="telephone", value=one.phone),
                say.Identified(about=who, kind="nhs_number", value=one.nhs),
                say.RelatedTo(about=who, other=child, kind=kind),
            ]
        tell(*facts, about=[self.child], at=START)

    def plant(self, kind: str, written: str, *secrets: str) -> str:
        """One more."""
        self.plants.append(Plant(kind, written, secrets or (written,)))
        return written

    def _write(self) -> None:
        """A note for each of the others, the plants among everyday sentences; one by another agency."""
        for number, (one, road) in enumerate(zip(self.people, self.roads, strict=True)):
            said = [self.random.choice(_FILLER)]
            for way in (_names, _numbers, _places):
                said += [*way(self, one, road), self.random.choice(_FILLER)]
            if number == 1:
                said += [f"{self.plant('agency staff', self.nurse.name)} will ring again.", self._secret()]
            self._note(" ".join(said), self.by if number else _author(self.nurse))

    def _secret(self) -> str:
        """Words that an entry keeps from the person themselves."""
        secret = f"the blue van of {self._unused(_GIVEN, self._names)}"
        keep_from(
            by=self.by,
            at=self._at(),
            subjects=[self.child],
            values={
                "what": "words",
                "words": secret,
                "scope": "these",
                "keys": [self.recipient.key],
                "named": "Rowan Netherby (the child)",
                "reason": "They are afraid of it.",
                "thing": "the van",
            },
            sending=Sending(key=uuid4().hex),
        )
        return f"On the road, {self.plant('kept: words', secret)} stood still."

    def _at(self) -> datetime:
        self.minutes += 1
        return START + timedelta(minutes=self.minutes)

    def _note(self, facts: str, by: Author) -> None:
        operations.sign(
            by=by,
            at=self._at(),
            kind="note",
            values={"about": "visit", "facts": facts},
            parts=[Part(self.child, in_episode=False)],
            key=uuid4().hex,
        )


def _author(user: User) -> Author:
    return Author("professional_referrer", user.name, user.designation, user, user.agency)


def _names(record: Planted, one: _Person, _: tuple[str, str]) -> Iterator[str]:
    """The name in full, in parts, possessive, misspelt, as initials, with a title, in capitals, the alias."""
    pick = record.random
    own = one.family == "Netherby"
    family = () if own else (one.family,)
    slip = _slip(one.given, pick)
    forms: list[tuple[str, str, tuple[str, ...]]] = [
        ("name: whole", f"{one.given} {one.family}", (one.given, *family)),
        ("name: first", one.given, (one.given,)),
        ("name: possessive", f"{one.given}{pick.choice('’' + chr(39))}s", (one.given,)),
        ("name: no apostrophe", f"{one.given}s", (one.given,)),
        ("name: turned", f"{one.family.upper()}, {one.given}", (one.given, *family)),
        ("name: small letters", one.given.lower(), (one.given,)),
        ("name: capitals", one.given.upper(), (one.given,)),
        ("name: misspelt", slip, (slip,)),
        ("name: with a title", f"Mr {one.family}", ("Mr Netherby",) if own else (one.family,)),
        (
            "name: initial and surname",
            f"{one.given[0]}. {one.family}",
            (f"{one.given[0]} Netherby",) if own else (one.family,),
        ),
        ("name: also called", one.alias, (one.alias,)),
        ("name: initials", f"{one.given[0]}.{one.family[0]}.", ()),
    ]
    if "-" in one.family or "’" in one.family:
        split = one.family.replace("-", " ").replace("’", " ")
        joined = one.family.replace("-", "").replace("’", "")
        forms += [("name: split", split, (split,)), ("name: joined", joined, (joined,))]
    for kind, written, secrets in pick.sample(forms, 7):
        yield pick.choice(_SAID).format(record.plant(kind, written, *secrets))


def _slip(name: str, pick: Random) -> str:
    """A letter left out, doubled or two changed over, not the first."""
    at = pick.randrange(2, len(name) - 1)
    ways = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )
    return next(one for one in [*pick.sample(ways, 3), f"{name}e"] if one != name)


def _numbers(record: Planted, one: _Person, _: tuple[str, str]) -> Iterator[str]:
    """Telephone, NHS number, e-mail and date of birth, each in one of the ways in which they are written."""
    pick, phone, nhs, born = record.random, one.phone, one.nhs, one.born
    phones = (
        phone,
        f"{phone[:5]} {phone[5:8]} {phone[8:]}",
        f"+44 {phone[1:5]} {phone[5:]}",
        f"({phone[:5]}) {phone[5:]}",
        f"{phone[:4]}-{phone[4:7]}-{phone[7:]}",
    )
    written = pick.choice(phones)
    yield f"Ring {record.plant('telephone', written)} in the evening."
    written = pick.choice((nhs, f"{nhs[:3]} {nhs[3:6]} {nhs[6:]}", f"{nhs[:3]}-{nhs[3:6]}-{nhs[6:]}"))
    yield f"NHS number {record.plant('NHS number', written)}."
    written = pick.choice((one.email, one.email.upper(), one.email.replace("@", " (at) ")))
    yield f"Write to {record.plant('e-mail', written)}."
    month = MONTHS[born.month - 1]
    dates = (
        f"{born.day}/{born.month}/{born.year}",
        f"{born:%d.%m.%y}",
        f"{born:%Y-%m-%d}",
        f"{born.day} {month} {born.year}",
        f"{born.day}th of {month} {born.year}",
        f"{month} {born.day}, {born.year}",
        f"{born.day} {month[:3]} {born:%y}",
    )
    yield f"That was {record.plant('date of birth', pick.choice(dates))}, a cold day."


def _places(record: Planted, one: _Person, road: tuple[str, str]) -> Iterator[str]:
    """Where they live: the road in full or short, small letters, without the number; the postcode."""
    pick, (number, name, _) = record.random, one.street
    streets = (
        f"{number} {name} {road[0]}",
        f"{number} {name} {road[1]}",
        f"{number}, {name.lower()} {road[0].lower()}",
        f"{name} {road[0]}",
        f"No. {number} {name.upper()} {road[0].upper()}",
    )
    yield f"The van is outside {record.plant('address', pick.choice(streets), name)} again."
    code = one.postcode
    written = pick.choice((code, code.replace(" ", ""), code.lower(), code.replace(" ", "  ")))
    yield f"The map says {record.plant('postcode', written)}."
    word = pick.choice(("neighbour", "uncle", "lodger", "boyfriend"))
    yield f"It was the {record.plant('relationship', word)} who told Rowan."


def school() -> Agency:
    """The agency of whoever writes from outside."""
    return Agency.objects.get_or_create(name="Primrose Academy", defaults={"kind": "school"})[0]
