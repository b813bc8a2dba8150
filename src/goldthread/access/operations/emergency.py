"""Opening a restricted record in an emergency, ending that early, and looking into it afterwards."""

from datetime import datetime

from django.db import transaction

from goldthread.access import policy
from goldthread.access.models import LONGEST_GLASS, BreakGlass, BreakGlassEnd, BreakGlassReview, Found
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.models import Subject


class NoGlass(Exception):
    """There is nothing to break, to end or to look into here. The message is a sentence for a person."""


@transaction.atomic
def break_glass(*, by: Author, at: datetime, subject: Subject, reason: str) -> BreakGlass:
    """Open a restricted record to somebody whom it does not name, for at most three hours (design section 6).

    Nothing but the restriction may stand in the way: a sealed record, one from which they are kept out, and
    one that is open to them already raise NoGlass. Whoever calls this tells their manager and the privacy
    officer in the same transaction.
    """
    if by.user is None:
        raise NoGlass("Only somebody who is signed in opens a record.")
    User.objects.select_for_update().get(pk=by.user.pk)  # pressed twice, it is broken once
    answer = policy.decide(by.user, Capability.READ_RECORD, subject.pk, at=at)
    if answer != policy.RESTRICTED:
        raise NoGlass("This record is not one that is opened in an emergency.")
    if not reason.strip():
        raise NoGlass("Say why you need to open this record now.")
    made = BreakGlass.objects.create(
        subject=subject, user=by.user, role=by.role, reason=reason, began_at=at, until=at + LONGEST_GLASS
    )
    audit.record(by=by, at=at, act="glass.break", subject=subject.pk, detail={"break_glass": str(made.pk)})
    return made


@transaction.atomic
def end_glass(*, by: Author, at: datetime, glass: BreakGlass) -> None:
    """Close the record again before its time. Raises NoGlass for one that is closed already."""
    if by.user is None or not BreakGlass.objects.in_force(at).filter(pk=glass.pk).exists():
        raise NoGlass("This record is closed already.")
    _, is_new = BreakGlassEnd.objects.get_or_create(glass=glass, defaults={"at": at, "by": by.user})
    if is_new:
        audit.record(
            by=by, at=at, act="glass.end", subject=glass.subject_id, detail={"break_glass": str(glass.pk)}
        )


@transaction.atomic
def review_glass(*, by: Author, at: datetime, glass: BreakGlass, found: Found, words: str) -> None:
    """Say what was found when it was looked into. Raises NoGlass for one's own, and for one that was done."""
    if by.user is None or by.user.pk == glass.user_id:
        raise NoGlass("You opened it, so somebody else looks into it.")
    _, is_new = BreakGlassReview.objects.get_or_create(
        glass=glass, defaults={"found": found, "words": words, "at": at, "by": by.user}
    )
    if not is_new:
        raise NoGlass("Somebody has looked into this already.")
    audit.record(
        by=by,
        at=at,
        act="glass.review",
        subject=glass.subject_id,
        detail={"break_glass": str(glass.pk), "found": found.value},
    )
