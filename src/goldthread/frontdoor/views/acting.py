"""A page on which one act on a contact is recorded."""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property, wraps
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldthread.frontdoor import presenters
from goldthread.frontdoor.acts import Act, events
from goldthread.frontdoor.contactfile import Child, ContactFile, contact_file
from goldthread.frontdoor.operations import work
from goldthread.ledger import procedure
from goldthread.ledger.fields import Parsed, Raw, child_name
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import Sending
from goldthread.procedures.decide import LATE_REASON
from goldthread.web import guard
from goldthread.web.acting import SigningPage, forbidden
from goldthread.web.clock import now

View = Callable[..., HttpResponse]


class ActPage(SigningPage):
    """One request for one act. Subclasses say what is their own: fields, prefilled answers, signing."""

    template: ClassVar[str] = "frontdoor/act.html.jinja"

    def __init__(self, request: HttpRequest, entry_id: UUID, act: Act) -> None:
        """Answers 404 for anything but a contact about a child whose record the reader may open."""
        super().__init__(request)
        self.act, self.kind, self.when = act, act.kind, act.when
        self.file = file_of(request, entry_id)

    @property
    def contact(self) -> Entry:
        """The contact on which the act is recorded."""
        return self.file.contact

    @property
    def only(self) -> Collection[str]:
        """The names of those that are asked."""
        return self.act.only or tuple(self.fields)

    @property
    def required(self) -> Collection[str]:
        """The names of those that must be answered."""
        return self.act.required

    @cached_property
    def children(self) -> Sequence[Child]:
        """Whom the act is about."""
        return self.file.children

    def stated(self) -> Raw:
        """Facts of the procedure that the contact or what answered it states already: the newest word."""
        asked = {name: one for name, one in self.fields.items() if name in procedure.newest().facts}
        asked.pop(LATE_REASON, None)
        raw: dict[str, list[str]] = {}
        entries = [entry for entry in self.file.work if entry.amends is None]
        for said, parts in [(self.file.said, {}), *((one.payload, _parts(one)) for one in entries)]:
            for child in self.children:
                own = {**said, **parts.get(child.id, {})}
                for name in asked.keys() & own.keys():
                    key = child_name(str(child.id), name) if asked[name].per_child else name
                    raw |= asked[name].write(own[name], key)
        return raw

    def frame(self) -> dict[str, Any]:
        """Whom and what the contact is about, what was said in it, and the procedure's words."""
        return {
            "title": self.act.title(self.file.table.pack),
            "head": presenters.head(self.file, self.at),
            "said": presenters.said(self.file, revealed=is_revealed(self.request, self.contact)),
            "guidance": presenters.guidance(self.act.place),
            "back": reverse("frontdoor:contact", args=[self.contact.pk]),
        }

    def save(self, parsed: Parsed, sending: Sending, outside_reason: str) -> Entry:
        """Sign it."""
        values = parsed.values
        happened = values.get(self.act.when) if self.act.when else None
        return work.record(
            by=guard.author(self.request, self.act.capability),
            at=self.at,
            contact=self.contact,
            kind=self.act.kind,
            values=values,
            children={child.id: parsed.parts.get(str(child.id), {}) for child in self.children},
            sending=sending,
            occurred_at=presenters.instant(happened) if happened else None,
            outside_reason=outside_reason,
        )

    def next_page(self) -> str:
        """Where the reader goes on."""
        return reverse("frontdoor:contact", args=[self.contact.pk])


def _parts(entry: Entry) -> dict[UUID, dict[str, Any]]:
    return {part.subject_id: part.payload for part in entry.parts.all()}


def file_of(request: HttpRequest, entry_id: UUID) -> ContactFile:
    """The contact, through the guard. Answers 404 where it is none, or no child of it is open to them."""
    contact = guard.entry(request, entry_id)
    if contact.kind != "contact":
        raise Http404
    file = contact_file(contact, guard.visible_parts(request, contact))
    if not file.children:
        raise Http404
    return file


def view_of(act: Act, page: type[ActPage] = ActPage) -> View:
    """The view of an act. Whoever may not is told the procedure's own rule, where it has one."""

    @guard.on_record(act.capability)
    def view(request: HttpRequest, entry_id: UUID) -> HttpResponse:
        return page(request, entry_id, act).respond()

    return telling_the_rule(act.makes)(require_http_methods(["GET", "HEAD", "POST"])(view))


def telling_the_rule(makes: Collection[str]) -> Callable[[View], View]:
    """A refusal for want of a role says the rule and its source, where the procedure has one for it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied as refusal:
                table = procedure.procedure().latest
                roles = guard.user_of(request).roles(at=now())
                rule = forbidden(table, events(makes, table), roles)
                raise PermissionDenied(rule or str(refusal)) from refusal

        return told

    return decorate


def is_revealed(request: HttpRequest, contact: Entry) -> bool:
    """Whether this person chose, in this session, to see who made the contact."""
    return str(contact.pk) in request.session.get("revealed", [])
