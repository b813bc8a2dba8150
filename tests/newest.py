"""The entry signed last: the audit's numbers order what a frozen clock calls the same instant."""

from goldthread.ledger.models import AuditRow, Entry


def newest(kind: str = "") -> Entry:
    """The last of that kind to be signed, or of any kind."""
    signed = (
        AuditRow.objects.filter(act=f"sign.{kind}")
        if kind
        else AuditRow.objects.filter(act__startswith="sign.")
    )
    return Entry.objects.get(pk=signed.latest("pk").entry)
