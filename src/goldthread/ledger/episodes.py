"""Periods of involvement: which one an entry belongs to, and what is derived for each."""

from django.conf import settings

from goldthread.ledger import state as states
from goldthread.ledger.entries import entry_type, kinds_with
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Duty, Entry, EntrySubject, Episode, Subject


def current(subject: Subject, *, opens: bool, because: Entry) -> Episode | None:
    """The child's open episode; else a new one where `opens`; else the latest, for entries that come late."""
    latest = Episode.objects.filter(subject=subject).order_by("-opened_at").first()
    if latest is not None and (latest.closed_at is None or not opens):
        return latest
    if not opens:
        return None
    return Episode.objects.create(
        id=derived_id(because.pk, subject.pk, "episode"),
        subject=subject,
        authority=settings.GOLDTHREAD_AUTHORITY,
        opened_at=because.occurred_at,
    )


def refresh(episode: Episode) -> None:
    """Write the episode's duties, its end and its holder afresh from its events and entries."""
    state = states.state(episode)
    wanted = {duty.pk: duty for duty in states.duty_rows(episode, state)}
    Duty.objects.filter(episode=episode).exclude(pk__in=wanted).delete()
    Duty.objects.bulk_create(
        wanted.values(),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["rule", "because", "role", "opened_at", "due_at", "usual_at", "met_at"],
    )
    episode.closed_at = states.ended(state)
    episode.team_id, episode.worker_id = holder(episode)
    episode.save(update_fields=["closed_at", "team", "worker"])


def holder(episode: Episode) -> tuple[str | None, str | None]:
    """The team and the worker who hold the case, by the newest entries that settled it."""
    team = worker = None
    settling = {*kinds_with("allocation"), *kinds_with("allocation_of")}
    theirs = EntrySubject.objects.filter(episode=episode, entry__kind__in=settling).select_related("entry")
    for part in theirs.order_by("entry__recorded_at", "entry_id"):
        allocation = entry_type(part.entry.kind).allocation_of(part.entry.payload, part.payload)
        if allocation is not None:
            team = team if allocation.team is None else allocation.team or None
            worker = worker if allocation.worker is None else allocation.worker or None
    return team, worker
