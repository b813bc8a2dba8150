"""The guard: every view says who may use it, and gets the records that it shows from here only."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from goldthread.access import operations as access
from goldthread.access import policy
from goldthread.access.withholding import MustNotKnow, check_asked
from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger import audit, wall
from goldthread.ledger.author import Author, NotAble, acting
from goldthread.ledger.beside import beside, of_records
from goldthread.ledger.locks import is_bookkeeping
from goldthread.ledger.look import looking
from goldthread.ledger.models import Draft, Entry, EntrySubject, Episode, Subject
from goldthread.ledger.wall import Purpose
from goldthread.people.identity import identity
from goldthread.web import keeping, proof
from goldthread.web.clock import now
from goldthread.web.page import BESIDE, GLASS, RECORD

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_RULE, _FETCHED, _TRACED = "goldthread_rule", "goldthread_fetched", "goldthread_traced"
_REASONS = "reasons"
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_READING = frozenset({"GET", "HEAD"})
CHANGED = "What you were asked has changed since. Ring the worker who asked you."


class Kind(StrEnum):
    """Who may use a view."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    CAPABLE = "capable"
    RECORD = "record"


@dataclass(frozen=True)
class AccessRule:
    """A view's rule, kept on it as `access_rule`. `capability` is what it asks of a role, if anything.

    `or_else` opens it, too, to whoever may do only that: the policy says to which records it is bound.
    `fresh`: only for whoever has proved who they are within ten minutes (ASVS 7.5.3). `half`: also before
    they have a second factor, to enrol one.
    """

    kind: Kind
    capability: Capability | None = None
    or_else: Capability | None = None
    fresh: bool = False
    half: bool = False

    def act(self, may: Callable[[Capability], bool]) -> Capability | None:
        """What somebody who may do such things does here: what is asked or, where they may not, the other."""
        if self.capability is None or self.or_else is None or may(self.capability):
            return self.capability
        return self.or_else


class ReasonNeeded(Exception):
    """A sensitive record: whoever opens it says why first."""

    def __init__(self, subject: UUID) -> None:
        super().__init__("This record is sensitive")
        self.subject = subject


class Restricted(PermissionDenied):
    """A record that opens to named people. The page that says so leads to opening it in an emergency."""

    def __init__(self, subject: UUID) -> None:
        super().__init__(policy.RESTRICTED.why)
        self.subject = subject


class Unguarded(RuntimeError):
    """A view of a record answered without having asked for one. It is refused."""


def public(view: View[P]) -> View[P]:
    """Anyone, signed in or not."""
    return _ruled(view, AccessRule(Kind.PUBLIC))


def signed_in(view: View[P]) -> View[P]:
    """Anyone who is signed in."""
    return _ruled(view, AccessRule(Kind.SIGNED_IN))


def signed_in_lately(view: View[P]) -> View[P]:
    """Anyone who has proved who they are within ten minutes. Others are asked to, and then go on."""
    return _ruled(view, AccessRule(Kind.SIGNED_IN, fresh=True))


def half_signed_in(view: View[P]) -> View[P]:
    """Anyone who is signed in, even before they have a second factor: the pages to enrol and prove one."""
    return _ruled(view, AccessRule(Kind.SIGNED_IN, half=True))


def capable(capability: Capability, *, fresh: bool = False) -> Callable[[View[P]], View[P]]:
    """Anyone with a role that allows this. Others get a sentence that says so."""
    return lambda view: _ruled(view, AccessRule(Kind.CAPABLE, capability, fresh=fresh))


def on_record(
    act: Capability, or_else: Capability | None = None, *, fresh: bool = False
) -> Callable[[View[P]], View[P]]:
    """Whoever may do this to the record, which the view gets by `record`, `episode` or `entry`."""
    return lambda view: _ruled(view, AccessRule(Kind.RECORD, act, or_else, fresh=fresh))


def _ruled(view: View[P], rule: AccessRule) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if rule.kind is not Kind.PUBLIC and (first := _asked_first(request, rule)) is not None:
            return first
        setattr(request, _RULE, rule)
        if rule.kind is Kind.PUBLIC:
            return view(request, *args, **kwargs)
        try:
            # What is shown or done, and its trace, stand or fall together.
            with transaction.atomic(), looking() if request.method in _READING else nullcontext():
                policy.open_named(user_of(request), at=now())
                response = view(request, *args, **kwargs)
                if rule.kind is Kind.RECORD and not hasattr(request, _FETCHED):
                    raise Unguarded(view.__qualname__)
        except ReasonNeeded as needed:
            return _to_reason(request, needed.subject)
        return response

    cast("Any", guarded).access_rule = rule
    return cast("View[P]", guarded)


