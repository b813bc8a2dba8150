"""Sending papers: each recipient gets their own copy, by a way that the record allows, or nothing goes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from goldthread.access.recipients import Recipient
from goldthread.documents.addressing import EMAIL, POST, Way, ways
from goldthread.documents.building import file_name
from goldthread.documents.copies import Copy, LeftOut, copy_for
from goldthread.documents.entries import basis_of
from goldthread.documents.models import Delivery
from goldthread.documents.operations import queue
from goldthread.documents.papers import Paper
from goldthread.documents.pdf import render
from goldthread.ledger import wall
from goldthread.ledger.author import Author
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Attachment, Entry, Subject
from goldthread.ledger.operations import Links, Part, sign

PDF = "application/pdf"


@dataclass(frozen=True)
class Addressed:
    """One recipient, the way to them, and the copy that the sender has looked at (its fingerprint).

    `let` says why they are to have what they need not know, by the key of each such thing. `basis` is a key
    of SHARED_ON, by default what follows from who they are; `relevance` is why they are to have it.
    """

    recipient: Recipient
    way: str
    seen: str
    let: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    relevance: str = ""


class Stopped(Exception):
    """The record forbids it. The message is the rule, for whoever sends; `recipient` is whom it is about."""

    def __init__(self, recipient: Recipient, rule: str) -> None:
        super().__init__(rule)
        self.recipient = recipient


class NotLookedAt(Exception):
    """The copy is not the one that the sender has seen: something was recorded since."""

    def __init__(self, recipient: Recipient) -> None:
        super().__init__(
            f"The copy for {recipient.name} has changed since you looked at it. Look at it again"
        )
        self.recipient = recipient


@wall.whole_act
def send_paper(*, by: Author, at: datetime, paper: Paper, to: Sequence[Addressed], key: str) -> list[Entry]:
    """Send each recipient their own copy: an entry each, with the PDF as it left. All go, or none.

    `key` makes it safe to repeat. Raises Stopped and NotLookedAt.
    """
    ready = [_checked(paper, one, at) for one in to]
    return [_send(by, at, one, str(derived_id(paper.entry, key, one.copy.recipient.key))) for one in ready]


@dataclass(frozen=True)
class _Ready:
    """A copy against which nothing stands, the way it goes, and why it says more than it need."""

    copy: Copy
    way: Way
    let: Mapping[str, str]
    basis: str
    relevance: str


def _checked(paper: Paper, one: Addressed, at: datetime) -> _Ready:
    copy = copy_for(paper, one.recipient, at=at, let=one.let.keys())
    if copy.nothing:
        raise Stopped(copy.recipient, copy.nothing[0])
    way = next((way for way in ways(copy, at=at) if way.key == one.way), None)
    if way is None:
        raise Stopped(copy.recipient, "The record has no such address for them")
    if way.stop:
        raise Stopped(copy.recipient, way.stop)
    if copy.fingerprint != one.seen:
        raise NotLookedAt(copy.recipient)
    return _Ready(copy, way, one.let, one.basis or basis_of(copy.recipient), one.relevance)


def _send(by: Author, at: datetime, one: _Ready, key: str) -> Entry:
    signed = Entry.objects.filter(idempotency_key=key).first()
    if signed is not None:
        return signed
    copy, way = one.copy, one.way
    pdf = render(copy, address=way.lines if way.channel == POST else ())
    entry = sign(
        by=by,
        at=at,
        kind="dispatch",
        values=_said(one),
        parts=[
            Part(subject, in_episode=False)
            for subject in Subject.objects.filter(pk__in=copy.paper.about).order_by("pk")
        ],
        key=key,
        links=Links(answers=Entry.objects.get(pk=copy.paper.entry)),
    )
    _enclose(entry, copy, pdf, at)
    if way.channel == EMAIL:
        queue(by=by, at=at, delivery=Delivery.objects.create(entry=entry, queued_at=at))
    return entry


def _enclose(entry: Entry, copy: Copy, pdf: bytes, at: datetime) -> None:
    Attachment.objects.create(
        entry=entry,
        field="paper",
        name=file_name(copy.paper),
        content_type=PDF,
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        content=pdf,
        added_at=at,
    )


def _said(one: _Ready) -> dict[str, object]:
    """What the record keeps of it. Of what was left out it keeps where and why, never the words again."""
    copy, way = one.copy, one.way
    paper, to = copy.paper, copy.recipient
    said: dict[str, object] = {
        "paper_title": paper.title,
        "kind_of_paper": paper.kind,
        "source": str(paper.entry),
        "to_name": to.name,
        "to_how": to.how,
        "to_key": to.key,
        "channel": way.channel,
        "to_address": way.address,
        "safe": way.safe,
        "basis": one.basis,
        "relevance": one.relevance,
        "left_out": [_row(left) for left in copy.left_out],
        "let": [{**_row(one_more), "why": one.let[one_more.key]} for one_more in copy.let],
    }
    if way.channel == EMAIL:
        # The subject line is read by anyone who looks over a shoulder: it tells the reference, and no name.
        said["subject"] = f"{paper.authority}: a paper for you, reference {paper.reference}"
        said["body"] = f"Dear {to.name}\n\nThe paper enclosed is for you only. Please do not pass it on."
    return {name: value for name, value in said.items() if value not in ("", [])}


def _row(left: LeftOut) -> dict[str, str]:
    return {"what": f"{left.where}: {left.label}", "why": left.why}
