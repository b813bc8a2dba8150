"""What the pages here have in common: an entry about one person's record, or about nobody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import locks
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import FieldError, Parsed
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.retention import operations
from goldthread.web import guard
from goldthread.web.acting import SigningPage


@dataclass(frozen=True)
class Whose:
    """The person whose record it is; of nobody's, an id that nobody has."""

    id: UUID = UUID(int=0)
    name: str = ""


def name_of(subject: Subject) -> str:
    """What the person of a record that the reader may open is called."""
    return describe.display_name(Person.objects.filter(pk=subject.pk).first())


def signed(entry: Entry) -> str:
    """By whom and when."""
    who = ", ".join(filter(None, (locks.author_name(entry), entry.author_designation)))
    return f"{who}, {say_when(entry.recorded_at)}"


class KeepingPage(SigningPage):
    """One request to sign one of these entries; `answers` is the entry that it follows."""

    template = "retention/form.html.jinja"
    capability: ClassVar[Capability] = Capability.RECORD_WORK
    heading: ClassVar[str] = ""
    says: ClassVar[str] = ""
    button: ClassVar[str] = "Sign"
    needed: ClassVar[Sequence[str]] = ()

    def __init__(
        self, request: HttpRequest, subjects: Sequence[Subject], answers: Entry | None = None
    ) -> None:
        """`subjects` and `answers` are open to the reader; none are for what is about nobody."""
        super().__init__(request)
        self.subjects, self.answers = subjects, answers

    @property
    def children(self) -> Sequence[Whose]:
        """Whom it is about."""
        return [Whose(one.pk, name_of(one)) for one in self.subjects] or [Whose()]

    @property
    def required(self) -> Sequence[str]:
        """What must be answered."""
        return self.needed

    def check(self, parsed: Parsed) -> list[FieldError]:
        """What else is wrong."""
        return []

    def frame(self) -> dict[str, Any]:
        """What it is about, and where the reader came from."""
        return {
            "heading": self.heading or entry_type(self.kind).title,
            "says": self.says,
            "button": self.button,
            "names": [one.name for one in self.children if one.name],
            "answers": self.answers,
            "rows": locks.reads(self.answers) if self.answers else [],
            "back": self.next_page(),
        }

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        happened = parsed.values.get(self.when) if self.when else None
        return operations.keep(
            by=guard.author(self.request, self.capability),
            at=self.at,
            kind=self.kind,
            subjects=self.subjects,
            values=parsed.values,
            sending=sending,
            answers=self.answers,
            occurred_at=datetime.fromisoformat(happened) if happened else None,
        )
