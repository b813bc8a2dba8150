"""Every write to the record: signing, amending, authorising and declining, each in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from goldthread.ledger import audit, episodes, look, moving, projections, state, wall
from goldthread.ledger.author import Author, NotAble
from goldthread.ledger.drafts import Holder, held
from goldthread.ledger.entries import Values, entry_type
from goldthread.ledger.events import of_part
from goldthread.ledger.models import Attachment, Entry, EntrySubject, Episode, Event, Subject


@dataclass(frozen=True)
class Part:
    """One person whom an entry is about, and what it says of that person alone.

    `in_episode` is False for someone mentioned rather than worked with, such as a parent.
    """

    subject: Subject
    values: Values = field(default_factory=dict)
    in_episode: bool = True


@dataclass(frozen=True)
class Sending:
    """How an entry was sent: what makes it safe to send twice, the draft that it was, what it follows.

    `outside_reason` is why it was sent although the procedure did not expect it.
    """

    key: str
    draft: UUID | None = None
    holder: Holder | None = None
    answers: Entry | None = None
    outside_reason: str = ""


class InTheFuture(ValueError):
    """An entry says that something happened later than now."""

    def __init__(self) -> None:
        super().__init__("The time that it happened is later than now. Check the date and time.")


@dataclass(frozen=True)
class Links:
    """How an entry stands to earlier ones."""

    answers: Entry | None = None
    amends: Entry | None = None
    authorises: Entry | None = None
    declines: Entry | None = None


@transaction.atomic
def new_subject(*, by: Author, at: datetime) -> Subject:
    """An anchor for someone not yet on record."""
    subject = Subject.objects.create(created_at=at)
    audit.record(by=by, at=at, act="subject.new", subject=subject.pk)
    return subject


@wall.whole_act
def sign(
    *,
    by: Author,
    at: datetime,
    kind: str,
    values: Values,
    parts: Sequence[Part],
    key: str,
    occurred_at: datetime | None = None,
    links: Links | None = None,
    outside_reason: str = "",
    draft: UUID | None = None,
    holder: Holder | None = None,
) -> Entry:
    """Sign one entry, and with it its events, duties, what it states about people, and the audit row.

    `key` makes signing safe to repeat: the same key gives the entry that was signed first.
    Raises state.RefusedByProcedure when the procedure forbids it (naming the rule) and
    state.ReasonNeeded when it is outside the procedure and `outside_reason` is empty.
    """
    if occurred_at is not None and occurred_at > at:
        raise InTheFuture
    look.end()
    entry = Entry(
        kind=kind,
        occurred_at=occurred_at or at,
        recorded_at=at,
        payload=dict(values),
        outside_reason=outside_reason,
        idempotency_key=key,
        **_as_they_are_now(by),
        **vars(links or Links()),
    )
    if signed := _signed_already(entry):
        return signed
    _attach(entry, parts)
    if draft is not None and holder is not None:
        _settle_draft(entry, draft, holder)
    _derive(entry, by, at)
    return entry


def _as_they_are_now(by: Author) -> dict[str, object]:
    """The author's columns of an entry: name, role and designation stay as they are at signing."""
    return {
        "author": by.user,
        "author_name": by.name,
        "author_role": by.role,
        "author_designation": by.designation,
        "author_agency": by.agency,
    }


def _signed_already(entry: Entry) -> Entry | None:
    """Write the entry, unless one with its key is there: then that one, also where two requests race."""
    same = Entry.objects.filter(idempotency_key=entry.idempotency_key)
    if signed := same.first():
        return signed
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        return same.get()
    return None


def _attach(entry: Entry, parts: Sequence[Part]) -> None:
    """Tie the entry to its people, opening an episode where the kind of entry may."""
    opens = entry_type(entry.kind).opens_episode
    for part in sorted(parts, key=lambda p: str(p.subject.pk)):  # one order of locks for everyone
        Subject.objects.select_for_update().get(pk=part.subject.pk)
        episode = episodes.current(part.subject, opens=opens, because=entry) if part.in_episode else None
        EntrySubject.objects.create(
            entry=entry, subject=part.subject, episode=episode, payload=dict(part.values)
        )


def _settle_draft(entry: Entry, draft: UUID, holder: Holder) -> None:
    """The draft becomes the entry; its files move with it."""
    row = held(holder).filter(pk=draft).first()
    if row is None:
        return
    row.signed_as = entry
    row.save(update_fields=["signed_as"])
    Attachment.objects.filter(draft=row).update(entry=entry, draft=None)


def _derive(entry: Entry, by: Author, at: datetime) -> None:
    """Write everything that follows from a new entry."""
    for part in entry.parts.select_related("episode"):
        events = of_part(entry, part)
        if part.episode is not None:
            state.check(part.episode, events, entry.outside_reason)
            Event.objects.bulk_create(events)
            episodes.refresh(part.episode)
        audit.record(by=by, at=at, act=f"sign.{entry.kind}", subject=part.subject_id, entry=entry.pk)
    if not entry.parts.exists():
        audit.record(by=by, at=at, act=f"sign.{entry.kind}", entry=entry.pk)
    projections.project(entry)


class AmendedSince(Exception):
    """Somebody corrected the entry after the writer had read it; what they wrote would undo that unseen."""


