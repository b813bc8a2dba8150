"""What professionals may know of the requests they or their agency made: where each stands, not the case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from goldthread.access import policy
from goldthread.accounts.models import User
from goldthread.frontdoor import choices
from goldthread.frontdoor.doors import referrers
from goldthread.frontdoor.entries.contact import Contact
from goldthread.ledger import procedure
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Group, Raw, raw_of
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Duty, Entry, EntrySubject, Event
from goldthread.ledger.state import state
from goldthread.procedures.duties import Duty as EngineDuty
from goldthread.procedures.duties import duties
from goldthread.procedures.format.steps import DutyRule
from goldthread.procedures.referrers import of_the_public


class State(StrEnum):
    """Where a request stands, in words for its referrer."""

    RECEIVED = "Received"
    TO_CONFIRM = "To confirm in writing"
    RETURNED = "Sent back for consultation"
    FOLLOWED = "Sent again"
    LOOKED_AT = "Being looked at"
    TOLD = "You have been told the outcome"


_TONES = {
    State.RECEIVED: "info",
    State.TO_CONFIRM: "today",
    State.RETURNED: "today",
    State.FOLLOWED: "quiet",
    State.LOOKED_AT: "info",
    State.TOLD: "done",
}


@dataclass(frozen=True)
class Owed:
    """One duty of the referrer's own: the rule, its limit, and whether it was done."""

    rule: DutyRule
    id: str
    due_at: datetime | None
    met_at: datetime | None


@dataclass(frozen=True)
class Followed:
    """One request as its referrer follows it. `owes` are the referrer's own duties, soonest first.

    `to_confirm` is the duty to put in writing what was said, while it is open (HERTS-3.5, WORC-1.5).
    """

    entry: Entry
    about: str
    acknowledged_at: datetime | None
    receipt_sent: bool
    returned_at: datetime | None
    told_at: datetime | None
    passed_on: bool
    later: Entry | None
    owes: tuple[Owed, ...]
    to_confirm: Owed | None

    @property
    def spoken(self) -> bool:
        """Whether it was told by word of mouth."""
        return self.entry.payload.get("channel") in choices.SPOKEN

    @property
    def state(self) -> State:
        """The one word for the list."""
        if self.told_at:
            return State.TOLD
        if self.later is not None:
            return State.FOLLOWED
        if self.returned_at:
            return State.RETURNED
        if self.to_confirm:
            return State.TO_CONFIRM
        return State.LOOKED_AT if self.passed_on else State.RECEIVED

    @property
    def tone(self) -> str:
        """The tone of that word's badge."""
        return _TONES[self.state]

    @property
    def sender(self) -> str:
        """Who told us: the author, or the caller of a contact that an officer wrote down."""
        if not self.spoken:
            return self.entry.author_name
        told = self.entry.payload
        return str(told.get("referrer_name") or told.get("referrer_agency") or "")

    @property
    def to_chase(self) -> Owed | None:
        """The duty to ask again when nothing is heard, while nothing was (HERTS-4.3)."""
        return next((each for each in _open("acknowledgement", self.owes) if each.due_at), None)

    @property
    def missing(self) -> list[Owed]:
        """What the referrer still owes without any limit, such as a number that was not at hand."""
        return [owed for owed in self.owes if owed.due_at is None and owed.met_at is None]


def requests_of(user: User, *, at: datetime) -> QuerySet[Entry]:
    """The contacts that this person or their agency made, in writing or aloud, newest first.

    Each is one that access.policy.follows allows.
    """
    sent = Q(author=user)
    if user.agency.is_outside:  # what an officer wrote down is not followed by all who work for the council
        sent |= Q(author_agency=user.agency)
    teller = Q(payload__referrer_email__iexact=user.email) | Q(
        payload__referrer_agency__iexact=user.agency.name
    )
    aloud = Q(payload__channel__in=choices.SPOKEN) & ~Q(
        payload__referrer_kind__in=of_the_public(procedure.newest())
    )
    found = Entry.objects.filter(sent | (teller & aloud), kind=Contact.kind)
    if barred := policy.excluded_from(user, at=at):
        found = found.exclude(parts__subject__in=barred)
    policy.open_followed(user, found, at=at)
    return found.order_by("-recorded_at", "pk")


def followed(entries: Sequence[Entry]) -> list[Followed]:
    """Where each stands, in a fixed number of queries."""
    ids = [entry.pk for entry in entries]
    events = (
        Event.objects.filter(Q(entry__in=ids) | Q(entry__answers__in=ids))
        .select_related("entry")
        .order_by("occurred_at")
    )
    heard = {pk: [event for event in events if pk in (event.entry_id, event.entry.answers_id)] for pk in ids}
    theirs = referrers(procedure.newest())
    owed = list(
        Duty.objects.filter(because__in=[event.pk for event in events], role__in=theirs).order_by(
            "due_at", "rule"
        )
    )
    later = {each.answers_id: each for each in Entry.objects.filter(kind="contact", answers__in=ids)}
    return [_one(entry, heard[entry.pk], owed, later.get(entry.pk)) for entry in entries]


