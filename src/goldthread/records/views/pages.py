"""What the pages here have in common: one person's record, one signed entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from goldthread.accounts.capabilities import Capability
from goldthread.ledger.fields import Parsed
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.records import operations
from goldthread.web import guard
from goldthread.web.acting import SigningPage


@dataclass(frozen=True)
class Whose:
    """The person whose record it is."""

    subject: Subject
    name: str

    @property
    def id(self) -> UUID:
        """The subject's id."""
        return self.subject.pk


class Nobody:
    """In place of a person, where an entry stands in nobody's record."""

    @property
    def id(self) -> UUID:
        """No subject's id."""
        return UUID(int=0)

    @property
    def name(self) -> str:
        """Nobody's."""
        return ""


def whose(subject: Subject) -> Whose:
    """The person of a record that the reader may open."""
    return Whose(subject, describe.display_name(Person.objects.filter(pk=subject.pk).first()))


class RecordPage(SigningPage):
    """One request to sign an entry on one person's record; `answers` is the entry that it follows."""

    def __init__(self, request: HttpRequest, subject: Subject, answers: Entry | None = None) -> None:
        """`subject` and `answers` are open to the reader."""
        super().__init__(request)
        self.subject, self.answers = subject, answers

    @cached_property
    def whose(self) -> Whose:
        """The one person."""
        return whose(self.subject)

    @property
    def children(self) -> Sequence[Whose]:
        """The one person."""
        return [self.whose]

    def frame(self) -> dict[str, Any]:
        """Whose record it is."""
        return {"subject": self.subject, "name": self.whose.name}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        happened = parsed.values.get(self.when) if self.when else None
        return operations.keep(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            kind=self.kind,
            subject=self.subject,
            values=parsed.values,
            sending=sending,
            answers=self.answers,
            occurred_at=datetime.fromisoformat(happened) if happened else None,
            outside_reason=outside_reason,
        )
