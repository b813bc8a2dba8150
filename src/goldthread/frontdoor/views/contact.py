"""The page of one contact: who told us what, what the procedure asks now, and everything recorded since."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.frontdoor import presenters
from goldthread.frontdoor.acts import ACTS, Act
from goldthread.frontdoor.advice import advised
from goldthread.frontdoor.consent import agreements
from goldthread.frontdoor.contactfile import ContactFile
from goldthread.frontdoor.operations import work
from goldthread.frontdoor.views.acting import ActPage, file_of, is_revealed, view_of
from goldthread.ledger import locks, recordable
from goldthread.ledger.entries import entry_type
from goldthread.ledger.models import Entry
from goldthread.procedures.duties import Duty
from goldthread.web import guard
from goldthread.web.clauses import why
from goldthread.web.clock import now
from goldthread.web.page import render

# Acts with a page of their own elsewhere; the others are forms and no more.
_OWN_PAGE = frozenset(
    {"danger", "return", "route", "screen", "enquire", "decide", "feedback", "transfer", "information"}
)


@dataclass(frozen=True)
class Button:
    """One act as a button: the events that it may make now, and whether the procedure asks for one."""

    name: str
    words: str
    href: str
    makes: tuple[str, ...]
    asked: bool

    @property
    def link(self) -> presenters.Link:
        """Its words and address."""
        return (self.words, self.href)


@require_safe
@guard.on_record(Capability.READ_RECORD)
def contact(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One contact, all its children."""
    file, at = file_of(request, entry_id), now()
    roles = guard.user_of(request).roles(at=at)
    buttons = [*offered(file, at, able(request, at), roles), *steps(file, at, roles)]
    ours = presenters.duty_lines(
        file, at, {event: button.link for button in buttons for event in button.makes}
    )
    learnt = [button for button in buttons if button.name == "information"]
    theirs = presenters.duty_lines(
        file, at, {event: button.link for button in learnt for event in button.makes}, referrer=True
    )
    timed = [line for line in (*ours, *theirs) if presenters.is_timed(line)]
    bans = {ban.id: ban for child in file.children for ban in child.bans(at, roles, file.table)}
    revealed = is_revealed(request, file.contact)
    context: dict[str, Any] = {
        "head": presenters.head(file, at),
        "worry": file.said.get("concern") or file.said.get("service_wanted") or "",
        "contact": file.contact,
        "clocks": [line for line in timed if not line.met],
        "done": [line for line in timed if line.met],
        "must": [line for line in ours if not presenters.is_timed(line) and not line.met],
        "referrer_must": [line for line in theirs if not presenters.is_timed(line) and not line.met],
        "must_not": [presenters.Note(ban.written.what, why(ban.written)) for ban in bans.values()],
        "passed_on": any(entry.kind == "routing" for entry in file.work),
        "advice": advised(file, at),
        "agreements": agreements(file, guard.user_of(request), at),
        "asked": [button for button in buttons if button.asked],
        "more": [button for button in buttons if not button.asked],
        "proposals": [_proposal(request, file, entry) for entry in file.open_proposals(at)],
        "said": presenters.said(file, revealed=revealed),
        "masked": bool(locks.locked(file.contact)),
        "revealed": revealed,
        "timeline": presenters.timeline(reversed(file.work)),
        "linked": linked(file),
    }
    return render(request, "frontdoor/contact.html.jinja", context)


