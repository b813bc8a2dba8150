"""Writing a note: a call, a call not answered, a message left, a discussion, a visit, a meeting."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.casefile.entries import NOTE_KINDS, Note
from goldthread.casefile.operations import write_note
from goldthread.ledger.fields import Field, Parsed, Raw, raw_of
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Sending
from goldthread.web import guard
from goldthread.web.clauses import told_at
from goldthread.web.siblings import WHOM, SiblingsPage

ON_CHILD = "child_page"  # the place at which a pack says what holds for a child's record


class _NotePage(SiblingsPage):
    """One request to write a note on one record, or on several of a family. It is kept as a draft."""

    template = "casefile/note.html.jinja"
    kind = Note.kind
    when = "happened_at"

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Of several, whom it is about; then the note."""
        return {**self.whom, **Note.fields}

    @property
    def required(self) -> tuple[str, ...]:
        """Whom it is about, what kind it is, when it was, and what happened."""
        return (WHOM, "about", "happened_at", "facts")

    def prefill(self) -> Raw:
        """Now, about whose page it is; the kind that a link asked for."""
        asked = self.request.GET.get("about", "")
        kind = {"about": asked} if asked in NOTE_KINDS else {}
        known = {"happened_at": self.at.replace(second=0).isoformat(), WHOM: [str(self.whose.id)], **kind}
        return raw_of(self.fields, {name: said for name, said in known.items() if name in self.fields})

    def frame(self) -> dict[str, object]:
        """Whose record it is, and what the procedure says of writing in one."""
        return {"subject": self.whose.subject, "name": self.whose.name, "told": told_at(ON_CHILD)}

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        return write_note(
            by=guard.author(self.request, Capability.RECORD_WORK),
            at=self.at,
            subjects=self.subjects(),
            values={name: value for name, value in parsed.values.items() if name != WHOM},
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
