"""People on record twice: what the sweep offers, what is proposed, and the two records beside each other."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.access import policy
from goldthread.accounts.capabilities import Capability
from goldthread.casefile import recordsfile
from goldthread.casefile.presenters import signed_by
from goldthread.ledger.author import NotAble
from goldthread.ledger.fields import (
    Choice,
    Field,
    FieldError,
    LongText,
    Parsed,
    Retention,
    Sensitivity,
    parse_fields,
)
from goldthread.ledger.london import say_when
from goldthread.ledger.models import Entry, Subject
from goldthread.ledger.operations import AlreadySettled
from goldthread.people import comparing, duplicates, merging, operations
from goldthread.people.identity import identity
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.forms import EntryForm
from goldthread.web.page import render
from goldthread.web.posted import Posted, posted

_OFFERED = 50
_R = Retention.CHILD_RECORD
_REASON = LongText("How do you know?", Sensitivity.PERSONAL, _R, required=True, rows=3, name="reason")


def _asks(question: str, **answers: str) -> dict[str, Field]:
    answer = Choice(question, Sensitivity.OPEN, _R, choices=answers, required=True, name="answer")
    return {"answer": answer, "reason": _REASON}


_LOOK = _asks(
    "Are they one person?",
    same="Yes: propose to read the two as one",
    different="No: they are two people",
)
_SETTLE = _asks(
    "Do you agree that they are one person?",
    agree="Yes: read the two as one from now on",
    back="No: send it back, and leave them apart",
)


@require_safe
@guard.capable(Capability.MERGE_RECORDS)
def records(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, what they wait for, and whom the sweep takes for one person."""
    user, at = guard.user_of(request), now()
    found, waiting = duplicates.offered(_OFFERED), merging.proposals()
    ends = recordsfile.ends(found, waiting)
    seen, known = policy.visible(user, ends, at=at), recordsfile.records(ends)
    may_settle = user.may(Capability.OVERSEE_RECORDS, at=at)
    mine = [one for one in waiting if may_settle and one.author_id != user.pk]
    others = [one for one in waiting if one not in mine]
    pairs = [*((one.one_id, one.other_id) for one in found), *map(merging.pair, waiting)]
    told = {end for ends in pairs if seen.subjects.issuperset(ends) for end in ends}
    guard.shown(request, told, act="duplicates")
    context = {
        "mine": recordsfile.proposed(mine, known, seen.subjects),
        "waiting": recordsfile.proposed(others, known, seen.subjects),
        "suspected": recordsfile.suspected(found, known, seen.subjects),
        "closed": seen.restricted_may_match,
    }
    return render(request, "casefile/records.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guard.on_record(Capability.MERGE_RECORDS)
def pair(request: HttpRequest, one_id: UUID, other_id: UUID) -> HttpResponse:
    """Two records beside each other, all that is said in each and by whom; and the decision about them."""
    if one_id == other_id:
        raise Http404
    both = (guard.record(request, one_id), guard.record(request, other_id))
    proposal = merging.proposed(one_id, other_id)
    fields = _fields(request, both, proposal)
    if request.method != "POST" or not fields:
        return _page(request, both, proposal, EntryForm(fields, dense=True) if fields else None)
    sent = posted(request)
    parsed = parse_fields(fields, sent.raw)
    if parsed.ok:
        _decide(request, both, proposal, parsed, sent)
    if not parsed.ok:
        form = EntryForm(fields, sent.raw, errors=parsed.errors, key=sent.key, dense=True)
        return _page(request, both, proposal, form)
    return redirect("casefile:pair", one_id, other_id)


def _fields(
    request: HttpRequest, both: tuple[Subject, Subject], proposal: Entry | None
) -> Mapping[str, Field]:
    """What the reader is asked: nothing where the two are one, or where another person must decide."""
    user = guard.user_of(request)
    if merging.are_one([one.pk for one in both]):
        return {}
    if proposal is None:
        return _LOOK
    able = user.may(Capability.OVERSEE_RECORDS, at=now()) and proposal.author_id != user.pk
    return _SETTLE if able else {}


def _decide(
    request: HttpRequest,
    both: tuple[Subject, Subject],
    proposal: Entry | None,
    parsed: Parsed,
    sent: Posted,
) -> None:
    """Sign what was decided. What stands against it is added to the errors."""
    act, words = _ACTS[parsed.values["answer"]]
    capability = Capability.OVERSEE_RECORDS if proposal else Capability.MERGE_RECORDS
    whom: dict[str, Any] = {"proposal": proposal} if proposal else {"one": both[0], "other": both[1]}
    by, reason = guard.author(request, capability), str(parsed.values["reason"])
    try:
        act(by=by, at=now(), reason=reason, key=sent.key or uuid4().hex, **whom)
    except (NotAble, AlreadySettled, operations.NothingToSay) as refusal:
        parsed.errors.append(FieldError("", str(refusal)))
    else:
        messages.success(request, words)


_ACTS: Mapping[str, Any] = {
    "same": (operations.propose_merge, "Proposed. Another person must authorise it before anything changes."),
    "different": (
        operations.tell_apart,
        "Recorded. They are not offered again until more is known of either.",
    ),
    "agree": (
        operations.authorise_merge,
        "The two are read as one from now on. It can be undone at any time.",
    ),
    "back": (operations.decline_merge, "Sent back. The two stay apart."),
}


def _page(
    request: HttpRequest, both: tuple[Subject, Subject], proposal: Entry | None, form: EntryForm | None
) -> HttpResponse:
    one, other = both
    are_one = merging.are_one([one.pk, other.pk])
    left, right = ({one.pk}, {other.pk}) if are_one else (identity([one.pk]), identity([other.pk]))
    family = recordsfile.around(left, right)
    seen = policy.visible(guard.user_of(request), family, at=now()).subjects
    known, found = recordsfile.records([one.pk, other.pk]), duplicates.between(one.pk, other.pk)
    context = {
        "one": known[one.pk],
        "other": known[other.pk],
        "are_one": are_one,
        "conflicts": comparing.conflicts(left, right),
        "reasons": found.reasons if found else [],
        "facts": recordsfile.side_by_side(left, right, seen),
        "proposal": _told(proposal) if proposal else None,
        "form": form,
    }
    return render(request, "casefile/pair.html.jinja", context, status=422 if form and form.errors else 200)


def _told(proposal: Entry) -> dict[str, str]:
    return {
        "by": f"{signed_by(proposal)}, {say_when(proposal.recorded_at)}",
        "reason": str(proposal.payload["reason"]),
    }


urlpatterns = [
    path("records/", records, name="records"),
    path("records/<uuid:one_id>/<uuid:other_id>/", pair, name="pair"),
]
