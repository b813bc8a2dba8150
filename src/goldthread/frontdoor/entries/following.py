"""What happens around a contact while its referrer waits: it is shown as received, and asked after."""

from collections.abc import Sequence

from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import LongText, Retention, Sensitivity


class ReceiptShown(EntryType):
    """The referrer read on the screen that we have it; there was no address to write to (reading R22)."""

    kind = "receipt_shown"
    title = "Receipt shown on screen"

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Told."""
        return [ProposedEvent("acknowledgement", "told")]


class Chase(EntryType):
    """The referrer asks how their contact stands (HERTS-4.3)."""

    kind = "chase"
    title = "Referrer asked again"

    message = LongText(
        "Is there anything to add?",
        Sensitivity.PERSONAL,
        Retention.CHILD_RECORD,
        called="what you want to add",
        rows=3,
    )

    @classmethod
    def summary(cls, values: Values) -> str:
        """The first words of what they added."""
        added = " ".join(str(values.get("message", "")).split())
        return f"{cls.title}: {added[:140]}" if added else cls.title

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """Chased."""
        return [ProposedEvent("contact", "chased")]
