"""Writing a note: a call, a call not answered, a message left, a discussion, a visit, a meeting."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.casefile.entries import NOTE_KINDS, Note
from goldthread.casefile.operations import write_note
from goldthread.casefile.views.stating import Whose
from goldthread.ledger.fields import Parsed, Raw, raw_of
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import Sending
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.acting import SigningPage
from goldthread.web.clauses import told_at

ON_CHILD = "child_page"  # the place at which a pack says what holds for a child's record


class _NotePage(SigningPage):
    """One request to write a note on one record. What is typed is kept as a draft."""

    template = "casefile/note.html.jinja"
    kind = Note.kind
    when = "happened_at"

    def __init__(self, request: HttpRequest, subject: Subject) -> None:
        """`subject` is the person, whose record the reader may open."""
        super().__init__(request)
        self.whose = Whose(subject, describe.display_name(Person.objects.filter(pk=subject.pk).first()))

    @property
    def children(self) -> Sequence[Whose]:
        """The one person."""
        return [self.whose]

    @property
    def required(self) -> tuple[str, ...]:
        """What kind it is, when it was, and what happened."""
        return ("about", "happened_at", "facts")

    def prefill(self) -> Raw:
        """Now; the kind that a link asked for."""
        asked = self.request.GET.get("about", "")
        kind = {"about": asked} if asked in NOTE_KINDS else {}
        return raw_of(self.fields, {"happened_at": self.at.replace(second=0).isoformat(), **kind})

    def frame(self) -> dict[str, object]:
        """Whose record it is, and what the procedure says of writing in one."""
        return {"subject": self.whose.subject, "name": self.whose.name, "told": told_at(ON_CHILD)}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        return write_note(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            subject=self.whose.subject,
            values=parsed.values,
            happened=datetime.fromisoformat(parsed.values["happened_at"]),
            sending=sending,
        )

    def next_page(self) -> str:
        """The child."""
        return reverse("casefile:child", args=[self.whose.id])


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def note(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """One note on one record, kept while it is typed."""
    return _NotePage(request, guard.record(request, subject_id)).respond()
