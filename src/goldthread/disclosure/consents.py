"""What is known of consent about one child: what stands now, everything said, and what rests on it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from goldthread.disclosure.entries.consent import ANSWERS, USES
from goldthread.ledger.corrected import values_of_all
from goldthread.ledger.entries import Consent, Disclosure, entry_type, kinds_with
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry
from goldthread.people.authorship import said_by

_SAID = {
    **ANSWERS,
    "told": "They know, and have not agreed",
    "not_told": "They have not been told",
}
_AGAINST = ("refused", "withdrawn")
_LOOKS = {"agreed": "done", "refused": "late", "withdrawn": "late", "overridden": "today"}


@dataclass(frozen=True)
class Said:
    """One thing said of consent, and the entry that says it."""

    consent: Consent
    entry: Entry

    @property
    def words(self) -> str:
        """The answer, and whose."""
        answer = _SAID.get(self.consent.answer, self.consent.answer)
        return f"{self.consent.who}: {answer[:1].lower()}{answer[1:]}" if self.consent.who else answer

    @property
    def look(self) -> str:
        """How a badge shows it."""
        return _LOOKS.get(self.consent.answer, "quiet")

    @property
    def to(self) -> str:
        """To what."""
        return USES[self.consent.use]

    @property
    def when(self) -> str:
        """When it was said."""
        return say_when(self.entry.occurred_at)

    @property
    def by(self) -> str:
        """Who wrote it down."""
        return said_by(self.entry)


@dataclass(frozen=True)
class Stands:
    """What stands now of gathering, or of sharing: the newest word of each who spoke, the newest first."""

    use: str
    said: tuple[Said, ...]

    @property
    def to(self) -> str:
        """To what."""
        return USES[self.use]

    @property
    def against(self) -> tuple[Said, ...]:
        """Words by which somebody does not agree, or no longer."""
        return tuple(one for one in self.said if one.consent.answer in _AGAINST)

    @property
    def differ(self) -> bool:
        """Whether one person agrees and another does not: neither word takes the place of the other."""
        return bool(self.against) and any(one.consent.answer == "agreed" for one in self.said)


@dataclass(frozen=True)
class Told:
    """One thing that was told to somebody outside, and the entry that says so."""

    disclosure: Disclosure
    entry: Entry

    @property
    def when(self) -> str:
        """When."""
        return say_when(self.entry.occurred_at)


def everything(people: Collection[UUID]) -> list[Said]:
    """All that was said of consent, the newest first."""
    found = [
        Said(one, entry)
        for entry, values in _read(people, "consents")
        for one in entry_type(entry.kind).consents(values)
    ]
    return found[::-1]


def standing(said: Iterable[Said]) -> list[Stands]:
    """What stands of each use: of `said`, the newest first, each person's first word for each scope."""
    every = list(said)
    return [Stands(use, tuple(_newest(one for one in every if one.consent.use == use))) for use in USES]


def _newest(said: Iterable[Said]) -> Iterator[Said]:
    """Somebody's word for everything takes the place of what they said before; never of another's word."""
    known: set[tuple[str, str]] = set()
    for one in said:
        voice, scope = one.consent.person or one.consent.who.casefold(), one.consent.scope.strip()
        if known.isdisjoint({(voice, ""), (voice, scope)}):
            known.add((voice, scope))
            yield one


def against_sharing(people: Collection[UUID]) -> list[Said]:
    """Words that stand by which somebody does not agree, or no longer, that others are told."""
    return [word for one in standing(everything(people)) if one.use == "share" for word in one.against]


def shared(people: Collection[UUID]) -> list[Told]:
    """Everything that was told to somebody outside, the oldest first."""
    return [
        Told(one, entry)
        for entry, values in _read(people, "discloses")
        for one in entry_type(entry.kind).discloses(values)
    ]


def on_consent(told: Iterable[Told]) -> list[Told]:
    """Of those, what rests on consent: whoever withdraws it is to know."""
    return [one for one in told if one.disclosure.consented]


def _read(people: Collection[UUID], method: str) -> list[tuple[Entry, dict[str, object]]]:
    """The entries of a record that tell of it, as corrected by now, in the order in which things happened."""
    sent_back = Entry.objects.filter(declines=OuterRef("pk"))
    found = Entry.objects.filter(
        ~Exists(sent_back), kind__in=kinds_with(method), parts__subject__in=people, amends=None
    )
    found = found.select_related("author_agency").prefetch_related("parts").distinct()
    entries = list(found.order_by("occurred_at", "recorded_at", "pk"))
    values = values_of_all(entries)
    return [(entry, values[entry.pk][0]) for entry in entries]
