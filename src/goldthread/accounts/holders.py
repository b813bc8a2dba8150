"""Who holds which act now: everyone in a role of this authority that allows it."""

from datetime import datetime

from django.db.models import QuerySet

from goldthread.accounts.capabilities import Capability
from goldthread.accounts.models import Membership, User
from goldthread.accounts.roles import who_may


def holders(act: Capability, *, at: datetime) -> QuerySet[User]:
    """Everyone active who holds, at that instant, a role that allows it."""
    held = Membership.objects.held(at).filter(role__in=who_may(act))
    return User.objects.filter(is_active=True, memberships__in=held).distinct().order_by("pk")
