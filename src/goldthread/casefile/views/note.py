"""Writing a note: a call, a call not answered, a message left, a discussion."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.accounts.capabilities import Capability
from goldthread.casefile.entries import Note
from goldthread.casefile.operations import write_note
from goldthread.ledger import drafts
from goldthread.ledger.drafts import Holder
from goldthread.ledger.fields import parse_fields
from goldthread.ledger.models import Subject
from goldthread.people.describe import display_name
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_REQUIRED = ("about", "facts")


@require_POST
@guard.on_record(Capability.RECORD_WORK)
def start(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Take up the user's unsigned note on this record, or begin one."""
    subject, holder = guard.record(request, subject_id), Holder(user=guard.user_of(request))
    begun = drafts.held(holder).filter(kind=Note.kind, context__subject=str(subject.pk)).first()
    draft = begun or drafts.start(by=holder, at=now(), kind=Note.kind, context={"subject": str(subject.pk)})
    return redirect("casefile:note", draft_id=draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def write(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One note on one record, kept while it is typed."""
    draft = drafts.held(Holder(user=guard.user_of(request))).filter(pk=draft_id, kind=Note.kind).first()
    if draft is None:
        raise Http404
    subject = guard.record(request, UUID(draft.context["subject"]))
    if request.method != "POST":
        return _page(
            request, subject, EntryForm(Note.fields, draft.raw, required=_REQUIRED, draft=draft, dense=True)
        )
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
        return _page(request, subject, form, status=422)
    by = guard.author(request, Capability.RECORD_WORK)
    write_note(
        by=by, at=now(), subject=subject, values=parsed.values, draft=draft, key=sent.key or str(draft.pk)
    )
    return redirect("casefile:child", subject_id=subject.pk)


def _page(request: HttpRequest, subject: Subject, form: EntryForm, status: int = 200) -> HttpResponse:
    name = display_name(Person.objects.filter(pk=subject.pk).first())
    context = {"form": form, "subject": subject, "name": name}
    return render(request, "casefile/note.html.jinja", context, status=status)
