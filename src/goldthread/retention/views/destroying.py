"""Destroying a record: one person proposes it, another approves it, and the certificate stays."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import destruction, locks
from goldthread.ledger import operations as ledger
from goldthread.ledger.author import NotAble
from goldthread.ledger.fields import Choice, FieldError, Parsed, Retention, Sensitivity, parse_fields
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import AlreadySettled, Sending
from goldthread.people.identity import identity
from goldthread.retention import operations, recordfacts, staying
from goldthread.retention.entries import Approved, Certificate, Proposed
from goldthread.retention.entries.destroying import told
from goldthread.retention.presenters import kept_line
from goldthread.retention.views.pages import KeepingPage, name_of, signed
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_DECIDE = {
    "answer": Choice(
        "Is it destroyed?",
        Sensitivity.OPEN,
        Retention.CERTIFICATE,
        choices={"destroy": "Yes: destroy it now. It cannot be undone", "keep": "No: it stays"},
        required=True,
        name="answer",
    ),
    "reason": Approved.fields["reason"],
}


class _ProposePage(KeepingPage):
    """One request to propose that a record is destroyed."""

    template = "retention/propose.html.jinja"
    kind = Proposed.kind
    capability = Capability.KEEP_RECORDS
    heading = "Propose to destroy the record"
    button = "Propose it"
    needed = ("reason",)

    @property
    def only(self) -> tuple[str, ...]:
        """What was looked at; the rest is worked out."""
        return ("reason",)

    def check(self, parsed: Parsed) -> list[FieldError]:
        """Its time must be over, and nothing may hold it."""
        people = sorted(identity([self.subjects[0].pk]))
        why = staying.why_it_stays(people, self.at)
        return [FieldError("", why)] if why else []

    def context(self) -> dict[str, Any]:
        """Until when it was kept and why, and what would go."""
        people = identity([self.subjects[0].pk])
        return {
            "kept": kept_line(recordfacts.keep_until(people, self.at), london_date(self.at)),
            "goes": told(destruction.plan(people).counts()),
        }

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        by = guard.author(self.request, self.capability)
        try:
            return operations.propose(
                by=by, at=self.at, subject=self.subjects[0], reason=parsed.values["reason"], sending=sending
            )
        except operations.MustStay as why:
            raise PermissionDenied(str(why)) from why

    def next_page(self) -> str:
        """The board."""
        return reverse("retention:board")


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.KEEP_RECORDS)
def propose(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """What would go and by which rule, then the signed proposal."""
    return _ProposePage(request, [guard.record(request, subject_id)]).respond()


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.KEEP_RECORDS, fresh=True)
def proposal(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What is proposed, and a second person's answer to it. Yes destroys the record at once."""
    # It is about nobody, as the certificate that outlives the record is: whom it names opens it.
    proposed = get_object_or_404(Entry, pk=entry_id, kind=Proposed.kind)
    subjects = [guard.record(request, UUID(one)) for one in proposed.payload["subjects"]]
    found = guard.entry(request, entry_id)
    if request.method != "POST":
        return _shown(request, found, subjects)
    sent = posted(request)
    parsed = parse_fields(_DECIDE, sent.raw, required=["reason"], now=now())
    if not parsed.ok:
        return _shown(request, found, subjects, parsed)
    by, at = guard.author(request, Capability.KEEP_RECORDS), now()
    reason = str(parsed.values["reason"])
    try:
        if parsed.values["answer"] == "keep":
            ledger.decline(by=by, at=at, entry=found, reason=reason, key=sent.key)
            messages.success(request, "The record stays.")
            return redirect("retention:board")
        done = operations.approve(by=by, at=at, proposal=found, reason=reason, key=sent.key)
    except (NotAble, AlreadySettled, operations.MustStay) as why:
        parsed.errors.append(FieldError("", str(why)))
        return _shown(request, found, subjects, parsed)
    messages.success(request, "The record is destroyed. This is its certificate.")
    return redirect("retention:certificate", entry_id=done.pk)


def _shown(
    request: HttpRequest, found: Entry, subjects: list[Subject], parsed: Parsed | None = None
) -> HttpResponse:
    settled = found.authorisations.exists() or found.declinings.exists()
    own = found.author_id == guard.user_of(request).pk
    sent = posted(request) if request.method == "POST" else None
    context = {
        "proposal": found,
        "names": [(one.pk, name_of(one), one.reference) for one in subjects],
        "rows": [*locks.reads(found), ("Proposed by", signed(found))],
        "goes": [] if settled else told(destruction.plan([one.pk for one in subjects]).counts()),
        "settled": settled,
        "own": own,
        "form": EntryForm(
            _DECIDE,
            sent.raw if sent else {},
            errors=parsed.errors if parsed else (),
            required=["reason"],
            key=sent.key if sent else "",
            dense=True,
        ),
    }
    return render(request, "retention/proposal.html.jinja", context, status=422 if parsed else 200)


@require_safe
@guard.capable(Capability.KEEP_RECORDS)
def certificate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The certificate of a destruction, to be read or printed. It is about nobody: the record is gone."""
    found = guard.entry(request, entry_id)
    if found.kind != Certificate.kind:
        raise Http404
    rows = [("Certificate", found.reference), *locks.reads(found), ("Signed", signed(found))]
    return render(request, "retention/certificate.html.jinja", {"certificate": found, "rows": rows})


urlpatterns = [
    path("children/<uuid:subject_id>/rights/destroy/", propose, name="propose"),
    path("destruction/<uuid:entry_id>/", proposal, name="proposal"),
    path("certificates/<uuid:entry_id>/", certificate, name="certificate"),
]