def _one(entry: Entry, events: Sequence[Event], owed: Iterable[Duty], later: Entry | None) -> Followed:
    own = {event.pk for event in events if event.entry_id == entry.pk}
    every = {event.pk for event in events}
    return Followed(
        entry=entry,
        about=about(entry),
        acknowledged_at=_first(events, "acknowledgement"),
        receipt_sent=any(event.step == "acknowledgement" and event.outcome == "sent" for event in events),
        returned_at=_first(events, "form_return"),
        told_at=_first(events, "feedback"),
        passed_on=_first(events, "routing") is not None,
        later=later,
        owes=_owes(duty for duty in owed if duty.because in own),
        to_confirm=next(
            _open("written_confirmation", _owes(duty for duty in owed if duty.because in every)), None
        ),
    )


def _open(step: str, owes: Iterable[Owed]) -> Iterator[Owed]:
    """The duties of a step that are still open."""
    return (each for each in owes if each.id.startswith(f"{step}.") and not each.met_at)


def _first(events: Iterable[Event], step: str) -> datetime | None:
    return next((event.occurred_at for event in events if event.step == step), None)


def _owes(duties: Iterable[Duty]) -> tuple[Owed, ...]:
    """Each rule once, however many children it holds for: open as long as it is for one of them."""
    owes: dict[str, Owed] = {}
    for duty in duties:
        known = owes.get(duty.rule)
        if known is None or (known.met_at and not duty.met_at):
            owes[duty.rule] = Owed(_rule(duty.rule), duty.rule, duty.due_at, duty.met_at)
    return tuple(owes.values())


def _rule(name: str) -> DutyRule:
    step, _, duty = name.partition(".")
    return procedure.newest().steps[step].duties[duty]


def about(entry: Entry) -> str:
    """The children's names as the referrer wrote them."""
    return ", ".join(name_of(part.payload) for part in children(entry))


def children(entry: Entry) -> list[EntrySubject]:
    """The parts of the children whom a contact is about, without those of others it names."""
    others = {
        row.get("subject") for group in ("household", "other_child") for row in entry.payload.get(group, [])
    }
    return [
        part
        for part in sorted(entry.parts.all(), key=lambda part: part.pk)
        if str(part.subject_id) not in others
    ]


def typed(entry: Entry, given: Values) -> dict[str, list[str]]:
    """What someone would type to send this contact again; `given` takes the place of what was said then."""
    told = {name: value for name, value in entry.payload.items() if name in Contact.fields}
    for name, field in Contact.fields.items():
        if name in told and isinstance(field, Group):
            told[name] = [{key: row[key] for key in field.fields if key in row} for row in told[name]]
    rows = [part.payload for part in children(entry)]
    return raw_of(Contact.fields, {**told, "children": rows, **given})


def name_of(row: Mapping[str, object]) -> str:
    """A child's name as it was typed."""
    name = " ".join(str(row[key]) for key in ("given_names", "family_name") if row.get(key))
    return name or ("Unborn baby" if row.get("expected") else "Name not known")


def own_duties(entry: Entry, at: datetime) -> list[EngineDuty]:
    """The referrer's own duties that this contact, or an answer to it, started; each rule once."""
    found: dict[str, EngineDuty] = {}
    referring = referrers(procedure.newest())
    for part in entry.parts.select_related("episode"):
        start = str(derived_id(entry.pk, part.subject_id, 0))
        for duty in duties(state(part.episode), at) if part.episode else ():
            ours = start in (duty.start.root, duty.start.answers)
            theirs = ours and duty.rule.written.by in referring
            if theirs and (duty.id not in found or duty.met is None):
                found[duty.id] = duty
    return sorted(found.values(), key=lambda duty: (duty.due is None, duty.due and duty.due.instant))


def row_name(raw: Raw, number: int) -> str:
    """A child's name as typed in a row of a draft; empty where none was."""
    typed = (
        next(iter(raw.get(f"children-{number}-{key}", ())), "") for key in ("given_names", "family_name")
    )
    return " ".join(" ".join(typed).split())


def messages_to(entry: Entry) -> QuerySet[Entry]:
    """The messages about this request that went to its referrer."""
    address = entry.payload.get("referrer_email", "")
    return Entry.objects.filter(kind="message", answers=entry, payload__to_address=address).order_by(
        "recorded_at"
    )
