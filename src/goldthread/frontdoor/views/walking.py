"""A form of the pack as pages in a browser: shown, kept, gone on from and back, by whoever holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.frontdoor.formpages import Page, Walk, walk_of
from goldthread.frontdoor.lines import advisers, line_for
from goldthread.frontdoor.operations import attaching
from goldthread.ledger import drafts, files
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Field, FieldError, File, Parsed
from goldthread.ledger.models import Attachment, Draft
from goldthread.ledger.state import RefusedByProcedure
from goldthread.web import keeping
from goldthread.web.acting import Standstill, rule_behind
from goldthread.web.clock import now
from goldthread.web.controls import KeptFile
from goldthread.web.forms import EntryForm
from goldthread.web.lines import Line
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

BACK, SAVE, REMOVE_FILE = "back", "save", "remove-file:"
ELSEWHERE = FieldError(
    "",
    "This page was changed in another window. Check what you see here and continue; both versions are kept",
)


@dataclass(frozen=True)
class Journey:
    """One way through a form: the names of its addresses, and what stands without being asked."""

    start: str  # takes nothing
    page: str  # takes the draft and the page
    danger: str  # takes the draft, as the next one does
    check: str
    given: Values
    public: bool = False

    def url(self, draft: Draft, page: str | None) -> str:
        """The address of a page, or of the answers to check when there is no further page."""
        return reverse(self.page, args=[draft.pk, page]) if page else reverse(self.check, args=[draft.pk])

    def file(self, draft: Draft, file: Attachment) -> str:
        """Where a file of the draft can be looked at."""
        return reverse("frontdoor:request_draft_file", args=[draft.pk, file.pk])

    def last_page(self, draft: Draft) -> str:
        """The address of the page before the answers to check."""
        return self.url(draft, list(walk_of(draft, self.given).pages)[-1])


def draft_of(request: HttpRequest, draft_id: UUID) -> Draft:
    """The draft, if it is this person's and not sent yet. Answers 404 for any other."""
    found = drafts.held(keeping.holder(request)).filter(pk=draft_id, kind="contact").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class _Visit:
    """One request for one page."""

    request: HttpRequest
    journey: Journey
    draft: Draft
    page: Page

    @cached_property
    def walk(self) -> Walk:
        """The form as the draft stands, once what was sent is kept."""
        return walk_of(self.draft, self.journey.given)

    @property
    def files(self) -> dict[str, KeptFile]:
        """The files that the draft holds, by field."""
        kept = self.draft.attachments.defer("content")
        return {file.field: KeptFile(file.name, self.journey.file(self.draft, file)) for file in kept}

    @property
    def changing(self) -> bool:
        """Whether the reader came from the answers to check, and goes back there."""
        return "change" in self.request.GET

    def show(self, form: EntryForm, status: int = 200) -> HttpResponse:
        """The page with its questions."""
        walk = self.walk
        pages = list(walk.pages)
        context = {
            "form": form,
            "step": self.page,
            "walk": walk,
            "journey": self.journey,
            "number": pages.index(self.page.id) + 1 if self.page.id in pages else 1,
            "of": len(pages),
            "lines": _lines(walk, self.page),
            "code": keeping.holder(self.request).secret if self.journey.public else "",
        }
        return render(self.request, "frontdoor/form_page.html.jinja", context, status=status)

    def form(self, errors: Sequence[FieldError] = ()) -> EntryForm:
        """The questions as the draft answers them."""
        return EntryForm(
            self.page.fields,
            self.draft.raw,
            errors=errors,
            only=self.page.asks,
            required=self.page.written.required,
            draft=self.draft,
            files=self.files,
            heading=self.page.is_question,
        )


def page(request: HttpRequest, journey: Journey, draft_id: UUID, page_id: str) -> HttpResponse:
    """Show one page of the form, or keep what was typed on it and go where the reader asked."""
    draft = draft_of(request, draft_id)
    walk = walk_of(draft, journey.given)
    if page_id not in walk.form.pages:
        raise Http404
    if page_id not in walk.pages:  # an answer given since then has made it needless
        return redirect(journey.url(draft, None))
    visit = _Visit(request, journey, draft, walk.pages[page_id])
    if request.method != "POST":
        return visit.show(visit.form())
    return _keep(visit)


def _keep(visit: _Visit) -> HttpResponse:
    """Whatever the button, what was typed is kept first, valid or not."""
    sent = posted(visit.request)
    kept = drafts.save(
        by=keeping.holder(visit.request), at=now(), draft=visit.draft.pk, raw=sent.raw, version=sent.version
    )
    visit.draft.refresh_from_db()
    if isinstance(kept, drafts.Conflict):
        visit.draft.raw = {**visit.draft.raw, **sent.raw}
        return visit.show(visit.form([ELSEWHERE]), status=409)
    return _act(visit, sent)


