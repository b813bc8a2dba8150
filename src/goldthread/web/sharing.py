"""A page that several people write at once: saved part by part; what the others write appears as it comes."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import drafts, sharing
from goldthread.ledger.entries import entry_type
from goldthread.ledger.fields import Field, FieldError, Group, Raw, child_name
from goldthread.ledger.london import say_time
from goldthread.ledger.models import Clash, Draft, Entry
from goldthread.people import describe
from goldthread.people.models import Person
from goldthread.web import guard, keeping, sessions
from goldthread.web.acting import KeptHere, SigningPage
from goldthread.web.clock import now
from goldthread.web.forms import ChildOf, EntryForm
from goldthread.web.posted import Posted, posted

SETTLE = "settle:"
CHILDREN = "children"  # in the context of a draft: the ids of those whom it is about
_SIDE = "web/sharing_side.html.jinja"
_TWO_TEXTS = FieldError(
    "gt-shared", "Two of you wrote different words in one place. Choose what stands, then sign"
)


@dataclass(frozen=True)
class SharedForm(KeptHere):
    """A form that sends, beside what is typed, what stood in each part when its writer last saw it."""

    shared: ClassVar[bool] = True

    @property
    def draft_url(self) -> str:
        """Where the page saves, and asks what the others wrote."""
        return reverse("web:draft_shared", args=[self.draft.pk]) if self.draft else ""

    @property
    def carried(self) -> list[tuple[str, str]]:
        """With the marks of what it shows."""
        return [*super().carried, ("_seen", json.dumps(sharing.marks(self.raw)))]


@dataclass(frozen=True)
class TwoTexts:
    """What two people wrote in one place: `first` stands, `second` was written beside it."""

    id: str
    label: str
    href: str
    first: str
    first_by: str
    second: str
    second_by: str
    joinable: bool


class SharedPage(SigningPage):
    """A page whose one draft is held by several named people. Subclasses say whose, and what it is called."""

    form: ClassVar[type[KeptHere]] = SharedForm
    back = ""  # where whoever comes too late goes on

    @property
    def shared_as(self) -> str:
        """What makes it one draft for all: such as the meeting's id."""
        raise NotImplementedError

    @property
    def holders(self) -> Collection[User]:
        """Those who write in it."""
        raise NotImplementedError

    @property
    def page(self) -> str:
        """The address of the page."""
        return self.request.path

    def frame(self) -> dict[str, Any]:
        """With what is shown beside it all the time."""
        draft = self._draft()
        beside = side(draft, guard.user_of(self.request)) if draft else {}
        return {**super().frame(), **beside}

    def opened(self) -> Draft:
        """The draft, begun now if nobody has, and held by those who hold it now."""
        return sharing.open_shared(
            by=keeping.holder(self.request),
            at=self.at,
            name=self.shared_as,
            kind=self.kind,
            holders=self.holders,
            raw=self.prefill(),
            context={"page": self.page, CHILDREN: [str(child.id) for child in self.children]},
        )

    def too_late(self, signed: Entry, sent: Posted) -> HttpResponse:
        """Somebody signed before this was sent: it is kept as a draft of whoever sent it, and said."""
        holder, context = keeping.holder(self.request), {"page": self.back}
        drafts.start(by=holder, at=self.at, kind=self.kind, raw=sent.raw, context=context)
        words = (
            f"{signed.author_name} has signed this. What you sent is not in it: it is kept in your drafts."
        )
        messages.warning(self.request, words)
        return redirect(self.back)

    def _draft(self) -> Draft | None:
        return drafts.held(keeping.holder(self.request)).filter(shared_as=self.shared_as).first()

    def _new_draft(self, raw: Raw) -> Draft:
        return self.opened()

    def _take(self, sent: Posted, draft: Draft) -> HttpResponse:
        """Keep what was sent; sign only what the signer has seen, and in which nobody differs."""
        holder = keeping.holder(self.request)
        done = sharing.write(by=holder, at=self.at, draft=draft.pk, raw=sent.raw, seen=sent.seen)
        draft.refresh_from_db()
        stands = sharing.marks(draft.raw)
        seen = {**sent.seen, **{part: stands.get(part, sharing.NOTHING) for part in done.taken}}
        whole = replace(sent, raw=draft.raw, seen=seen)
        if sent.action.startswith(SETTLE):
            return self._settle(whole, draft)
        if whole.regrouped is None:
            if sharing.clashes(draft):
                return self.show(draft.raw, draft, errors=[_TWO_TEXTS], key=sent.key, status=409)
            if news := _unseen(draft, stands, seen):
                return self.show(draft.raw, draft, errors=[news], key=sent.key, status=409)
        return self._read(whole, draft)

    def _settle(self, sent: Posted, draft: Draft) -> HttpResponse:
        clash, _, choice = sent.action.removeprefix(SETTLE).partition(":")
        if choice in {"first", "second", "both"} and draft.clashes.filter(pk=clash, settled_at=None).exists():
            holder = keeping.holder(self.request)
            chosen = cast("sharing.Choice", choice)
            sharing.settle(by=holder, at=self.at, draft=draft.pk, clash=UUID(clash), choice=chosen)
        return redirect(self.request.path)

    def _regroup(self, sent: Posted, draft: Draft) -> HttpResponse:
        """A row more or a row fewer; one that somebody else has written in meanwhile stays."""
        changed = {
            name: texts for name, texts in (sent.regrouped or {}).items() if texts != draft.raw.get(name)
        }
        holder = keeping.holder(self.request)
        sharing.write(by=holder, at=self.at, draft=draft.pk, raw=changed, seen=sent.seen)
        return redirect(f"{self.request.get_full_path()}#{sent.focus}")


