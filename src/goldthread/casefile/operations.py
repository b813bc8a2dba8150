"""What is written on a record outside any journey."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from goldthread.casefile.circumstance import Circumstances
from goldthread.casefile.entries import Curation
from goldthread.casefile.identity import Identity
from goldthread.ledger import operations, wall
from goldthread.ledger.author import Author
from goldthread.ledger.entries import Values
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Links, Part, Sending
from goldthread.people.creating import Newcomer, create
from goldthread.people.describe import display_name
from goldthread.people.models import Person


def write_note(
    *,
    by: Author,
    at: datetime,
    subjects: Sequence[Subject],
    values: Values,
    happened: datetime,
    sending: Sending,
) -> Entry:
    """Sign a note on these records. When it happened is kept apart from when it is written (HSSCP-9.7)."""
    return operations.sign(
        by=by,
        at=at,
        kind="note",
        values=values,
        parts=[Part(subject) for subject in subjects],
        key=sending.key,
        occurred_at=happened,
        draft=sending.draft,
        holder=sending.holder,
    )


def state_identity(*, by: Author, at: datetime, subject: Subject, values: Values, sending: Sending) -> Entry:
    """Sign what is said of who a person is; what was stated before stays beside it."""
    return operations.sign(
        by=by,
        at=at,
        kind=Identity.kind,
        values=values,
        parts=[Part(subject)],
        key=sending.key,
        draft=sending.draft,
        holder=sending.holder,
    )


def state_circumstances(
    *, by: Author, at: datetime, subjects: Sequence[Subject], values: Values, sending: Sending
) -> Entry:
    """Sign how these children live now; what was stated before stays on record."""
    return operations.sign(
        by=by,
        at=at,
        kind=Circumstances.kind,
        values=values,
        parts=[Part(subject) for subject in subjects],
        key=sending.key,
        draft=sending.draft,
        holder=sending.holder,
    )


def curate(
    *, by: Author, at: datetime, subject: Subject, entry: Entry, values: Values, sending: Sending
) -> Entry:
    """Sign how an entry stands in one child's chronology. The newest word counts; the entry stays."""
    return operations.sign(
        by=by,
        at=at,
        kind=Curation.kind,
        values=values,
        parts=[Part(subject, in_episode=False)],
        key=sending.key,
        links=Links(answers=entry),
        draft=sending.draft,
        holder=sending.holder,
    )


@wall.whole_act
def state_family(
    *,
    by: Author,
    at: datetime,
    subject: Subject,
    person: UUID | None,
    newcomer: Newcomer | None,
    values: Values,
    sending: Sending,
) -> Entry:
    """Sign what is told of one person, or of a newcomer, and of `values["other"]`, around `subject`.

    Raises creating.AlreadyThere when somebody like the newcomer has come on record meanwhile.
    """
    if newcomer is not None:
        person = create(by=by, at=at, newcomers=[newcomer])[0].pk
    concerned = dict.fromkeys([str(subject.pk), str(person), values["other"]])
    subjects = Subject.objects.in_bulk([UUID(one) for one in concerned])
    people = Person.objects.in_bulk(subjects)
    names = {"other_name": display_name(people.get(UUID(values["other"])))}
    new = f"{values.get('new_given', '')} {values.get('new_family', '')}".strip()
    names["person_name"] = new or display_name(people.get(UUID(str(person))))
    return operations.sign(
        by=by,
        at=at,
        kind="family",
        values={**values, **names, "person": str(person)},
        parts=[Part(one, in_episode=one == subject) for one in subjects.values()],
        key=sending.key,
        draft=sending.draft,
        holder=sending.holder,
    )