def _act(visit: _Visit, sent: Posted) -> HttpResponse:
    """Do what the button says."""
    refused = take_files(visit.request, visit.draft, visit.page.shown)
    if sent.action.startswith(REMOVE_FILE):
        remove_file(visit.request, visit.draft, visit.page.shown, sent.action)
        return redirect(visit.request.get_full_path())
    whole = replace(sent, raw=visit.draft.raw)  # other pages may ask about the same row
    if whole.regrouped is not None:
        return _regroup(visit, whole)
    if sent.action == BACK:
        before = visit.walk.before(visit.page.id)
        return redirect(visit.journey.url(visit.draft, before) if before else reverse(visit.journey.start))
    if sent.action == SAVE:
        return redirect(visit.journey.start)
    return _go_on(visit, refused)


def take_files(request: HttpRequest, draft: Draft, fields: Mapping[str, Field]) -> list[FieldError]:
    """Keep with the draft the files that were sent; what is wrong with those that were not kept."""
    refused = []
    for name, field in fields.items():
        upload = request.FILES.get(name)
        if isinstance(field, File) and upload is not None:
            try:
                attaching.attach(
                    by=keeping.holder(request),
                    at=now(),
                    draft=draft.pk,
                    field=field,
                    name=upload.name or "",
                    content=upload.read(),
                )
            except files.NotAccepted as refusal:
                refused.append(FieldError(name, str(refusal)))
    draft.refresh_from_db()
    return refused


def remove_file(request: HttpRequest, draft: Draft, fields: Mapping[str, Field], action: str) -> None:
    """Take the file that a button names out of the draft."""
    field = fields.get(action.removeprefix(REMOVE_FILE))
    if isinstance(field, File):
        attaching.detach(by=keeping.holder(request), at=now(), draft=draft.pk, field=field)


def _regroup(visit: _Visit, sent: Posted) -> HttpResponse:
    """The page again with one row more or fewer, and the reader at it."""
    drafts.save(
        by=keeping.holder(visit.request),
        at=now(),
        draft=visit.draft.pk,
        raw=sent.regrouped or {},
        version=visit.draft.version,
    )
    return redirect(f"{visit.request.get_full_path()}#{sent.focus}")


def _go_on(visit: _Visit, refused: Sequence[FieldError]) -> HttpResponse:
    """To the next page, or the same one with what is wrong on it."""
    parsed = visit.page.read(visit.draft.raw, now())
    errors = [*refused, *parsed.errors]
    if errors:
        return visit.show(visit.form(errors), status=422)
    if parsed.values.get("immediate_danger") is True:
        return redirect(reverse(visit.journey.danger, args=[visit.draft.pk]))
    return redirect(
        visit.journey.url(visit.draft, None if visit.changing else visit.walk.after(visit.page.id))
    )


def danger(request: HttpRequest, journey: Journey, draft_id: UUID) -> HttpResponse:
    """What to do now for a child in danger, before anything else is typed; then how to go on."""
    draft = draft_of(request, draft_id)
    walk = walk_of(draft, journey.given)
    asking = next((name for name, page in walk.pages.items() if "immediate_danger" in page.asks), "")
    context = {
        "walk": walk,
        "line": line_for(walk, now()),
        "back": journey.url(draft, asking),
        "go_on": journey.url(draft, walk.after(asking)),
        "exit_this_page": journey.public,
    }
    return render(request, "frontdoor/danger.html.jinja", context)


@dataclass(frozen=True)
class SendForm(EntryForm):
    """The form with one button that sends a draft; its errors lead to the pages where they can be mended."""

    problems: Sequence[tuple[str, str]] = ()

    @property
    def summary(self) -> list[dict[str, str]]:
        """Each error, linked to its question."""
        return [{"text": text, "href": href} for text, href in self.problems]


def send_form(journey: Journey, draft: Draft, wrong: Mapping[str, Parsed]) -> SendForm:
    """The button that sends, under what is wrong, page by page."""
    errors = [(error, journey.url(draft, page)) for page, parsed in wrong.items() for error in parsed.errors]
    problems = [(error.message, f"{url}?change#{error.name}") for error, url in errors]
    return SendForm({}, errors=[error for error, _ in errors], problems=problems)


def not_sent(refusal: RefusedByProcedure) -> Standstill:
    """Why a form cannot be sent, for whoever sends it: the rule in a sentence, and where it comes from."""
    rule = str(refusal)
    whole = rule.endswith(".")
    says = rule if whole else f"The procedure does not let you {rule[0].lower()}{rule[1:]}."
    return Standstill("This cannot be sent yet", says, rule_behind(refusal))


def _lines(walk: Walk, page: Page) -> list[Line]:
    """Whom to ring about what the page asks: in danger, or for advice before the form is sent."""
    if "immediate_danger" in page.asks:
        line = line_for(walk, now())
        return [line] if line else []
    return (
        advisers(walk.pack, walk.facts.get("referrer_kind", ""), now())
        if "consulted_hub" in page.asks
        else []
    )
