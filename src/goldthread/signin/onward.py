"""Where somebody goes on after they have signed in or proved who they are."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from goldthread.web import keeping
from goldthread.web.going_on import is_ours


def onward(request: HttpRequest) -> str:
    """An address here: what they sent and could not yet, where they were going, or the first page."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    address = asked if is_ours(asked) else "/"
    if request.user.is_authenticated and keeping.held_back(request) is not None:
        return reverse("signin:go_on")
    return address


def with_next(name: str, address: str) -> str:
    """A page of this folder that goes on to that address."""
    return f"{reverse(name)}?{urlencode({'next': address})}" if address != "/" else reverse(name)
