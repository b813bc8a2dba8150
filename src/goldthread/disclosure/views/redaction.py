"""The pages on which a copy of somebody's record is marked: which copies there are, one copy, one entry."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access.recipients import Recipient
from goldthread.accounts.capabilities import Capability
from goldthread.disclosure.entries.redaction import BASES
from goldthread.disclosure.entries.redaction import Redaction as RedactionEntry
from goldthread.disclosure.models import Redaction, Retyped
from goldthread.disclosure.operations import redaction as operations
from goldthread.disclosure.operations.redaction import NotNow, Wanted
from goldthread.disclosure.redaction import queries
from goldthread.disclosure.redaction.desk import Desk
from goldthread.disclosure.redaction.final import final
from goldthread.disclosure.redaction.reasons import REASONS, TITLES
from goldthread.disclosure.redaction.showing import posted_as, shown
from goldthread.disclosure.redaction.source import Sheet
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import (
    Choice,
    Field,
    FieldError,
    LongText,
    Retention,
    Sensitivity,
    Text,
    parse_fields,
)
from goldthread.ledger.london import london_date, say_date
from goldthread.ledger.models import Entry, Subject
from goldthread.people import describe, responsibility
from goldthread.people.identity import identity
from goldthread.people.models import Person
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import posted

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
_ELSE = "other"
_A_PAGE = 50  # entries


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def redactions(request: HttpRequest, subject_id: UUID) -> HttpResponse:
    """Every copy of one person's record, and the form that begins another."""
    subject = guard.record(request, subject_id)
    asked = _asked(request, subject)
    people = _people(subject)
    fields = _questions(people)
    sent = posted(request)
    begin = {"purpose": [entry_type(asked.kind).summary(asked.payload)]} if asked else {}
    raw = sent.raw if request.method == "POST" else begin
    parsed = parse_fields(fields, raw, required=["to", "basis", "purpose", "to_name"])
    if request.method == "POST" and parsed.ok:
        made = operations.open_redaction(
            by=guard.author(request, Capability.RECORD_WORK),
            at=now(),
            subject=subject,
            wanted=_wanted(parsed.values, people, asked),
        )
        return redirect("disclosure:redaction", made.pk)
    errors = parsed.errors if request.method == "POST" else []
    context = {
        "subject": subject,
        "name": describe.display_name(Person.objects.filter(pk=subject.pk).first()),
        "copies": [(one, state_of(one)) for one in queries.of_record(identity([subject.pk]))],
        "form": EntryForm(fields, raw, errors=errors, dense=True),
        "asked": asked,
    }
    return render(request, "disclosure/redactions.html.jinja", context, status=422 if errors else 200)


def _asked(request: HttpRequest, subject: Subject) -> Entry | None:
    """The request that the copy answers, where the page was reached from one."""
    try:
        key = UUID(request.GET.get("request", ""))
    except ValueError:
        return None
    found = guard.entry(request, key)
    if not found.parts.filter(subject__in=identity([subject.pk])).exists():
        raise Http404
    return found


def _people(subject: Subject) -> dict[str, Recipient]:
    """Who may ask for it: the person themselves, and whoever may hold parental responsibility."""
    person = Person.objects.filter(pk=subject.pk).first()
    own = Recipient(describe.plain_name(person), "the person themselves", person=subject.pk)
    found = {own.key: own}
    for one in responsibility.answers(subject.pk, on=london_date(now())):
        if one.subject_id is not None:
            how = f"{one.finding.answer.words[:1].lower()}{one.finding.answer.words[1:]}"
            other = Recipient(describe.plain_name(one.person), how, person=one.subject_id)
            found[other.key] = other
    return found


def _questions(people: dict[str, Recipient]) -> dict[str, Field]:
    choices = {key: f"{one.name}, {one.how}" for key, one in people.items()}
    choices[_ELSE] = "Somebody else, such as a court or a solicitor"
    asked: dict[str, Field] = {
        "to": Choice("Who gets the copy?", _P, _R, choices=choices),
        "to_name": Text("Their name", _P, _R, asked_when=("to", _ELSE)),
        "basis": Choice("On what ground?", _P, _R, choices=BASES),
        "purpose": LongText("What did they ask for?", _P, _R, rows=2),
    }
    for name, field in asked.items():
        field.__set_name__(Redaction, name)
    return asked