def _asked_first(request: HttpRequest, rule: AccessRule) -> HttpResponse | None:
    """What somebody must do before this view answers them: sign in, enrol a factor, prove who they are."""
    if not isinstance(request.user, User):
        return _to_sign_in(request)
    if not proof.is_whole(request) and not rule.half:
        return HttpResponseRedirect(reverse("signin:enrol"))
    able = partial(request.user.may, at=now())
    if (act := rule.act(able)) and not able(act):
        raise PermissionDenied(policy.NO_ROLE.why)
    if rule.fresh and proof.is_late(request, now()):
        return proof.again(request, now())
    if request.method == "POST":
        keeping.sent_on(request)
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    return redirect_to_login(request.get_full_path() if request.method in _READING else request.path)


def _to_reason(request: HttpRequest, subject: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(
        f"{reverse('web:reason', args=[subject])}?{urlencode({'next': request.path})}"
    )


def user_of(request: HttpRequest) -> User:
    """The user of a view that is not public."""
    return cast("User", request.user)


def author(request: HttpRequest, capability: Capability) -> Author:
    """The user in the role that allows this, to sign with. Answers 403 when no role does."""
    try:
        return acting(user_of(request), capability, at=now())
    except NotAble as refusal:
        raise PermissionDenied(str(refusal)) from refusal


def author_as(request: HttpRequest, role: str) -> Author:
    """The user in one of the roles that they hold now, to sign with. Answers 403 for any other."""
    user = user_of(request)
    if role not in user.roles(at=now()):
        raise PermissionDenied(policy.NO_ROLE.why)
    return Author(role=role, name=user.name, designation=user.designation, user=user, agency=user.agency)


def may(request: HttpRequest, act: Capability, subject_id: UUID) -> policy.Decision:
    """Whether to show a button, and the sentence for why not. Leaves no trace."""
    return policy.decide(user_of(request), act, subject_id, at=now(), reason=_reason(request, subject_id))


def record(request: HttpRequest, subject_id: UUID, act: Capability | None = None) -> Subject:
    """The person's record, if this user may. The read is logged in the same transaction, or refused.

    `act` defaults to what the view's rule says. Answers 404 for a record that does not exist for this user,
    403 with a sentence for one closed to them, and asks for a reason where the record is sensitive.
    """
    act = act or _act(request)
    subject = Subject.objects.filter(pk=subject_id).first()
    if subject is None:
        raise Http404
    decision = may(request, act, subject.pk)
    _settle(decision, subject.pk)
    _beside(request, act, [subject.pk])
    for one in sorted(identity([subject.pk])):  # what is read as one is read in every record
        _log(request, act, one, under=decision.under)
    setattr(request, RECORD, subject.reference)
    return subject


def episode(request: HttpRequest, episode_id: UUID, act: Capability | None = None) -> Episode:
    """One period of involvement, as `record` of its child."""
    found = Episode.objects.select_related("subject", "team", "worker").filter(pk=episode_id).first()
    if found is None:
        raise Http404
    record(request, found.subject_id, act)
    return found


def entry(request: HttpRequest, entry_id: UUID, act: Capability | None = None) -> Entry:
    """One signed entry. It must be open to this user for at least one of the people it is about.

    What it says of the others alone is left out by `visible_parts`. One that tells of two records beside
    each other must be open to them for both.
    """
    act = act or _act(request)
    subjects = wall.about(entry_id)
    decisions = {subject: may(request, act, subject) for subject in subjects}
    open_to_them = [subject for subject, decision in decisions.items() if decision.allowed]
    closed = {subject: decision for subject, decision in decisions.items() if not decision.allowed}
    # None, too, where every record in which it stands is shut to them.
    found = Entry.objects.select_related("author_agency").filter(pk=entry_id).first()
    if closed and (not open_to_them or (found and is_bookkeeping(found))):
        subject, decision = _clearest(closed)
        _settle(decision, subject)
    if found is None:
        raise Http404
    if not subjects:
        _answer(policy.reads_own(user_of(request), found))
        _log(request, act, None, found.pk)
    _beside(request, act, open_to_them, found)
    for subject in open_to_them:
        _log(request, act, subject, found.pk, under=decisions[subject].under)
    setattr(request, RECORD, found.reference)
    return found


def _beside(
    request: HttpRequest, act: Capability, subjects: Sequence[UUID], found: Entry | None = None
) -> None:
    """Show on the page what is said of it; what is not to be used is opened by whoever says why alone."""
    said = [*of_records(identity(subjects)), *(beside([found.pk])[found.pk] if found else ())]
    asks_why = any(one.asks_why for one in said) and act is not Capability.KEEP_RECORDS
    if asks_why and not any(_reason(request, subject) for subject in subjects):
        raise ReasonNeeded(subjects[0])
    shown = {one.entry.pk: one for one in (*getattr(request, BESIDE, ()), *said)}
    setattr(request, BESIDE, list(shown.values()))


def visible_parts(request: HttpRequest, found: Entry) -> list[EntrySubject]:
    """What the entry says of each person whose record this user may open."""
    parts = list(found.parts.select_related("subject", "episode").order_by("pk"))
    seen = policy.visible(user_of(request), (part.subject_id for part in parts), at=now())
    return [part for part in parts if part.subject_id in seen.subjects]


def own_request(request: HttpRequest, entry_id: UUID) -> Entry:
    """A professional's own or agency's request, to follow it. Answers 404 for anyone else's."""
    with wall.lowered(Purpose.FOLLOW):
        found = Entry.objects.filter(pk=entry_id).first()
    if found is None:
        raise Http404
    _answer(policy.follows(user_of(request), found, at=now()))
    about: Sequence[UUID | None] = wall.about(found.pk) or [None]
    for subject in about:
        _log(request, _act(request), subject, found.pk)
    try:
        check_asked(found, at=now())
    except MustNotKnow as rule:  # kept from them since they were asked
        raise PermissionDenied(CHANGED) from rule
    return found


def shown(request: HttpRequest, subjects: Iterable[UUID], act: str = "list") -> None:
    """Leave the row of each person whom a list names; the list is refused where they cannot be written.

    `subjects` are those whom the page really names: not whoever is announced without detail.
    """
    traced = _traced(request)
    new = [one for one in sorted(set(subjects)) if (act, one, None) not in traced]
    traced.update((act, one, None) for one in new)
    by = Author(role=_role(request), user=user_of(request))
    audit.record_all(by=by, at=now(), act=act, of=[(one, None) for one in new], detail=_where(request))


def draft(request: HttpRequest, read: Draft) -> None:
    """Leave the row of each person in whose record somebody reads what is not signed yet."""
    if isinstance(request.user, User):
        named = set(_UUID.findall(json.dumps(read.context)))
        about = set(Subject.objects.filter(pk__in=named).values_list("pk", flat=True))
        shown(request, about, act="read.draft")


def give_reason(request: HttpRequest, subject_id: UUID, reason: str) -> None:
    """Keep why a sensitive record is opened. It holds for the rest of this session."""
    subject = Subject.objects.filter(pk=subject_id).first()
    if subject is None:
        raise Http404
    access.give_reason(by=author(request, _act(request)), at=now(), subject=subject, reason=reason)
    request.session[_REASONS] = {**request.session.get(_REASONS, {}), str(subject_id): reason}


def _reason(request: HttpRequest, subject_id: UUID) -> str:
    return str(request.session.get(_REASONS, {}).get(str(subject_id), ""))


def _act(request: HttpRequest) -> Capability:
    rule: AccessRule | None = getattr(request, _RULE, None)
    act = rule.act(partial(user_of(request).may, at=now())) if rule else None
    if act is None:
        raise Unguarded("a view without a rule asked for a record")
    return act


def _clearest(decisions: dict[UUID, policy.Decision]) -> tuple[UUID, policy.Decision]:
    """A refusal that says why, rather than one that hides, where there are both."""
    return min(decisions.items(), key=lambda pair: pair[1].outcome is policy.Outcome.HIDDEN)


def _settle(decision: policy.Decision, subject: UUID) -> None:
    """What a refusal of a record says and leads to."""
    if decision == policy.SENSITIVE:
        raise ReasonNeeded(subject)
    if decision == policy.RESTRICTED:
        raise Restricted(subject)
    _answer(decision)


def _answer(decision: policy.Decision) -> None:
    if decision.outcome is policy.Outcome.HIDDEN:
        raise Http404
    if not decision.allowed:
        raise PermissionDenied(decision.why)


def _log(
    request: HttpRequest,
    act: Capability,
    subject: UUID | None,
    entry: UUID | None = None,
    under: UUID | None = None,
) -> None:
    """One row of each record and entry that a request opens, however often the view asks for it (R6).

    `under` is the break-glass by which alone it opens to them.
    """
    one = (f"read.{act}", subject, entry)
    if one not in _traced(request):
        by, at = author(request, act), now()
        detail = _where(request) | ({"break_glass": str(under)} if under else {})
        audit.record(by=by, at=at, act=one[0], subject=subject, entry=entry, detail=detail)
        _traced(request).add(one)
    if under is not None:
        setattr(request, GLASS, under)  # every page of it says so
    setattr(request, _FETCHED, True)


def _traced(request: HttpRequest) -> set[tuple[str, UUID | None, UUID | None]]:
    """Of what this request has left a row already: act, person and entry."""
    traced: set[tuple[str, UUID | None, UUID | None]] = getattr(request, _TRACED, set())
    setattr(request, _TRACED, traced)
    return traced


def _where(request: HttpRequest) -> dict[str, object]:
    """The page, by the name of its address: "who has seen this child" says it in words."""
    return {"page": request.resolver_match.view_name if request.resolver_match else ""}


def _role(request: HttpRequest) -> str:
    """The role that lets the user use this view; empty where it asks for none."""
    rule: AccessRule | None = getattr(request, _RULE, None)
    act = rule.act(partial(user_of(request).may, at=now())) if rule else None
    return author(request, act).role if act else ""
