"""What the rules of retention ask of people's records, and whose time may be over: read from the record."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from goldthread.access.models import Level, Protection
from goldthread.ledger import procedure
from goldthread.ledger.london import london_date
from goldthread.ledger.models import EntrySubject, Episode, Event
from goldthread.people.history import past
from goldthread.people.importing.entries import PastInvolvement
from goldthread.people.models import Birth, Characteristic, Circumstance, Person, Relationship
from goldthread.procedures.format.retention import STATES, RetentionRule
from goldthread.procedures.retention import Kept, RecordFacts, kept

AHEAD = timedelta(days=365)  # the board looks a year ahead
# Orders and places under which an authority looks after a child (Children Act 1989, sections 21, 22).
_IN_CARE = (
    "section_20",
    "police_protection",
    "emergency_protection",
    "interim_care",
    "care",
    "placement",
    "remand",
    "foster_care",
    "residential",
)
_LOOKED_AFTER = Q(kind__in=("legal_status", "staying"), code__in=_IN_CARE)


def keep_until(people: Collection[UUID], at: datetime) -> Kept:
    """Until when the records of these people, known as one person, are kept, and why."""
    return kept(procedure.newest().retention, facts_of(people, at))


def facts_of(people: Collection[UUID], at: datetime) -> RecordFacts:
    """What the rules ask of the records of these people, known as one person."""
    periods = Episode.objects.filter(subject__in=people)
    return RecordFacts(
        record=kind_of(people),
        states=frozenset(_states(people, at)) & STATES,
        days=dict(_days(people)),
        is_open=periods.filter(closed_at=None).exists(),
    )


def kind_of(people: Collection[UUID]) -> str:
    """Which kind of record it is: that of an allegation is sealed in a domain of its own."""
    sealed = Protection.objects.filter(subject__in=people, level=Level.SEALED).exclude(opens_to="")
    return "allegation" if sealed.exists() else "child_record"


def _states(people: Collection[UUID], at: datetime) -> Iterator[str]:
    """Whatever was ever so, as far as it was not taken back by a correction."""
    yield from (str(thing.kind) for thing in past(people, before=at) if thing.subject_id in people)
    if Circumstance.objects.standing().filter(_LOOKED_AFTER, subject__in=people).exists():
        yield "looked_after"
    if _adoptions(people).exists():
        yield "adopted"


def _days(people: Collection[UUID]) -> Iterator[tuple[str, date]]:
    """Each day that rules count from, the latest where several are told: it keeps the record longer."""
    parts = EntrySubject.objects.filter(subject__in=people)
    closed = Episode.objects.filter(subject__in=people).aggregate(last=Max("closed_at"))["last"]
    newest = parts.aggregate(last=Max("entry__recorded_at"))["last"]
    died = Characteristic.objects.standing().filter(subject__in=people, kind="deceased")
    told = {
        "birth": Birth.objects.standing().filter(subject__in=people).aggregate(last=Max("born"))["last"],
        "death": died.aggregate(last=Max("since"))["last"],
        "order": _adoptions(people).aggregate(last=Max("since"))["last"],
        "closing": max(
            filter(None, (closed and london_date(closed), _ended_elsewhere(people))), default=None
        ),
        "last_entry": newest and london_date(newest),
    }
    yield from ((name, day) for name, day in told.items() if day is not None)


def _adoptions(people: Collection[UUID]) -> "QuerySet[Relationship]":
    return Relationship.objects.standing().filter(other__in=people, kind="adoptive_parent")


def _ended_elsewhere(people: Collection[UUID]) -> date | None:
    """The end of the last involvement that was brought over from another system."""
    found = EntrySubject.objects.filter(subject__in=people, entry__kind=PastInvolvement.kind)
    days = found.values_list("entry__payload__to_date", flat=True)
    return max((date.fromisoformat(day) for day in days if day), default=None)


def candidates(at: datetime) -> set[UUID]:
    """Everybody whose record may be due within a year by some rule: more than are, never fewer."""
    found: set[UUID] = set()
    for rule in procedure.newest().retention.values():
        if rule.years and "child_record" in rule.of:
            found |= _those(rule) & _old_enough(rule, london_date(at + AHEAD))
    return found


def _those(rule: RetentionRule) -> set[UUID]:
    """Everybody of whom one of the states that it asks for may have been so."""
    if not rule.when:
        return set(Person.objects.values_list("pk", flat=True))
    told = EntrySubject.objects.filter(
        entry__kind=PastInvolvement.kind, entry__payload__what__in=list(rule.when)
    )
    found = set(told.values_list("subject", flat=True))
    if "looked_after" in rule.when:
        found |= set(Circumstance.objects.standing().filter(_LOOKED_AFTER).values_list("subject", flat=True))
    if "adopted" in rule.when:
        adopted = Relationship.objects.standing().filter(kind="adoptive_parent")
        found |= set(adopted.values_list("other", flat=True))
    return found | _by_events(rule)


def _by_events(rule: RetentionRule) -> set[UUID]:
    listed = procedure.newest().head.history
    names = {
        name for state in rule.when for key in (state, f"{state}_begins") for name in getattr(listed, key, ())
    }
    asked = Q()
    for name in names:
        step, _, outcome = name.partition(".")
        asked |= Q(step=step, outcome=outcome)
    return set(Event.objects.filter(asked).values_list("episode__subject", flat=True)) if names else set()


def _old_enough(rule: RetentionRule, by: date) -> set[UUID]:
    """Of whom a birth, or the death of a child, is told that lies so far back; for other days, everybody."""
    people = Person.objects.all()
    if rule.from_ == "birth":
        long_ago = by.year - rule.years
        died = Characteristic.objects.standing().filter(kind="deceased").values("subject")
        people = people.filter(Q(born__year__lte=long_ago) | Q(pk__in=died if rule.died_as_child else []))
    return set(people.values_list("pk", flat=True))


def in_words(found: Kept) -> Mapping[str, str]:
    """The rule that decides, or why there is none, for an entry that outlives the record."""
    return {"rule": f"{found.rule.rule.title}: {found.says}" if found.rule else found.says}
