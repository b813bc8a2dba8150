"""Writing a note: a call, a call not answered, a message left, a discussion."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.casefile.entries import Note
from goldthread.casefile.operations import write_note
from goldthread.ledger import drafts
from goldthread.ledger.drafts import Holder
from goldthread.ledger.fields import parse_fields
from goldthread.ledger.models import Draft, Subject
from goldthread.people.describe import display_name
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_REQUIRED = ("about", "facts")


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def write(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """One note on one record. A note begun earlier is taken up where it was left."""
    subject = guard.record(request, subject_id)
    draft = _draft(request, subject)
    if request.method != "POST":
        form = EntryForm(Note.fields, draft.raw, required=_REQUIRED, draft=draft, dense=True)
        return _page(request, subject, form)
    sent = posted(request)
    parsed = parse_fields(Note.fields, sent.raw, required=_REQUIRED, now=now())
    if not parsed.ok:
        form = EntryForm(
            Note.fields,
            sent.raw,
            errors=parsed.errors,
            required=_REQUIRED,
            draft=draft,
            key=sent.key,
            dense=True,
        )
        return _page(request, subject, form)
    by = guard.author(request, Capability.RECORD_WORK)
    write_note(by=by, at=now(), subject=subject, values=parsed.values, draft=draft, key=sent.key)
    return redirect("casefile:child", subject_id=subject.pk)


def _draft(request: HttpRequest, subject: Subject) -> Draft:
    """The user's unsigned note on this record, or a new one."""
    holder = Holder(user=guard.user_of(request))
    begun = drafts.held(holder).filter(kind=Note.kind, context__subject=str(subject.pk)).first()
    return begun or drafts.start(by=holder, at=now(), kind=Note.kind, context={"subject": str(subject.pk)})


def _page(request: HttpRequest, subject: Subject, form: EntryForm) -> HttpResponse:
    name = display_name(Person.objects.filter(pk=subject.pk).first())
    return render(request, "casefile/note.html.jinja", {"form": form, "subject": subject, "name": name})
