"""The steps of the procedure that a referrer may record on their own request."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from goldthread.frontdoor.following import children, name_of
from goldthread.ledger import procedure, recordable
from goldthread.ledger.entries import entry_type
from goldthread.ledger.models import Entry
from goldthread.ledger.state import states
from goldthread.web.stepping import Case

_CONTACT, _CONFIRMATION = "contact", "written_confirmation"


def cases(contact: Entry) -> list[Case]:
    """The children of a request, by the names that the referrer gave."""
    parts = [part for part in children(contact) if part.episode is not None]
    folded = states(part.episode for part in parts if part.episode is not None)
    return [
        Case(part.subject, name_of(part.payload), folded[part.episode.pk])
        for part in parts
        if part.episode is not None
    ]


def is_theirs(step: str) -> bool:
    """Whether a referrer records such a step here: not what a form says, nor what begins a case."""
    pack = procedure.newest()
    begins = {*pack.head.starts_with, *pack.head.beside}
    forms = {event for form in pack.forms.values() for event in (form.starts, form.confirms) if event}
    elsewhere = {event.partition(".")[0] for event in begins | forms} | {_CONFIRMATION}
    return step in pack.steps and step not in elsewhere - {_CONTACT}


def offered(contact: Entry, roles: Collection[str], at: datetime) -> list[tuple[str, str]]:
    """Those that a referrer in these roles may record now: words and address."""
    found = recordable.expected_by_kind([case.state for case in cases(contact)], roles, at)
    titles = procedure.newest().steps
    return [
        (titles[step].title, _page_of(contact, kind, step))
        for kind, steps in found.items()
        for step in steps
        if is_theirs(step) and (kind == recordable.KIND or entry_type(kind).on_request)
    ]


def _page_of(contact: Entry, kind: str, step: str) -> str:
    own = entry_type(kind).on_request
    if own:
        return reverse(own, args=[contact.pk])
    return reverse("frontdoor:request_step", args=[contact.pk, step])
