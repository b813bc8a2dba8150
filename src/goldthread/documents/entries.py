"""What can be recorded of letters and e-mails: that one was sent, and that one could not be delivered."""

from collections.abc import Sequence

from goldthread.access.recipients import Recipient
from goldthread.ledger.entries import Disclosure, EntryType, ProposedEvent, Values
from goldthread.ledger.fields import (
    Choice,
    Email,
    Field,
    File,
    Group,
    LongText,
    Retention,
    Sensitivity,
    Text,
    YesNo,
)
from goldthread.ledger.procedure import Titles

_S, _R = Sensitivity, Retention

CHANNELS = {"email": "E-mail", "letter": "Letter"}
WAYS = {"post": "Post", "email": "E-mail", "hand": "By hand"}
# On what somebody may be told something (HSSCP-6.4); the second is for those whose own matter it is.
SHARED_ON = {
    "consent": "Consent",
    "theirs": "It is their own: theirs, their child’s, or of a meeting to which they belong",
    "duty": "The law or our procedure says that they get it",
    "court_order": "An order of a court",
    "public_interest": "The wider public interest: to keep a child or somebody else safe",
}
_FOR_THE_SERVICE = {"event", "kind_of_paper", "source", "to_key", "safe"}
TROUBLES = {
    "refused": "The mail system refused it",
    "gave_up": "The mail system could not be reached, however often we tried",
    "in_doubt": "We lost contact while handing it over: it may or may not have arrived",
}


def basis_of(recipient: Recipient) -> str:
    """On what somebody gets a paper, unless the sender says otherwise (HSSCP-6.4)."""
    return "theirs" if recipient.is_family else "duty"


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
        return [(field, text) for field, text in super().reads(values) if field.name not in _FOR_THE_SERVICE]

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


def _left_out() -> dict[str, Field]:
    return {
        "what": Text("What", _S.PERSONAL, _R.CHILD_RECORD, max_length=500),
        "why": LongText("Why", _S.PERSONAL, _R.CHILD_RECORD),
    }


class Dispatch(EntryType):
    """A paper went to one named recipient: which, how, where to, and what their copy did not say and why.

    The copy itself is a file of the entry, as it left. `safe`: the address it went to must stay safe.
    """

    kind = "dispatch"
    title = "Paper sent"

    paper_title = Text("Paper", _S.PERSONAL, _R.CHILD_RECORD, max_length=500)
    kind_of_paper = Text("Kind of paper", _S.OPEN, _R.CHILD_RECORD)
    source = Text("Entry", _S.OPEN, _R.CHILD_RECORD)
    to_name = Text("To", _S.PERSONAL, _R.CHILD_RECORD)
    to_how = Text("Who they are", _S.PERSONAL, _R.CHILD_RECORD)
    to_key = Text("Recipient", _S.PERSONAL, _R.CHILD_RECORD, max_length=400)
    channel = Choice("How", _S.OPEN, _R.CHILD_RECORD, choices=WAYS)
    to_address = Text("Where to", _S.LOCKED_ADDRESS, _R.CHILD_RECORD, max_length=500)
    safe = YesNo("Address must stay safe", _S.PERSONAL, _R.CHILD_RECORD)
    basis = Choice("On what basis", _S.PERSONAL, _R.CHILD_RECORD, choices=SHARED_ON)
    relevance = LongText("Why they are to have it", _S.PERSONAL, _R.CHILD_RECORD)
    subject = Text("Subject", _S.PERSONAL, _R.CHILD_RECORD)
    body = LongText("Message", _S.PERSONAL, _R.CHILD_RECORD)
    left_out = Group("Left out of this copy", _S.PERSONAL, _R.CHILD_RECORD, fields=_left_out(), max_rows=2000)
    let = Group(
        "In this copy although they need not know it",
        _S.PERSONAL,
        _R.CHILD_RECORD,
        fields=_left_out(),
        max_rows=2000,
    )
    paper = File("The copy as it left", _S.PERSONAL, _R.CHILD_RECORD)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Which paper went to whom, and how."""
        how = WAYS.get(values.get("channel", ""), "").lower()
        return f"{cls.title}: {values.get('paper_title', '')}, to {values.get('to_name', '')} ({how})"

    @classmethod
    def reads(cls, values: Values) -> list[tuple[Field, str]]:
        """What a person reads; ids are for the service."""
        return [(field, text) for field, text in super().reads(values) if field.name not in _FOR_THE_SERVICE]

    @classmethod
    def discloses(cls, values: Values) -> Sequence[Disclosure]:
        """Which paper, to whom, on which basis and why (HSSCP-6.4, HSSCP-6.7)."""
        return [
            Disclosure(
                to=", ".join(filter(None, (values.get("to_name", ""), values.get("to_how", "")))),
                what=str(values.get("paper_title", "")),
                how=WAYS.get(values.get("channel", ""), ""),
                basis=SHARED_ON.get(values.get("basis", ""), ""),
                relevance=str(values.get("relevance", "")),
                consented=values.get("basis") == "consent",
            )
        ]

    @classmethod
    def locked(cls, values: Values) -> frozenset[Sensitivity]:
        """A safe address is not shown, here either."""
        return frozenset({_S.LOCKED_ADDRESS}) if values.get("safe") else frozenset()