def _unseen(draft: Draft, stands: Mapping[str, str], seen: Mapping[str, str]) -> FieldError | None:
    """That somebody wrote what the signer has not seen: what is signed is what was on the page."""
    new = [part for part in {*stands, *seen} if stands.get(part, "") != seen.get(part, "")]
    if not new:
        return None
    labels = ", ".join(f"“{label_of(form_of(draft), part)}”" for part in sorted(new)[:3])
    return FieldError("", f"Someone wrote while you were reading: {labels}. Look at the page and sign again")


def form_of(draft: Draft, errors: Sequence[FieldError] = ()) -> EntryForm:
    """The draft as a form, to say what its controls are called and what is wrong with them."""
    ids = [UUID(one) for one in draft.context.get(CHILDREN, ())]
    people = Person.objects.in_bulk(ids)
    children = [ChildOf(str(one), describe.display_name(people.get(one))) for one in ids]
    fields = entry_type(draft.kind).draft_fields()
    return EntryForm(fields, draft.raw, errors=errors, children=children)


def label_of(form: EntryForm, part: str) -> str:
    """What a part of a form is called: `Rowan ALDER: Category`, `School: Their view`."""
    one = _field_of(form, part)
    return form.whose(part) + (one.label if one else part.replace("_", " ").capitalize())


def _field_of(form: EntryForm, part: str) -> Field | None:
    """The field, or the column of a group, to which a part belongs."""
    inner = part
    for child in form.children:
        inner = inner.removeprefix(child_name(child.id, ""))
    group, _, rest = inner.partition("-")
    one = form.fields.get(group)
    return one.fields.get(rest.partition("-")[2], one) if isinstance(one, Group) else one


def side(draft: Draft, reader: User) -> dict[str, Any]:
    """What stands beside a shared page: who else writes, two texts in one place, what is missing."""
    children = [str(one) for one in draft.context.get(CHILDREN, ())]
    missing = entry_type(draft.kind).lacks(draft.raw, children, draft.updated_at)
    form = form_of(draft, missing)
    others = [each.user for each in draft.holders.select_related("user").order_by("user__name", "user_id")]
    names = {str(user.pk): user.name for user in others}
    return {
        "others": [user.name for user in others if user.pk != reader.pk],
        "lacking": _lacking(form),
        "missing": len(form.errors),
        "two_texts": [_two(draft, form, clash, names) for clash in sharing.clashes(draft)],
    }


