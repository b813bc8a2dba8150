"""A staff form that is kept from its first word: its draft, its addresses, and who its people may be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.frontdoor import recognising
from goldthread.frontdoor.operations import looking_up, taking
from goldthread.frontdoor.recognising import Found
from goldthread.ledger import drafts
from goldthread.ledger.fields import Field, Raw
from goldthread.ledger.models import Draft
from goldthread.people.creating import Newcomer
from goldthread.web import drafts_views, guard, keeping
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

LOOK_UP = "look-up"


@dataclass(frozen=True)
class Kept:
    """What a form of this kind goes by: its entry's kind, its capability, the names of its addresses."""

    kind: str
    form: str
    capability: Capability
    page: str
    save: str
    look_up: str
    groups: tuple[str, ...]

    def address(self, draft: UUID) -> str:
        """The page's own."""
        return reverse(self.page, args=[draft])

    def draft(self, request: HttpRequest, draft_id: UUID, raw: Raw) -> Draft:
        """The draft of that id as it stands, or an unsaved one with `raw`. 404 where the id is not theirs."""
        held = drafts.held(keeping.holder(request)).filter(
            pk=draft_id, kind=self.kind, context__form=self.form
        )
        found = held.first()
        if found is None and Draft.objects.filter(pk=draft_id).exists():
            raise Http404
        return found or Draft(pk=draft_id, kind=self.kind, raw=dict(raw), version=0)

    def begin(self, request: HttpRequest, draft_id: UUID, raw: Raw) -> Draft:
        """The draft of that id, made if need be. 404 where the id is not theirs."""
        context = {"form": self.form, "page": self.address(draft_id)}
        begun = taking.begin(
            by=keeping.holder(request), at=now(), draft=draft_id, kind=self.kind, raw=raw, context=context
        )
        if begun is None or begun.context.get("form") != self.form:
            raise Http404
        return begun

    def keep(self, request: HttpRequest, draft_id: UUID, raw: Raw, sent: Posted) -> "Held":
        """Keep what was sent, valid or not, with a row more or fewer where that is what was asked."""
        at, holder = now(), keeping.holder(request)
        draft = self.begin(request, draft_id, raw)
        saved = drafts.save(by=holder, at=at, draft=draft_id, raw=sent.raw, version=sent.version)
        draft.refresh_from_db()
        if isinstance(saved, drafts.Conflict):
            draft.raw = {**draft.raw, **sent.raw}
            return Held(draft, elsewhere=True)
        whole = replace(sent, raw=draft.raw)
        if whole.regrouped is None:
            return Held(draft)
        drafts.save(by=holder, at=at, draft=draft_id, raw=whole.regrouped, version=draft.version)
        return Held(draft, go_to=f"{self.address(draft_id)}#{whole.focus}")

    def save_view(self, request: HttpRequest, draft_id: UUID, raw: Raw) -> HttpResponse:
        """Keep what is being typed; as for a draft that is not theirs, for whoever may not use the form."""
        if isinstance(request.user, User) and request.user.may(self.capability, at=now()):
            self.begin(request, draft_id, raw)
        return drafts_views.save(request, draft_id)

    def found(
        self, request: HttpRequest, fields: Mapping[str, Field], raw: Raw, only: str = ""
    ) -> dict[str, Found]:
        """Who the people typed so far may be."""
        return looking_up.look_up(
            by=guard.author(request, self.capability),
            at=now(),
            fields=fields,
            raw=raw,
            groups=self.groups,
            only=only,
        )

    def picks(
        self, request: HttpRequest, fields: Mapping[str, Field], raw: Raw, group: str
    ) -> dict[int, UUID]:
        """The people of a group who are picked now and whose record is open to the reader, by place."""
        rows = recognising.rows_of(fields, raw, [group])
        found = {row.place: subject for row in rows if (subject := recognising.picked(row, raw))}
        seen = policy.visible(guard.user_of(request), found.values(), at=now())
        guard.shown(request, seen.subjects, act="read.case")
        return {place: subject for place, subject in found.items() if subject in seen.subjects}

    def look_up_view(
        self, request: HttpRequest, fields: Callable[[Raw], Mapping[str, Field]]
    ) -> HttpResponse:
        """Who one row may be, as a part of the page; the row is named by the form's `_row`."""
        raw = posted(request).raw
        row = request.POST.get("_row", "")
        if not re.fullmatch(rf"({'|'.join(self.groups)})-[0-9]{{1,4}}", row):
            raise Http404
        found = self.found(request, fields(raw), raw, only=row).get(row, Found(row, Newcomer()))
        return render(request, "frontdoor/found.html.jinja", {"found": found})


@dataclass(frozen=True)
class Held:
    """A draft with what was sent in it. `elsewhere`: another window changed it meanwhile; both are kept.

    `go_to` is the page with one row more or fewer.
    """

    draft: Draft
    elsewhere: bool = False
    go_to: str = ""


@dataclass(frozen=True)
class KeptForm(EntryForm):
    """A form that saves what is typed under an address of its own."""

    save_url: str = ""

    @property
    def draft_url(self) -> str:
        """Where the page saves what is being typed."""
        return self.save_url


def recognised(
    fields: Mapping[str, Field], raw: Raw, group: str, found: Mapping[str, Found]
) -> dict[int, UUID]:
    """The people of a group whom the writer recognised, by place. Only those on offer count."""
    known = {}
    for row in recognising.rows_of(fields, raw, [group]):
        subject = recognising.picked(row, raw)
        offers = found[row.id].offers if row.id in found else ()
        if subject is not None and str(subject) in {offer.id for offer in offers}:
            known[row.place] = subject
    return known
