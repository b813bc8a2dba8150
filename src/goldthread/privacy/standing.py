"""Who may open a record, in words: how closed it is and why, who is named, who is kept out, what changed."""

from dataclasses import dataclass
from datetime import datetime

from goldthread.access.models import Exclusion, Grant, Level, Protection, ProtectionChange
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Subject

ACTS = {
    "level": "Set how closed it is",
    "name": "Name somebody to whom it opens",
    "unname": "Somebody is not named any more",
    "exclude": "Keep somebody out of it",
    "include": "Somebody is not kept out any more",
}
Person = tuple[str, str, str]
"""Name and job, e-mail address, since when and why."""


@dataclass(frozen=True)
class WhoMayOpen:
    """What stands at that instant. `changes` are the newest first: when and who, what, why."""

    level: Level
    rows: tuple[tuple[str, str], ...]
    named: tuple[Person, ...]
    excluded: tuple[Person, ...]
    changes: tuple[tuple[str, str, str], ...]


def who_may_open(subject: Subject, *, at: datetime) -> WhoMayOpen:
    """Of one record. It tells nothing of what stands in it."""
    shut = Protection.objects.select_related("set_by").filter(subject=subject).first()
    level = Level(shut.level) if shut else Level.OPEN
    rows = [("How closed it is", level.label)]
    if shut:
        rows += [("Why", shut.reason), ("Set by", f"{shut.set_by or 'the service'}, {say_when(shut.set_at)}")]
    grants = (
        Grant.objects.filter(subject=subject, since__lte=at).select_related("user").order_by("since", "pk")
    )
    standing = [one for one in grants if one.until is None or one.until > at]
    excluded = Exclusion.objects.filter(subject=subject).select_related("user").order_by("since", "pk")
    changes = ProtectionChange.objects.filter(subject=subject).select_related("by", "user").order_by("-pk")
    return WhoMayOpen(
        level=level,
        rows=tuple(rows),
        named=tuple((_who(one), one.user.email, say_when(one.since)) for one in standing),
        excluded=tuple(
            (_who(one), one.user.email, f"{say_when(one.since)}: {one.reason}") for one in excluded
        ),
        changes=tuple(
            (f"{say_when(one.at)}, {one.by or 'the service'}", _what(one), one.reason) for one in changes
        ),
    )


def _who(one: Grant | Exclusion) -> str:
    return f"{one.user.name}, {one.user.designation}"


def _what(one: ProtectionChange) -> str:
    about = Level(one.level).label if one.level else one.user.name if one.user else ""
    return f"{ACTS[one.act]}: {about}"
