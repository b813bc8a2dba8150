"""The front page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import User
from goldthread.ledger.procedure import newest
from goldthread.web import guard
from goldthread.web.clock import now
from goldthread.web.errors import phones
from goldthread.web.page import has_door, render


@require_safe
@guard.public
def home(request: HttpRequest) -> HttpResponse:
    """For someone signed in, their work; for anyone else, the three doors."""
    user = request.user
    if isinstance(user, User):
        if user.may(Capability.READ_RECORD, at=now()):
            return redirect("casefile:worklist")
        if user.may(Capability.SEND_REQUEST, at=now()):
            return redirect("frontdoor:requests")
        if user.may(Capability.REVIEW_ACCESS, at=now()):
            return redirect("privacy:desk")
    guidance = [each.says for each in newest().guidance.values() if "home" in each.show_on]
    context = {
        "guidance": guidance,
        "phones": phones(),
        "neighbours": _neighbours(request),
        "tell": has_door("public_report"),
        "requests": has_door("professional_request"),
        "allegations": has_door("allegation"),
    }
    return render(request, "casefile/home.html.jinja", context)


def _neighbours(request: HttpRequest) -> list[tuple[str, str]]:
    """In a demonstration, the other authorities on this machine, and where their pages are."""
    machine = urlsplit(f"//{request.get_host()}").hostname
    return [(name, f"//{machine}:{port}/") for name, port in settings.GOLDTHREAD_NEIGHBOURS.values()]