@require_POST
@guard.on_record(Capability.RECORD_WORK)
def reveal(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Show, for the rest of this session, who made the contact. That it was shown is kept (HERTS-3.25)."""
    file = file_of(request, entry_id)
    work.reveal(by=guard.author(request, Capability.RECORD_WORK), at=now(), contact=file.contact)
    request.session["revealed"] = [*request.session.get("revealed", []), str(entry_id)]
    messages.info(request, "You now see who told us. That you looked has been kept.")
    return redirect("frontdoor:contact", entry_id)


def able(request: HttpRequest, at: datetime) -> list[Act]:
    """The acts that this person's roles allow, in the order of the work."""
    user = guard.user_of(request)
    return [act for act in ACTS if user.may(act.capability, at=at)]


def offered(file: ContactFile, at: datetime, acts: list[Act], roles: Collection[str]) -> list[Button]:
    """The acts that may be done now, what must be done at once first, then in the order of the work.

    One that the procedure forbids on this contact is left out, and one that it gives to other roles.
    """
    owed = _owed(file, at)
    wanted = {event for duty in owed for event in duty.rule.met_by}
    own = {event for duty in owed for event in duty.rule.met_by if event.split(".")[0] == duty.rule.step}
    at_once = {event for duty in owed if duty.rule.immediate for event in duty.rule.met_by}
    found = []
    for act in acts:
        makes = tuple(
            event
            for event in act.events(file.table)
            if _may(file, event, at, own) and _theirs(file, event, roles)
        )
        if makes and (not act.needs or act.needs in makes):
            href = reverse(f"frontdoor:{act.name}", args=[file.contact.pk])
            asked = not wanted.isdisjoint(makes)
            found.append(Button(act.name, act.button(file.table.pack), href, makes, asked))
    return sorted(found, key=lambda button: at_once.isdisjoint(button.makes))


def steps(file: ContactFile, at: datetime, roles: Collection[str]) -> list[Button]:
    """The steps that a contact leads to, other than its acts, and that these roles may record now.

    Each leads to its own page about the first child, or to the page of any step.
    """
    pack, owed = file.table.pack, _owed(file, at)
    wanted = {event for duty in owed for event in duty.rule.met_by}
    asked = {event.partition(".")[0] for event in wanted} | {duty.rule.step for duty in owed}
    found = recordable.expected_by_kind([child.state for child in file.children], roles, at)
    buttons = []
    for kind, expected in found.items():
        for step, outcomes in expected.items():
            makes = tuple(f"{step}.{outcome}" for outcome in outcomes)
            opens = pack.steps[step].opens_when if step in pack.steps else ()
            href = _page_of(file, kind, step)
            if href and (step in asked or not file.table.starts_with.isdisjoint(opens)):
                asks = not wanted.isdisjoint(makes)
                buttons.append(Button(step, pack.steps[step].title, href, makes, asks))
    return buttons


def _page_of(file: ContactFile, kind: str, step: str) -> str:
    """Where a kind of entry records a step; empty where that is an act of this page, or no page of ours."""
    if kind == recordable.KIND:
        return reverse("casefile:answer_step", args=[file.contact.pk, step])
    answer, own = entry_type(kind).on_entry, entry_type(kind).on_child
    if answer:
        return reverse(answer, args=[file.contact.pk])
    return reverse(own, args=[file.children[0].id]) if own else ""


def _owed(file: ContactFile, at: datetime) -> list[Duty]:
    return [duty for child in file.children for duty in child.duties(at) if not duty.met]


def _theirs(file: ContactFile, event: str, roles: Collection[str]) -> bool:
    """Whether the procedure gives an outcome to one of these roles."""
    return event in file.table.may and bool(recordable.role_for(file.table, roles, event))


def _may(file: ContactFile, event: str, at: datetime, owed: Collection[str]) -> bool:
    """Whether its own step owes the event or is open, for any of the children, and nothing forbids it."""
    return any(
        (event in owed or child.in_place(event, at, file.table))
        and not any(event in ban.refuses for ban in child.bans(at, (), file.table))
        for child in file.children
    )


def _proposal(request: HttpRequest, file: ContactFile, entry: Entry) -> dict[str, Any]:
    own = entry.author_id == guard.user_of(request).pk
    return {
        "title": presenters.title_of(entry),
        "by": presenters.signed_by(entry),
        "text": presenters.item(entry).text,
        "href": reverse("frontdoor:authorise", args=[file.contact.pk, entry.pk]),
        "own": own,
    }


def linked(file: ContactFile) -> list[presenters.Item]:
    """Other contacts and consultations about these children, and how the linked ones stand to this one."""
    items = []
    for entry in file.linked():
        item = presenters.item(entry)
        badges = list(item.badges)
        if entry.pk == file.contact.answers_id:
            badges.append(("This contact follows it", "info"))
        if entry.answers_id == file.contact.pk:
            badges.append(("Follows this contact", "info"))
        href = reverse("frontdoor:contact", args=[entry.pk]) if entry.kind == "contact" else item.href
        text = entry_type(entry.kind).summary(entry.payload)
        items.append(presenters.Item(item.when, item.title, text, item.by, href, badges))
    return items


urlpatterns = [
    path("contacts/<uuid:entry_id>/", contact, name="contact"),
    path("contacts/<uuid:entry_id>/reveal/", reveal, name="reveal"),
    *(
        path(f"contacts/<uuid:entry_id>/{act.name}/", view_of(act, ActPage), name=act.name)
        for act in ACTS
        if act.name not in _OWN_PAGE
    ),
]