def _wanted(values: dict[str, Any], people: dict[str, Recipient], asked: Entry | None) -> Wanted:
    to = people.get(values["to"]) or Recipient(values["to_name"])
    return Wanted(to, values["basis"], values["purpose"], asked)


def state_of(redaction: Redaction) -> tuple[str, str]:
    """How far a copy has got, in words, and the look of that."""
    copies = queries.copies_of(redaction)
    if copies and copies[0].replies.filter(kind="copy_given").exists():
        return "Given", "done"
    if copies:
        return "Made", "done"
    if queries.is_approved(redaction):
        return "Approved", "info"
    if queries.waits(redaction):
        return "Waits for a second pair of eyes", "today"
    return ("Sent back", "late") if redaction.signed_as_id else ("Being marked", "quiet")


def desk_of(request: HttpRequest, redaction_id: UUID) -> Desk:
    """A copy whose record this reader may work on. Answers 404 for any other."""
    found = (
        Redaction.objects.select_related("subject", "signed_as", "request").filter(pk=redaction_id).first()
    )
    if found is None:
        raise Http404
    guard.record(request, found.subject_id)
    return Desk(found, guard.user_of(request), at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def redaction(request: HttpRequest, redaction_id: UUID) -> HttpResponse:
    """One copy: its entries, which of them somebody went through, and what is signed."""
    desk = desk_of(request, redaction_id)
    if request.method == "POST":
        return _sign(request, desk)
    return _overview(request, desk)


def _overview(
    request: HttpRequest, desk: Desk, *, errors: Sequence[FieldError] = (), raw: Any = None, key: str = ""
) -> HttpResponse:
    made = desk.sheets()
    page = Paginator(made, _A_PAGE).get_page(request.GET.get("page"))
    left = [one for one in made if not desk.is_looked_at(one)]
    asked = _explained(desk, made)
    signed = desk.redaction.signed_as
    context = {
        "desk": desk,
        "redaction": desk.redaction,
        "state": state_of(desk.redaction),
        "waits": queries.waits(desk.redaction),
        "check": queries.checked(signed) if signed else None,
        "copies": queries.copies_of(desk.redaction),
        "rows": [(one, _row(desk, one)) for one in page],
        "paginator_page": page,
        "left": left,
        "total": len(made),
        "name": describe.display_name(Person.objects.filter(pk=desk.redaction.subject_id).first()),
        "form": EntryForm(asked, raw or {}, errors=errors, dense=True, key=key, required=list(asked)),
        "stop": desk.against.nothing[0] if desk.against.nothing else "",
    }
    return render(request, "disclosure/redaction.html.jinja", context, status=422 if errors else 200)


def _row(desk: Desk, sheet: Sheet) -> tuple[str, str]:
    """What was decided of one entry so far, in words, and its look."""
    if not desk.is_looked_at(sheet):
        return ("Changed since", "late") if sheet.entry.pk in desk.looked else ("Not yet", "quiet")
    if desk.whole(sheet):
        return "All of it goes", "info"
    gone = sum(mark.goes for mark in desk.marks if mark.source_id == sheet.entry.pk)
    gone += sum(bool(piece.kept) for piece in sheet.pieces)
    return (f"{gone} taken out" if gone else "Nothing taken out"), "done"


def _explained(desk: Desk, made: Sequence[Sheet]) -> dict[str, Field]:
    """What must be said of the reasons that were used, before it is signed."""
    used = final(desk, made).counts
    asked: dict[str, Field] = {
        f"why-{key}": LongText(REASONS[key].asks, _P, _R, rows=2, hint=TITLES[key])
        for key in used
        if REASONS[key].asks and key != "harm"
    }
    if any(mark.goes and mark.reason == "harm" for mark in desk.marks):
        asked["why-harm"] = LongText(REASONS["harm"].asks, _P, _R, rows=2, hint=TITLES["harm"])
    for name, field in asked.items():
        field.__set_name__(Redaction, name)
    return asked


def _sign(request: HttpRequest, desk: Desk) -> HttpResponse:
    sent = posted(request)
    asked = _explained(desk, desk.sheets())
    parsed = parse_fields(asked, sent.raw, required=list(asked))
    errors: list[FieldError] = list(parsed.errors)
    if not errors:
        try:
            operations.sign_redaction(
                by=guard.author(request, Capability.RECORD_WORK),
                at=now(),
                desk=desk,
                why={name.removeprefix("why-"): str(text) for name, text in parsed.values.items()},
                key=sent.key or uuid4().hex,
            )
        except NotNow as stop:
            errors = [FieldError("", str(stop))]
        else:
            messages.success(request, "Signed. Somebody else now goes through the whole of it")
            return redirect("disclosure:redaction", desk.redaction.pk)
    return _overview(request, desk, errors=errors, raw=sent.raw, key=sent.key)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.RECORD_WORK)
