"""Old records in the demonstration: one whose time is over, one that is held, and a request to answer."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import uuid4

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import operations as ledger
from goldthread.ledger.author import Author, acting
from goldthread.ledger.models import Entry, Episode, Subject
from goldthread.ledger.operations import Part, Sending
from goldthread.people.importing.entries import ImportedPerson, PastInvolvement
from goldthread.retention import operations
from goldthread.retention.entries import Hold, Request

_FROM = {"system": "Card index", "line": 1}


def play(people: Mapping[str, User], *, at: datetime) -> None:
    """Bring over two people who were looked after long ago, hold one record, and write a request down."""
    needed = (Capability.KEEP_RECORDS, Capability.RECORD_WORK)
    keeper = next((one for one in people.values() if all(one.may(act, at=at) for act in needed)), None)
    if keeper is None:
        return
    by = acting(keeper, Capability.KEEP_RECORDS, at=at)
    _looked_after(by, at, "Alma", "Quillfeather", at.year - 81)
    held = _looked_after(by, at, "Osric", "Thornapple", at.year - 79)
    reason = "The inquiry into the children’s homes asks that nothing is destroyed."
    _keep(by, at, Hold.kind, held, {"reason": reason, "asked_by": "The inquiry"})
    child = Episode.objects.filter(closed_at=None).order_by("opened_at", "pk").first()
    if child is not None:
        said = {"came_at": (at - timedelta(days=9)).isoformat(), "right": "rectification", "who": "parent"}
        words = "It says that I shouted at the teacher. I did not. I was on the telephone."
        _keep(by, at - timedelta(days=9), Request.kind, child.subject, {**said, "what": words})


def _looked_after(by: Author, at: datetime, given: str, family: str, year: int) -> Subject:
    subject = ledger.new_subject(by=by, at=at)
    born = date(year, 3, 9)
    number = {"source_id": uuid4().hex[:8]}
    who = {**_FROM, **number, "given_names": given, "family_name": family, "born": born.isoformat()}
    _sign(by, at, ImportedPerson.kind, subject, who)
    stayed = {"from_date": f"{year + 6}-05-02", "to_date": f"{year + 11}-07-30"}
    past = {**_FROM, **number, **stayed, "person": number["source_id"], "what": "looked_after"}
    _sign(by, at, PastInvolvement.kind, subject, {**past, "accommodation": "Children’s home"})
    return subject


def _sign(by: Author, at: datetime, kind: str, subject: Subject, values: Mapping[str, object]) -> Entry:
    parts = [Part(subject, in_episode=False)]
    return ledger.sign(by=by, at=at, kind=kind, values=values, parts=parts, key=uuid4().hex)


def _keep(by: Author, at: datetime, kind: str, subject: Subject, values: Mapping[str, object]) -> Entry:
    sending = Sending(key=uuid4().hex)
    return operations.keep(by=by, at=at, kind=kind, subjects=[subject], values=values, sending=sending)
