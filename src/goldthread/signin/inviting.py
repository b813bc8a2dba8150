"""Sending somebody the link to their account, and where it leads."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from goldthread.accounts.models import User
from goldthread.ledger.london import say_when
from goldthread.signin import letters
from goldthread.signin.links import LASTS


def send(request: HttpRequest, user: User, secret: str, *, at: datetime) -> str:
    """Send it, and say so. In a demonstration nothing leaves, so the link is shown."""
    link = request.build_absolute_uri(reverse("signin:invitation", args=[secret]))
    letters.invite(user.email, link, say_when(at + LASTS))
    if settings.GOLDTHREAD_DEMO:
        return f"In this demonstration nothing is sent. The link is {link}"
    return "A link is on its way to them. It works once, for three days."
