"""What must be set before messages can leave."""

from django.conf import settings
from django.core.checks import CheckMessage, Error

_KEY = 73  # characters: two UUIDs with a hyphen between; a name may stand before them


def notify_is_set_up(**_: object) -> list[CheckMessage]:
    """GOV.UK Notify needs a key and a template."""
    if settings.GOLDTHREAD_MAIL != "notify":
        return []
    if len(settings.GOLDTHREAD_NOTIFY_KEY) >= _KEY and settings.GOLDTHREAD_NOTIFY_TEMPLATE:
        return []
    return [
        Error(
            "GOLDTHREAD_MAIL is notify, but GOV.UK Notify is not set up",
            hint="set GOLDTHREAD_NOTIFY_KEY and GOLDTHREAD_NOTIFY_TEMPLATE, or GOLDTHREAD_MAIL=smtp",
            id="documents.E001",
        )
    ]
