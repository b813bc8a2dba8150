"""Drafts that several named people hold: saved part by part, so that nobody's words disturb another's.

A part is what one question asks: the three boxes of a date are one part, so that no date comes about that
nobody wrote. Whoever writes says by a mark what stood there when they last saw it.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from goldthread.accounts.models import User
from goldthread.ledger import audit
from goldthread.ledger.author import Author
from goldthread.ledger.drafts import Holder, held
from goldthread.ledger.fields import Raw, keepable, rows_in
from goldthread.ledger.models import Clash, Draft, DraftHolder

Texts = Mapping[str, list[str]]  # control -> what stands in it, of one part
Choice = Literal["first", "second", "both"]
_BOX = re.compile(r"-(?:day|month|year|time)$")
NOTHING = ""  # the mark of a part in which nothing stands


@dataclass(frozen=True)
class Written:
    """What became of what was sent: the parts that the draft took, and those on which two people clash."""

    version: int
    at: datetime
    taken: Collection[str] = ()
    clashing: Collection[str] = ()


@dataclass(frozen=True)
class Since:
    """What a shared draft holds that somebody has not seen yet: each part, and who wrote it last."""

    version: int
    parts: Mapping[str, Texts] = field(default_factory=dict)
    writers: Mapping[str, str] = field(default_factory=dict)


def part_of(control: str) -> str:
    """The part to which a control belongs: `held_on-day` is a box of `held_on`."""
    return _BOX.sub("", control)


def in_parts(raw: Raw) -> dict[str, dict[str, list[str]]]:
    """What was typed, part by part."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for control, texts in raw.items():
        found[part_of(control)][control] = list(texts)
    return dict(found)


def mark(texts: Texts) -> str:
    """A short sign of what stands in a part: the same words have the same, however a browser broke lines."""
    said = {
        control: sorted(text.replace("\r\n", "\n").replace("\r", "\n") for text in each if text)
        for control, each in sorted(texts.items())
        if any(each)
    }
    if not said:
        return NOTHING
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def marks(raw: Raw) -> dict[str, str]:
    """The marks of all parts in which something stands."""
    every = {part: mark(texts) for part, texts in in_parts(raw).items()}
    return {part: sign for part, sign in every.items() if sign}


@transaction.atomic
def open_shared(
    *,
    by: Holder,
    at: datetime,
    name: str,
    kind: str,
    holders: Collection[User],
    raw: Raw | None = None,
    context: Mapping[str, Any] | None = None,
) -> Draft:
    """The one unsigned draft of that name, begun now if there is none, and held by exactly these people."""
    wanted = {"shared_as": name, "signed_as": None}
    draft = Draft.objects.filter(**wanted).first()
    if draft is None:
        try:
            with transaction.atomic():
                draft = Draft.objects.create(
                    shared_as=name,
                    kind=kind,
                    owner=by.user,
                    raw=keepable(raw or {}),
                    context=dict(context or {}),
                    created_at=at,
                    updated_at=at,
                )
        except IntegrityError:  # somebody else opened it in the same instant
            draft = Draft.objects.get(**wanted)
    _hold(by, at, draft, holders)
    return draft


def _hold(by: Holder, at: datetime, draft: Draft, people: Collection[User]) -> None:
    """Let these hold it, and nobody else; each change leaves its trace."""
    wanted, now = {user.pk for user in people}, set(draft.holders.values_list("user_id", flat=True))
    DraftHolder.objects.bulk_create(
        [DraftHolder(draft=draft, user_id=user, since=at) for user in sorted(wanted - now)],
        ignore_conflicts=True,
    )
    draft.holders.filter(user__in=now - wanted).delete()
    for act, changed in (("draft.share", wanted - now), ("draft.unshare", now - wanted)):
        for user in sorted(changed):
            detail = {"draft": str(draft.pk), "user": str(user), "kind": draft.kind}
            audit.record(by=Author(role="", user=by.user), at=at, act=act, detail=detail)


