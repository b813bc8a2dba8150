"""What can be recorded of letters and e-mails: that one was sent, and that one could not be delivered."""

from collections.abc import Sequence

from goldthread.ledger.entries import EntryType, ProposedEvent, Values
from goldthread.ledger.fields import Choice, Email, Field, LongText, Retention, Sensitivity, Text
from goldthread.ledger.procedure import Titles

_S, _R = Sensitivity, Retention

CHANNELS = {"email": "E-mail", "letter": "Letter"}
TROUBLES = {
    "refused": "The mail system refused it",
    "gave_up": "The mail system could not be reached, however often we tried",
    "in_doubt": "We lost contact while handing it over: it may or may not have arrived",
}


class Message(EntryType):
    """A letter or e-mail, word for word. Whether it has been delivered stands beside it, not in it."""

    kind = "message"
    title = "Message"

    letter = Choice("Letter", _S.OPEN, _R.CHILD_RECORD, choices=Titles("letters"))
    event = Text("Event", _S.OPEN, _R.CHILD_RECORD)
    to_name = Text("To", _S.LOCKED_REFERRER, _R.REFERRER)
    to_address = Email("E-mail address", _S.LOCKED_REFERRER, _R.REFERRER)
    channel = Choice("Sent by", _S.OPEN, _R.CHILD_RECORD, choices=CHANNELS)
    subject = Text("Subject", _S.PERSONAL, _R.CHILD_RECORD)
    body = LongText("Text", _S.LOCKED_REFERRER, _R.CHILD_RECORD)  # it greets the referrer by name

    @classmethod
    def summary(cls, values: Values) -> str:
        """How it went, and its subject line."""
        return f"{CHANNELS.get(values.get('channel', ''), cls.title)}: {values.get('subject', '')}"

    @classmethod
    def reads(cls, values: Values) -> list[tuple[Field, str]]:
        """What a person reads; the event is for the procedure."""
        return [(field, text) for field, text in super().reads(values) if field.name != "event"]

    @classmethod
    def events(cls, values: Values, part: Values) -> Sequence[ProposedEvent]:
        """What the letter means to the procedure, if anything (HERTS-4.1, HERTS-4.5)."""
        step, _, outcome = str(values.get("event", "")).partition(".")
        return [ProposedEvent(step, outcome)] if outcome else []


class MessageFailed(EntryType):
    """A message that did not, or may not, reach its recipient. It answers the message."""

    kind = "message_failed"
    title = "Message not delivered"

    trouble = Choice("What went wrong", _S.OPEN, _R.CHILD_RECORD, choices=TROUBLES)

    @classmethod
    def summary(cls, values: Values) -> str:
        """What went wrong."""
        return f"{cls.title}: {TROUBLES.get(values.get('trouble', ''), 'reason not known')}"