def sheet(request: HttpRequest, redaction_id: UUID, entry_id: UUID) -> HttpResponse:
    """One entry as text, with what may have to go: each is taken out or left, and more can be marked."""
    desk = desk_of(request, redaction_id)
    found = desk.sheet(entry_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _decide(request, desk, found)
    return _sheet(request, desk, found)


def _decide(request: HttpRequest, desk: Desk, found: Sheet) -> HttpResponse:
    sent = posted(request)
    if next(iter(sent.raw.get("sheet", ())), "") != found.mark:
        return _sheet(request, desk, found, wrong="This entry was corrected meanwhile. Go through it again")
    try:
        operations.go_through(
            by=guard.author(request, Capability.RECORD_WORK),
            at=now(),
            redaction=desk.redaction,
            sheets=[posted_as(desk, found, sent.raw)],
        )
    except NotNow as stop:
        return _sheet(request, desk, found, wrong=str(stop))
    here = reverse("disclosure:redaction_sheet", args=[desk.redaction.pk, found.entry.pk])
    if sent.action.startswith("words:"):
        number = sent.action.removeprefix("words:")
        return redirect(f"{here}?words={number}#piece-{number}")
    if sent.action == "stay":
        messages.success(request, "Kept")
        return redirect(here)
    again = Desk(desk.redaction, desk.worker, at=desk.at)
    order = [one.pk for one in again.entries]
    after = order[order.index(found.entry.pk) + 1 :] + order[: order.index(found.entry.pk)]
    onward = next((key for key in after if key not in again.looked), None)
    if onward is None:
        return redirect("disclosure:redaction", desk.redaction.pk)
    return redirect("disclosure:redaction_sheet", desk.redaction.pk, onward)


def _sheet(request: HttpRequest, desk: Desk, found: Sheet, *, wrong: str = "") -> HttpResponse:
    asked = request.GET.get("words", "")
    words_of = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    place = [one.pk for one in desk.entries].index(found.entry.pk)
    typed = dict(Retyped.objects.filter(redaction=desk.redaction).values_list("file_id", "text"))
    context = {
        "redaction": desk.redaction,
        "sheet": found,
        "pieces": shown(desk, found, words_of),
        "whole": desk.whole(found),
        "reasons": TITLES,
        "typed": typed,
        "waits": queries.waits(desk.redaction),
        "place": place + 1,
        "total": len(desk.entries),
        "looked": desk.is_looked_at(found),
        "form": EntryForm({}, errors=[FieldError("", wrong)] if wrong else [], dense=True),
        "until": say_date(desk.redaction.until),
    }
    return render(request, "disclosure/redaction_sheet.html.jinja", context, status=409 if wrong else 200)


@require_safe
@guard.on_record(Capability.RECORD_WORK)
def of_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """From the entry that signed the marks to the copy."""
    found = guard.entry(request, entry_id)
    if found.kind != RedactionEntry.kind:
        raise Http404
    return redirect("disclosure:redaction", found.payload["redaction"])


urlpatterns = [
    path("children/<uuid:subject_id>/copies/", redactions, name="redactions"),
    path("copies/<uuid:redaction_id>/", redaction, name="redaction"),
    path("copies/<uuid:redaction_id>/entries/<uuid:entry_id>/", sheet, name="redaction_sheet"),
    path("entries/<uuid:entry_id>/marked/", of_entry, name="redaction_entry"),
]