@transaction.atomic
def amend(
    *,
    by: Author,
    at: datetime,
    entry: Entry,
    values: Values,
    parts: Mapping[UUID, Values],
    reason: str,
    key: str,
    seen: int | None = None,
) -> Entry:
    """Correct or add to a signed entry, which stays as it was; `values` hold what now reads otherwise.

    `seen` is how many corrections of it the writer had read, where what they write rests on that.
    Raises AmendedSince where there are more, and what `sign` raises.
    """
    if seen is not None:
        about = entry.parts.values("subject")
        list(Subject.objects.select_for_update().filter(pk__in=about).order_by("pk"))  # one after the other
        if entry.amendments.exclude(idempotency_key=key).count() != seen:
            raise AmendedSince
    return sign(
        by=by,
        at=at,
        kind="amendment",
        values={"values": dict(values), "reason": reason},
        parts=[
            Part(part.subject, parts.get(part.subject_id, {}), part.episode_id is not None)
            for part in entry.parts.select_related("subject")
        ],
        key=key,
        links=Links(amends=entry),
    )


def authorise(
    *,
    by: Author,
    at: datetime,
    entry: Entry,
    reason: str,
    key: str,
    kind: str = "authorisation",
    values: Values | None = None,
) -> Entry:
    """Approve another person's entry, so that its outcome takes effect now.

    `kind` and `values` are for an approval that says something itself, beside its reason.
    Raises NotAble for its own author, AlreadySettled where somebody was first.
    """
    said = {"reason": reason, **(values or {})}
    return _settle(by, at, entry, kind=kind, values=said, key=key, links=Links(authorises=entry))


def decline(*, by: Author, at: datetime, entry: Entry, reason: str, key: str) -> Entry:
    """Send another person's entry back, with the reason; what it proposed does not take effect."""
    said = {"reason": reason}
    return _settle(by, at, entry, kind="declining", values=said, key=key, links=Links(declines=entry))


class AlreadySettled(Exception):
    """Another person authorised or sent back the entry first. `by` is their entry."""

    def __init__(self, settling: Entry) -> None:
        super().__init__(f"{settling.author_name} has already dealt with this.")
        self.by = settling


@wall.whole_act
def _settle(
    by: Author, at: datetime, entry: Entry, *, kind: str, values: Values, key: str, links: Links
) -> Entry:
    if by.user is not None and by.user.pk == entry.author_id:
        raise NotAble("You wrote this, so another person must authorise it.")
    parts = list(entry.parts.select_related("subject").order_by("subject_id"))
    list(
        Subject.objects.select_for_update().filter(pk__in=[part.subject_id for part in parts]).order_by("pk")
    )
    settling = (
        Entry.objects.filter(Q(authorises=entry) | Q(declines=entry)).exclude(idempotency_key=key).first()
    )
    if settling is not None:
        raise AlreadySettled(settling)
    return sign(
        by=by,
        at=at,
        kind=kind,
        values=values,
        parts=[Part(part.subject, {}, part.episode_id is not None) for part in parts],
        key=key,
        links=links,
    )


class NotMoved(Exception):
    """An entry cannot be moved there. The message is a sentence for whoever asked."""


@wall.whole_act
def move(
    *, by: Author, at: datetime, entry: Entry, subject: Subject, to: Subject, reason: str, key: str
) -> Entry:
    """Move what an entry says of one person, with all that corrects or settles it, to where it belongs.

    The entry stays as it was signed. In either record an entry tells of the move, not of the other record.
    What was derived from it follows. It is undone by moving it back.
    Raises NotMoved, and state.RefusedByProcedure where the other child's procedure forbids what it says.
    """
    list(Subject.objects.select_for_update().filter(pk__in=[subject.pk, to.pk]).order_by("pk"))
    if done := Entry.objects.filter(idempotency_key=key).first():
        return done
    if why := moving.why_not(entry) or _already_there(entry, subject, to):
        raise NotMoved(why)
    values, when = {"entry": str(entry.pk), "reason": reason}, entry.occurred_at
    for kind, record, own_key in (("moved_away", subject, f"{key}/away"), ("moved_here", to, key)):
        parts = [Part(record, in_episode=False)]
        trace = sign(by=by, at=at, kind=kind, values=values, parts=parts, key=own_key, occurred_at=when)
    _place(entry, subject, to, trace)
    return trace


def _already_there(entry: Entry, subject: Subject, to: Subject) -> str:
    about = {part.subject_id for part in entry.parts.all()}
    if subject.pk not in about:
        return "This entry is not in that record, or no longer."
    return "This entry is about that person already." if to.pk in about else ""


def _place(entry: Entry, subject: Subject, to: Subject, trace: Entry) -> None:
    """Put the parts about one person in the other's record, and derive anew what follows from them."""
    following = moving.followers(entry)
    left = list(EntrySubject.objects.filter(entry__in=following, subject=subject).select_related("entry"))
    for part in left:
        if not EntrySubject.everywhere.filter(entry=part.entry, subject=to).exists():
            episode = episodes.current(to, opens=False, because=trace) if part.episode_id else None
            EntrySubject.objects.create(
                entry=part.entry,
                subject=to,
                episode=episode,
                payload=part.payload,
                placed_by=trace,
                replaces=part,
            )
    moving.settle(entry)
    Event.objects.filter(entry__in=following, episode__subject=subject).delete()
    for one in following:
        for now in one.parts.filter(subject=to, episode__isnull=False).select_related("episode"):
            found = of_part(one, now)
            if now.episode and now.placed_by_id:  # else: it stood there before
                state.check(now.episode, found, trace.payload["reason"])
            Event.objects.bulk_create(found)
    touched = EntrySubject.everywhere.filter(entry__in=following, subject__in=[subject, to])
    for episode in Episode.objects.filter(pk__in=touched.values("episode")).order_by("pk"):
        episodes.refresh(episode)
    projections.project(entry)
