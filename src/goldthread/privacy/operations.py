"""Every write of this folder: what the policy keeps, with whoever must be told, in one transaction."""

from datetime import datetime

from django.db import transaction

from goldthread.access import operations as access
from goldthread.access.models import BreakGlass
from goldthread.documents.alerts import alert
from goldthread.ledger.author import Author
from goldthread.ledger.ids import derived_id
from goldthread.ledger.models import Subject
from goldthread.privacy.whom import managers, officers, privacy_officers

_TOLD = (
    "A restricted record was opened in an emergency by somebody whom it does not name.\n\n"
    "Sign in and look under {page}: who it was, why, and what they looked at."
)
_MANY = (
    "Somebody opened the records of more people today than their role needs. They were not stopped.\n\n"
    "Sign in and look under “Access”: who it is, and what they opened."
)


@transaction.atomic
def open_in_emergency(*, by: Author, at: datetime, subject: Subject, reason: str) -> BreakGlass:
    """Break the glass, and tell the worker's managers and the privacy officers by e-mails without names.

    Raises NoGlass. Nobody is told of a record from which they are kept out.
    """
    made = access.break_glass(by=by, at=at, subject=subject, reason=reason)
    pages = {
        "“Access”": officers(made.user, subject.pk, at=at),
        "“Opened in an emergency”": managers(made.user, subject.pk, at=at),
    }
    told = {person.pk: (person, page) for page, people in pages.items() for person in people}
    for person, page in told.values():
        alert(
            at=at,
            to=person,
            subject="a restricted record was opened in an emergency",
            body=_TOLD.format(page=page),
            key=str(derived_id(made.pk, "alert", str(person.pk))),
        )
    return made


@transaction.atomic
def watch_budgets(*, by: Author, at: datetime) -> int:
    """Notice who is over their budget of the day, and tell the privacy officers once; how many are new."""
    new = access.notice_budgets(by=by, at=at)
    for one in new:
        for person in privacy_officers(at=at, but=one.user):
            alert(
                at=at,
                to=person,
                subject="many records were opened by one person",
                body=_MANY,
                key=str(derived_id(person.pk, "budget", str(one.pk))),
            )
    return len(new)
