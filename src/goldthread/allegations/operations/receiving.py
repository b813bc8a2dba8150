"""Receiving an allegation: a sealed record of its own, walled off from whomever it names."""

from datetime import datetime
from uuid import UUID

from goldthread.access import operations as access
from goldthread.access.models import Exclusion, Level
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.holders import holders
from goldthread.accounts.models import User
from goldthread.allegations.entries.report import AllegationReport, SeniorPersonTold, name_of
from goldthread.allegations.recipients import recipients
from goldthread.documents.alerts import alert
from goldthread.ledger import operations as ledger
from goldthread.ledger import wall
from goldthread.ledger.author import Author
from goldthread.ledger.corrected import values_of
from goldthread.ledger.entries import Values
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.people.folding import fold

_FEWEST = 2  # words of a name that tell one user from others
_WAITS = (
    "Something came in that only you and others in your role can open. Sign in and look at your own list."
)


@wall.whole_act
def receive(*, by: Author, at: datetime, values: Values, sending: Sending) -> Entry:
    """Sign an allegation about an adult in a sealed record that only LADOs open (GLOS-7.1 to 7.4).

    What it says of the adult stays in its entries: nothing is stated to `people/`, so no search, match or
    family finds it (docs/decisions/0032). Sending the same key again gives the entry signed first.
    """
    if first := Entry.objects.filter(idempotency_key=sending.key).first():
        return first
    subject = ledger.new_subject(by=by, at=at)
    access.protect(
        by=by,
        at=at,
        subject=subject,
        level=Level.SEALED,
        reason="Allegation against someone who works with children",
        opens_to=Capability.HANDLE_ALLEGATIONS,
    )
    entry = ledger.sign(
        by=by,
        at=at,
        kind=AllegationReport.kind,
        values=values,
        parts=[Part(subject)],
        key=sending.key,
        occurred_at=datetime.fromisoformat(values["received_at"]) if "received_at" in values else None,
        draft=sending.draft,
        holder=sending.holder,
        outside_reason=sending.outside_reason,
    )
    wall_off(by=by, at=at, subject=subject, values=values)
    name_recipients(by=by, at=at, subject=subject, report=entry, told=values)
    alert_lados(by=by, at=at, subject=subject, report=entry)
    return entry


@wall.whole_act
def alert_lados(*, by: Author, at: datetime, subject: Subject, report: Entry) -> None:
    """An e-mail that says only that something waits, to every LADO but the writer and whom it walls off.

    It belongs to the sealed record, so that no list of messages tells anybody that there was one.
    """
    shut = Exclusion.objects.filter(subject=subject).values("user")
    told = holders(Capability.HANDLE_ALLEGATIONS, at=at).exclude(pk__in=shut)
    for lado in told.exclude(pk=by.user.pk) if by.user else told:
        alert(
            at=at,
            to=lado,
            subject="something new waits for you",
            body=_WAITS,
            key=str(derived_id(report.pk, "alert", str(lado.pk))),
            parts=[Part(subject)],
        )


@wall.whole_act
def correct(
    *, by: Author, at: datetime, subject: Subject, entry: Entry, values: Values, reason: str, key: str
) -> Entry:
    """Correct what was written; where it is the report, whomever it names by now is walled off."""
    amendment = ledger.amend(by=by, at=at, entry=entry, values=values, parts={}, reason=reason, key=key)
    if entry.kind == AllegationReport.kind:
        now_said = values_of(entry)[0]
        wall_off(by=by, at=at, subject=subject, values=now_said)
        name_recipients(by=by, at=at, subject=subject, report=entry, told=now_said)
    return amendment


@wall.whole_act
def name_recipients(*, by: Author, at: datetime, subject: Subject, report: Entry, told: Values) -> None:
    """Let papers of this record go to whoever reported it and the senior person told, and to nobody else."""
    for one in recipients(values_of(report)[0], told, report.author_id):
        access.release(by=by, at=at, subject=subject, to=one)


@wall.whole_act
def tell(
    *, by: Author, at: datetime, subject: Subject, report: Entry, values: Values, sending: Sending
) -> Entry:
    """Record that the most senior person whom it does not implicate was told (GLOS-7.3).

    Raises state.RefusedByProcedure where the person is implicated.
    """
    happened = values.get("told_at")
    entry = ledger.sign(
        by=by,
        at=at,
        kind=SeniorPersonTold.kind,
        values=values,
        parts=[Part(subject)],
        key=sending.key,
        occurred_at=datetime.fromisoformat(happened) if happened else None,
        draft=sending.draft,
        holder=sending.holder,
        outside_reason=sending.outside_reason,
    )
    name_recipients(by=by, at=at, subject=subject, report=report, told=values)
    return entry


@wall.whole_act
def wall_off(*, by: Author, at: datetime, subject: Subject, values: Values) -> None:
    """Keep out every user who may be the adult, a LADO too: by their e-mail address or their name.

    Of two people of one name the wrong one may be kept out. Another LADO sees that, and it protects more than
    asking would.
    """
    for user in _alike(values):
        access.exclude(by=by, at=at, subject=subject, user=user, reason="May be the adult whom it is about")


def _alike(values: Values) -> list[User]:
    email, words = str(values.get("email", "")).casefold(), frozenset(fold(name_of(values)).split())
    named = len(words) >= _FEWEST
    return [
        user
        for user in User.objects.order_by("pk")
        if (email and user.email.casefold() == email) or (named and words <= set(fold(user.name).split()))
    ]


@wall.whole_act
def link_child(*, by: Author, at: datetime, subject: Subject, child: UUID, name: str, key: str) -> Entry:
    """Tie a child's own record to an allegation, on the sealed side alone."""
    return ledger.sign(
        by=by,
        at=at,
        kind="allegation_child",
        values={"child": str(child), "name": name},
        parts=[Part(subject)],
        key=key,
    )


@wall.whole_act
def record_sent(*, by: Author, at: datetime, subject: Subject, paper: Entry) -> Entry:
    """Note for the procedure that the record of the Initial Discussion went to the setting (GLOS-7.11)."""
    return ledger.sign(
        by=by,
        at=at,
        kind="allegation_record_sent",
        values={"to_name": paper.payload["to_name"]},
        parts=[Part(subject)],
        key=f"record-sent/{paper.pk}",
        links=Links(answers=paper),
    )
