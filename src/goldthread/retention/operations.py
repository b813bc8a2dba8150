"""Every write of this folder: one signed entry each; and the destruction of a record, by two people."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from goldthread.ledger import audit, destruction, wall
from goldthread.ledger import operations as ledger
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.people.identity import identity
from goldthread.retention import recordfacts, staying
from goldthread.retention.entries import Approved, Certificate, Proposed


def keep(
    *,
    by: Author,
    at: datetime,
    kind: str,
    subjects: Iterable[Subject],
    values: Values,
    sending: Sending,
    answers: Entry | None = None,
    occurred_at: datetime | None = None,
) -> Entry:
    """Sign an entry about these people's records, or about nobody's.

    Raises InTheFuture where it happened later than now.
    """
    return ledger.sign(
        by=by,
        at=at,
        kind=kind,
        values=values,
        parts=[Part(subject, in_episode=False) for subject in subjects],
        key=sending.key,
        occurred_at=occurred_at,
        links=Links(answers=answers),
        draft=sending.draft,
        holder=sending.holder,
    )


class MustStay(Exception):
    """A record may not be destroyed. The message is a sentence for whoever asked."""


@wall.whole_act
def propose(*, by: Author, at: datetime, subject: Subject, reason: str, sending: Sending) -> Entry:
    """Propose to destroy the record of a person whose time is over. Nothing goes until another approves.

    Raises MustStay while a rule or a hold keeps it, or somebody has proposed it already.
    """
    people = sorted(identity([subject.pk]))
    _lock(people)
    if done := Entry.objects.filter(idempotency_key=sending.key).first():
        return done
    if why := staying.why_it_stays(people, at):
        raise MustStay(why)
    if (waiting := staying.standing_proposal(people)) is not None:
        raise MustStay(f"{waiting.author_name} has proposed this already. It waits for a second person.")
    found = recordfacts.keep_until(people, at)
    references = (
        Subject.objects.filter(pk__in=people).order_by("reference").values_list("reference", flat=True)
    )
    values = {
        "references": ", ".join(references),
        "record": recordfacts.kind_of(people),
        **recordfacts.in_words(found),
        "until": say_date(found.until) if found.until else "",
        "subjects": [str(one) for one in people],
        "reason": reason,
    }
    entry = keep(by=by, at=at, kind=Proposed.kind, subjects=[], values=values, sending=sending)
    for one in people:
        audit.record(by=by, at=at, act="destruction.proposed", subject=one, entry=entry.pk)
    return entry


@wall.whole_act
def approve(*, by: Author, at: datetime, proposal: Entry, reason: str, key: str) -> Entry:
    """Approve it as a second person: the record is destroyed now, and its certificate is signed.

    Raises NotAble for whoever proposed it, AlreadySettled where somebody was first, MustStay while a rule or
    a hold keeps it. The database refuses it besides where no second person approved it.
    """
    if done := Entry.objects.filter(idempotency_key=f"{key}/certificate").first():
        return done
    people = [UUID(one) for one in proposal.payload["subjects"]]
    _lock(people)
    if sorted(identity(people)) != sorted(people):
        raise MustStay("Since it was proposed, another record was confirmed to be of this person.")
    if why := staying.why_it_stays(people, at):
        raise MustStay(why)
    said = {name: proposal.payload[name] for name in ("references", "record", "rule", "until", "subjects")}
    approval = ledger.authorise(
        by=by, at=at, entry=proposal, reason=reason, key=key, kind=Approved.kind, values=said
    )
    what = destruction.plan(people)
    counts = what.counts()
    erased = destruction.erase(at=at, approval=approval, what=what)
    certificate = ledger.sign(
        by=by,
        at=at,
        kind=Certificate.kind,
        values={
            **said,
            "proposed_by": _named(proposal),
            "approved_by": _named(approval),
            "digest": erased.digest,
            "counts": {**counts, **erased.others},
        },
        parts=[],
        key=f"{key}/certificate",
        links=Links(answers=approval),
    )
    destruction.certify(erased=erased, certificate=certificate)
    for one in people:
        audit.record(by=by, at=at, act="destroy", subject=one, entry=certificate.pk)
    return certificate


def _named(entry: Entry) -> str:
    """Who signed it, and as what, on which day."""
    who = ", ".join(filter(None, (entry.author_name, entry.author_designation)))
    return f"{who}, {say_date(london_date(entry.recorded_at))}"


def _lock(people: Iterable[UUID]) -> None:
    list(Subject.objects.select_for_update().filter(pk__in=list(people)).order_by("pk"))