@transaction.atomic
def write(*, by: Holder, at: datetime, draft: UUID, raw: Raw, seen: Mapping[str, str]) -> Written:
    """Keep what one holder typed. `seen`: the mark of each part as they last saw it; none where it was empty.

    A part that they did not change is left as it is. One that nobody else changed takes their words. One that
    somebody else changed meanwhile keeps what it has, and theirs are kept beside it until somebody chooses.
    Raises Draft.DoesNotExist when it is not theirs, or is signed.
    """
    row = held(by).filter(shared_as__isnull=False).select_for_update().get(pk=draft)
    here, taken, clashing = in_parts(row.raw), {}, []
    for part, texts in in_parts(keepable(raw)).items():
        sent, stands, saw = mark(texts), mark(here.get(part, {})), seen.get(part, NOTHING)
        if sent == stands and not _shapes(texts, row.raw):
            continue
        if stands in {saw, sent}:
            taken[part] = texts
            continue
        if sent == saw:
            continue
        clashing.append(part)
        Clash.objects.update_or_create(
            draft=row, part=part, by=by.user, settled_at=None, defaults={"raw": texts, "saved_at": at}
        )
    _take(row, by, at, taken)
    return Written(row.version, at, list(taken), clashing)


@transaction.atomic
def add_row(*, by: Author, at: datetime, draft: Draft, group: str, texts: Raw) -> None:
    """Put a row at the end of a group, whoever holds the draft: `texts` by the names of its columns."""
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    number = max(rows_in(row.raw, group), default=-1) + 1
    controls = {f"{group}-{number}-{column}": list(each) for column, each in keepable(texts).items()}
    _take(row, Holder(user=by.user), at, in_parts({f"{group}-{number}-": [""], **controls}))
    detail = {"draft": str(draft.pk), "group": group}
    audit.record(by=by, at=at, act="draft.add_row", detail=detail)


def _shapes(texts: Texts, raw: Raw) -> bool:
    """Whether empty controls add a row or take one away."""
    return any(
        control not in raw or (control.endswith("-") and not raw[control]) if each else bool(raw.get(control))
        for control, each in texts.items()
    )


def _take(row: Draft, by: Holder, at: datetime, parts: Mapping[str, Texts]) -> None:
    """Put these parts in the draft, as that person's words."""
    if not parts:
        return
    row.version, row.updated_at = row.version + 1, at
    writer = str(by.user.pk) if by.user else ""
    for part, texts in parts.items():
        row.raw |= texts
        row.writers[part] = [row.version, writer]
    row.save(update_fields=["raw", "version", "updated_at", "writers"])


def since(draft: Draft, version: int) -> Since:
    """What was written after that version."""
    here = in_parts(draft.raw)
    new = {part: by for part, (number, by) in draft.writers.items() if number > version}
    return Since(draft.version, {part: here.get(part, {}) for part in new}, new)


def clashes(draft: Draft) -> list[Clash]:
    """Those that wait for somebody to choose, oldest first."""
    return list(draft.clashes.filter(settled_at=None).select_related("by").order_by("saved_at", "part", "id"))


def can_join(texts: Iterable[Texts]) -> bool:
    """Whether two versions of a part are plain words in one box, which can stand one after the other."""
    every = list(texts)
    return all(len(each) == 1 and all(len(words) <= 1 for words in each.values()) for each in every)


@transaction.atomic
def settle(*, by: Holder, at: datetime, draft: UUID, clash: UUID, choice: Choice) -> None:
    """Choose what stands, what was written beside it, or both one after the other. Neither text is lost.

    Raises Draft.DoesNotExist or Clash.DoesNotExist where there is nothing of theirs to settle.
    """
    row = held(by).filter(shared_as__isnull=False).select_for_update().get(pk=draft)
    one = row.clashes.get(pk=clash, settled_at=None)
    one.stood = in_parts(row.raw).get(one.part, {})
    one.settled_at, one.settled_by = at, by.user
    one.save(update_fields=["stood", "settled_at", "settled_by"])
    empty: dict[str, list[str]] = {control: [] for control in one.stood}
    if choice == "second":
        _take(row, by, at, {one.part: {**empty, **one.raw}})
    elif choice == "both" and can_join([one.stood, one.raw]):
        _take(row, by, at, {one.part: _joined(one.stood, one.raw)})
    audit.record(
        by=Author(role="", user=by.user),
        at=at,
        act="draft.settle",
        detail={"draft": str(draft), "clash": str(clash), "choice": choice},
    )


def _joined(first: Texts, second: Texts) -> dict[str, list[str]]:
    """Both texts, one after the other."""
    control = next(iter([*second, *first]))
    both = [text for each in (first, second) for words in each.values() for text in words if text.strip()]
    return {control: ["\n".join(both)]}
