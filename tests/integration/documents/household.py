"""A family in two homes, and what some of them must not know of the others."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from goldthread.access.operations import keep_from, lift
from goldthread.access.recipients import AGENCY, PERSON, Recipient
from goldthread.casefile.papers import record
from goldthread.documents.papers import Paper
from goldthread.ledger import operations
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.people import statements as say
from tests.factories import agency, author, contact, later, user
from tests.integration.people.record import tell

CHILD = {"given_names": "Rowan", "family_name": "Alder", "born": "2018-01-15"}
START, NOW = later(minutes=10), later(hours=6)


class Family:
    """Rowan and Ash live with Meg, their mother. Dean is Rowan's father, Lee is the father of Ash."""

    def __init__(self) -> None:
        self.worker = user("social_worker", name="Sal Screener")
        self.by = author("social_worker", self.worker)
        self.minutes = 0
        entry = contact(
            children=[
                CHILD,
                {"given_names": "Ash", "family_name": "Alder", "born": "2020-05-01"},
            ]
        )
        found = {part.subject.person.given: part.subject for part in entry.parts.select_related("subject")}
        self.rowan, self.ash = found["Rowan"], found["Ash"]
        self.meg, self.dean, self.lee = (Subject.objects.create(created_at=START) for _ in _ADULTS)
        adults = zip(_ADULTS, (self.meg, self.dean, self.lee), strict=True)
        ties = (
            (self.meg, "mother", self.rowan),
            (self.meg, "mother", self.ash),
            (self.dean, "father", self.rowan),
            (self.lee, "father", self.ash),
        )
        tell(
            *(say.Named(about=str(who.pk), given=given, family="Alder") for given, who in adults),
            *(say.RelatedTo(about=str(who.pk), other=str(of.pk), kind=kind) for who, kind, of in ties),
            about=[self.rowan, self.ash],
        )
        self.school = agency("Alderbrook Primary", kind="school")
        self.nurse = user("professional_referrer", name="Nell Ward", of=self.school)
        self.recipients = {
            "Meg": Recipient("Meg Alder", "mother of Rowan", person=self.meg.pk),
            "Dean": Recipient("Dean Alder", "father of Rowan", person=self.dean.pk),
            "Lee": Recipient("Lee Alder", "father of Ash", person=self.lee.pk),
            "Rowan": Recipient("Rowan Alder", "the child", person=self.rowan.pk),
            "nurse": Recipient("Nell Ward", "school nurse", email=self.nurse.email),
            "school": Recipient("Alderbrook Primary", "school", agency=self.school.pk),
        }

    def at(self) -> datetime:
        """Each thing a minute after the one before."""
        self.minutes += 1
        return START + timedelta(minutes=self.minutes)

    def lives(self, who: Subject, lines: str, postcode: str, *, safe: bool = False, **more: Any) -> None:
        """State an address."""
        home = say.LivesAt(about=str(who.pk), lines=lines, postcode=postcode, safe=safe, **more)
        tell(home, at=self.at())

    def number(self, who: Subject, value: str) -> None:
        """State a telephone number."""
        tell(say.Identified(about=str(who.pk), kind="telephone", value=value), at=self.at())

    def note(self, facts: str, *about: Subject, **values: Any) -> Entry:
        """A note about the children."""
        return operations.sign(
            by=self.by,
            at=self.at(),
            kind="note",
            values={"about": "visit", "facts": facts, **values},
            parts=[Part(child, in_episode=False) for child in about or (self.rowan,)],
            key=uuid4().hex,
        )

    def keep(self, *whom: str, scope: str = "these", **values: Any) -> Entry:
        """Say that something must not be known to these."""
        chosen = [self.recipients[one] for one in whom]
        return keep_from(
            by=self.by,
            at=self.at(),
            subjects=[self.rowan],
            values={
                "scope": scope,
                "keys": [self._key(one) for one in chosen],
                "named": "; ".join(f"{one.name} ({one.how})" for one in chosen),
                "reason": "He has threatened her.",
                "thing": "",
                **values,
            },
            sending=Sending(key=uuid4().hex),
        )

    def _key(self, one: Recipient) -> str:
        return f"{PERSON}:{one.person}" if one.person else f"{AGENCY}:{self.school.pk}"

    def lift(self, kept: Entry) -> None:
        """Say that it may be known again."""
        lift(by=self.by, at=self.at(), entry=kept, reason="He knows.", key=uuid4().hex)

    def paper(self, entry: Entry) -> Paper:
        """The entry as a paper."""
        return record(entry, NOW)


_ADULTS = ("Meg", "Dean", "Lee")


def reach(who: Subject) -> dict[str, Any]:
    """What is kept: where somebody is."""
    return {"what": "reach", "whose": str(who.pk)}


def answer(entry: Entry, field: str = "facts") -> dict[str, Any]:
    """What is kept: one answer."""
    return {"what": "answer", "entry": str(entry.pk), "field": field}


def whole(entry: Entry) -> dict[str, Any]:
    """What is kept: the entry."""
    return {"what": "entry", "entry": str(entry.pk)}
