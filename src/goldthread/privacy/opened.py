"""Records opened in an emergency, as somebody looks into them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from goldthread.access import policy
from goldthread.access.models import BreakGlass, BreakGlassQuerySet, Level, Protection
from goldthread.accounts.models import User
from goldthread.ledger import procedure
from goldthread.ledger.london import say_when
from goldthread.ledger.models import AuditRow
from goldthread.people.identity import identity
from goldthread.procedures.format.durations import Duration
from goldthread.procedures.working_calendar import OutsideCalendar
from goldthread.web.duewords import DueWords, due_words

TO_REVIEW = Duration.parse("5 working days")
_SEALED = "Kept back: the record is sealed now"


@dataclass(frozen=True)
class Opened:
    """One of them. `state` and `tone` are its badge; `reference` is the record's, and tells no name.

    `reason` is in the words of whoever opened it, and so kept back once the record is sealed.
    """

    glass: BreakGlass
    reference: str
    reason: str
    state: str
    tone: str
    began: str
    ended: str
    in_force: bool
    review: tuple[tuple[str, str], ...]


def told_to(user: User, found: BreakGlassQuerySet, *, at: datetime) -> BreakGlassQuerySet:
    """Those of records from which this user is not kept out and that are in no sealed domain since."""
    of_domains = policy.sealed().exclude(opens_to="")
    shown = found.exclude(subject__in=policy.excluded_from(user, at=at)).exclude(subject__in=of_domains)
    return shown.select_related("user", "subject__protection", "ended", "review", "review__by")


def lines(found: Iterable[BreakGlass], *, at: datetime) -> list[Opened]:
    """A line for each, in the order given."""
    return [line(one, at=at) for one in found]


def line(glass: BreakGlass, *, at: datetime) -> Opened:
    """One, with when the look into it is due."""
    ended = getattr(glass, "ended", None)
    end = ended.at if ended else glass.until
    review = getattr(glass, "review", None)
    due = review_due(glass, at=at)
    return Opened(
        glass=glass,
        reference=glass.subject.reference,
        reason=_SEALED if _is_sealed(glass) else glass.reason,
        state=review.get_found_display() if review else f"review {due.words}",
        tone=("done" if review.found == "proper" else "late") if review else str(due.urgency),
        began=say_when(glass.began_at),
        ended=f"{say_when(end)}{', before its time' if ended else ''}",
        in_force=end > at,
        review=(
            ("Found", review.get_found_display()),
            ("In words", review.words),
            ("Looked into by", f"{review.by.name}, {say_when(review.at)}"),
        )
        if review
        else (),
    )


def _is_sealed(glass: BreakGlass) -> bool:
    protection: Protection | None = getattr(glass.subject, "protection", None)
    return protection is not None and protection.level == Level.SEALED


def review_due(glass: BreakGlass, *, at: datetime) -> DueWords:
    """When it is to be looked into: within five working days of its beginning (issue 7)."""
    calendar = procedure.newest().calendar
    try:
        due = calendar.add(glass.began_at, TO_REVIEW).instant
    except OutsideCalendar:
        due = None
    return due_words(due, at, by_day=True, working=lambda day: calendar.why_not(day) is None)


def reads(glass: BreakGlass) -> list[tuple[str, str, str]]:
    """What whoever opened it then did with the record: when, the act's short name, and the page's."""
    ended = getattr(glass, "ended", None)
    subjects: frozenset[UUID] = identity([glass.subject_id])
    found = AuditRow.objects.filter(
        actor=glass.user_id,
        subject__in=subjects,
        at__gte=glass.began_at,
        at__lte=ended.at if ended else glass.until,
    ).order_by("pk")
    return [(say_when(row.at), row.act, str(row.detail.get("page", ""))) for row in found]