def _lacking(form: EntryForm) -> list[tuple[str, list[dict[str, str]]]]:
    """What is missing: of all first, then child by child. What is merely empty goes by its label."""
    found: dict[str, list[dict[str, str]]] = {"": []}
    for error, line in zip(form.errors, form.summary, strict=True):
        child = next((one for one in form.children if error.name.startswith(child_name(one.id, ""))), None)
        one = _field_of(form, error.name)
        words = one.label if one and error.message == one.missing else error.message
        own = form.whose(error.name) if child is None else ""
        found.setdefault(child.name if child else "", []).append({**line, "text": own + words})
    return [(whose, lines) for whose, lines in found.items() if lines]


def _two(draft: Draft, form: EntryForm, clash: Clash, names: Mapping[str, str]) -> TwoTexts:
    stands = sharing.in_parts(draft.raw).get(clash.part, {})
    return TwoTexts(
        id=str(clash.pk),
        label=label_of(form, clash.part),
        href=f"#{clash.part}",
        first=_words(stands),
        first_by=names.get(draft.writers.get(clash.part, [0, ""])[1], ""),
        second=_words(clash.raw),
        second_by=clash.by.name,
        joinable=sharing.can_join([stands, clash.raw]),
    )


def _words(texts: Mapping[str, Sequence[str]]) -> str:
    return " ".join(text for each in texts.values() for text in each if text.strip())


def by_itself(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that pages ask by themselves: asking it does not keep anybody signed in."""
    setattr(view, sessions.ITSELF, True)
    return view


@by_itself
@guard.public
@require_http_methods(["GET", "POST"])
@transaction.atomic
def shared(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Keep what one holder typed, and tell what the others wrote since the version that the page shows."""
    at, holder = now(), keeping.holder(request)
    draft = drafts.held(holder).filter(pk=draft_id, shared_as__isnull=False).first()
    if draft is None or not _still_may(request, draft):
        return JsonResponse({"why": _gone(request, draft_id)}, status=404)
    sent = posted(request)
    asked = request.GET.get("since", "")
    since = sent.version if request.method == "POST" else int(asked) if asked.isdecimal() else 0
    taken: Collection[str] = ()
    if request.method == "POST":
        taken = sharing.write(by=holder, at=at, draft=draft.pk, raw=sent.raw, seen=sent.seen).taken
        draft.refresh_from_db()
    if sharing.since(draft, since).parts:
        guard.draft(request, draft)
    return JsonResponse({**_news(request, draft, since), "taken": list(taken), "saved": say_time(at)})


def _news(request: HttpRequest, draft: Draft, since: int) -> dict[str, Any]:
    """What the page does not show yet: parts with their marks and writers, and what stands beside it."""
    news, form = sharing.since(draft, since), form_of(draft)
    reader = guard.user_of(request)
    names = {str(one.user_id): one.user.name for one in draft.holders.select_related("user")}
    parts = {
        part: {
            "controls": texts,
            "mark": sharing.mark(texts),
            "by": "" if news.writers[part] == str(reader.pk) else names.get(news.writers[part], "Someone"),
            "label": label_of(form, part),
        }
        for part, texts in news.parts.items()
    }
    mine = draft.clashes.filter(settled_at=None, by=reader)
    return {
        "version": news.version,
        "parts": parts,
        "clashing": sorted(mine.values_list("part", flat=True)),
        "side": render_to_string(_SIDE, side(draft, reader), request),
        "left": sessions.seconds_left(request, now()),
    }


def _still_may(request: HttpRequest, draft: Draft) -> bool:
    """Whether the records that it is about are still open to whoever holds it."""
    children = [UUID(one) for one in draft.context.get(CHILDREN, ())]
    return all(guard.may(request, Capability.READ_RECORD, child).allowed for child in children)


def _gone(request: HttpRequest, draft_id: UUID) -> str:
    """Why a draft is no longer there for someone."""
    if request.user.is_authenticated:
        signed = Draft.objects.filter(
            pk=draft_id, holders__user=guard.user_of(request), signed_as__isnull=False
        )
        if found := signed.select_related("signed_as").first():
            entry = found.signed_as
            return f"{entry.author_name if entry else 'Someone'} has signed this. Nothing more is kept here."
    return "Not saved: this page is no longer yours to write, or you have been signed out."
