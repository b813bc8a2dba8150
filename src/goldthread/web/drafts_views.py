"""Where pages save what is being typed, and where two people's versions are seen side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goldthread.ledger import drafts
from goldthread.ledger.entries import entry_types
from goldthread.ledger.fields import Field, Raw
from goldthread.ledger.london import say_time
from goldthread.ledger.models import Draft
from goldthread.web import guard, keeping, sessions
from goldthread.web.clock import now
from goldthread.web.page import render


@dataclass(frozen=True)
class DraftLine:
    """An unsigned draft in a list. `href` is empty where its page is not known."""

    title: str
    saved_at: datetime
    href: str


@dataclass(frozen=True)
class Difference:
    """One control on which two versions differ."""

    label: str
    kept: str
    other: str


@guard.public
@require_POST
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what was sent in the draft. 409 when other words came in between: both are kept."""
    done = keeping.keep(request, at=now(), draft=draft_id)
    if done is None:
        return JsonResponse({"why": "This draft is not open to you, or it was already sent."}, status=404)
    if isinstance(done, drafts.Conflict):
        return JsonResponse({"both": reverse("web:draft_versions", args=[draft_id])}, status=409)
    left = sessions.seconds_left(request, done.at) if request.user.is_authenticated else None
    return JsonResponse({"version": done.version, "saved": say_time(done.at), "left": left})


@guard.public
@require_safe
@transaction.atomic
def versions(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What the draft holds beside each version that it did not take."""
    draft = drafts.held(keeping.holder(request)).filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    guard.draft(request, draft)
    newest = draft.versions.order_by("-saved_at")[:5]
    others = [(other.saved_at, differences(draft, other.raw)) for other in newest]
    return render(
        request,
        "web/versions.html.jinja",
        {"others": others, "page_address": _page_of(draft), "draft": draft},
    )


@guard.signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The drafts that this person has not signed."""
    return render(request, "web/drafts.html.jinja", {"drafts": my_drafts(request)})


def my_drafts(request: HttpRequest) -> list[DraftLine]:
    """The unsigned drafts of whoever is at the other end, newest first."""
    held = drafts.held(keeping.holder(request))
    return [DraftLine(_title(draft.kind), draft.updated_at, _page_of(draft)) for draft in held]


def differences(draft: Draft, other: Raw) -> list[Difference]:
    """Each control on which the draft and another version differ, in the order of the form."""
    kind = entry_types().get(draft.kind)
    fields = kind.fields if kind else {}
    names = [name for name, texts in other.items() if list(texts) != list(draft.raw.get(name, []))]
    return [Difference(_label(name, fields), _words(draft.raw, name), _words(other, name)) for name in names]


def _label(control: str, fields: Mapping[str, Field]) -> str:
    """The label of the field, with the rest of the control's name: "Children 1 born day"."""
    name, _, rest = control.partition("-")
    label = fields[name].label if name in fields else name.replace("_", " ").capitalize()
    return f"{label} {rest.replace('-', ' ').replace('_', ' ')}".strip()


def _words(raw: Raw, name: str) -> str:
    return "; ".join(text for text in raw.get(name, ()) if text)


def _title(kind: str) -> str:
    known = entry_types().get(kind)
    return known.title if known else kind.replace("_", " ").capitalize()


def _page_of(draft: Draft) -> str:
    return str(draft.context.get("page", ""))
