"""Links to a new account: what stands in the database of them, and whether one still works."""

from datetime import datetime, timedelta
from hashlib import sha256

from goldthread.accounts.models import Invitation

LASTS = timedelta(days=3)


def mark_of(secret: str) -> str:
    """The fingerprint of a link's secret. It is long and random, so a plain hash cannot be guessed back."""
    return sha256(secret.encode()).hexdigest()


def invited(secret: str, at: datetime) -> Invitation | None:
    """The invitation of a link; None where it was used, has ended, or never was."""
    found = Invitation.objects.select_related("user").filter(mark=mark_of(secret), used_at=None, until__gt=at)
    return found.filter(user__is_active=True).first()
