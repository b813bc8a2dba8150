"""Authorising, or sending back, an entry that belongs to no contact."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from goldthread.accounts.capabilities import Capability
from goldthread.ledger import operations, recordable
from goldthread.ledger.author import NotAble
from goldthread.ledger.models import Entry
from goldthread.ledger.operations import AlreadySettled
from goldthread.ledger.state import NotRecorded
from goldthread.web import guard
from goldthread.web.clock import now

SEND_BACK = "decline"
_RETURNED = {
    False: "Sent back.",
    True: "Sent back. It counts until its author corrects it or writes it anew.",
}


def role_to_settle(request: HttpRequest, found: Entry) -> str:
    """The reader's role that the procedure lets authorise an entry of another; empty where there is none."""
    user = guard.user_of(request)
    return "" if found.author_id == user.pk else recordable.may_settle(found, user.roles(at=now()))


@require_POST
@guard.on_record(Capability.AUTHORISE_DECISION)
def settle(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Authorise it, or send it back with the reason."""
    found = guard.entry(request, entry_id)
    role, reason = role_to_settle(request, found), request.POST.get("reason", "").strip()
    back, counts = request.POST.get("_action") == SEND_BACK, recordable.awaits_manager(found)
    if not role:
        raise PermissionDenied("The procedure does not name your role for this, or you wrote it yourself.")
    if back and not reason:
        messages.error(request, "Say why you send it back.")
        return redirect("casefile:entry", entry_id)
    act = operations.decline if back else operations.authorise
    try:
        by = guard.author_as(request, role)
        act(by=by, at=now(), entry=found, reason=reason, key=f"settle/{found.pk}")
    except (NotAble, AlreadySettled, NotRecorded) as refusal:
        messages.error(request, str(refusal))
    else:
        done = "Authorised." if counts else "Authorised, and has effect now."
        messages.success(request, _RETURNED[counts] if back else done)
    return redirect("casefile:entry", entry_id)


urlpatterns = [path("entries/<uuid:entry_id>/settle/", settle, name="settle")]
