"""What is recorded about who must not know something: that it is kept from them, and that it no longer is."""

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import Choice, Field, LongText, MultiChoice, Retention, Sensitivity, Text

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD

WHAT = {
    "reach": "Where someone lives and how to reach them",
    "entry": "A whole entry",
    "answer": "One answer of an entry",
    "words": "Some words, wherever they stand",
    "everything": "Anything at all: nothing of this record may be sent to them",
}
FROM = {"these": "The people ticked here", "others": "Everybody but the people ticked here"}
_ONLY_IDS = {"keys", "entry", "field", "whose"}  # for the service; what they are called stands beside them


class KeptFrom(EntryType):
    """Somebody must not know something. `keys` are recipients' keys, `named` is what they are called."""

    kind = "kept_from"
    title = "Must not be known to"
    bookkeeping = False

    what = Choice("What must not be known?", _P, _R, choices=WHAT)
    whose = Choice("Whose address and telephone number?", _P, _R, asked_when=("what", "reach"))
    entry = Text("Entry", _P, _R)
    field = Text("Answer", _P, _R)
    thing = Text("What it is", _P, _R)
    words = LongText(
        "Words that would give it away",
        Sensitivity.LOCKED_ADDRESS,
        _R,
        rows=3,
        hint="One a line: a street, a school, a name, a telephone number. What tells of them is left out.",
    )
    scope = Choice("Who must not know?", _P, _R, choices=FROM)
    keys = MultiChoice("People and agencies", _P, _R)
    named = Text("Who", _P, _R, max_length=2000)
    reason = LongText("Why must they not know?", _P, _R, rows=2)

    @classmethod
    def summary(cls, values: Values) -> str:
        """From whom, and what kind of thing; never the thing itself."""
        return f"{cls.title} {said_from(values)}: {thing(values)}"

    @classmethod
    def reads(cls, values: Values) -> list[tuple[Field, str]]:
        """What a person reads; ids are for the service."""
        return [(field, text) for field, text in super().reads(values) if field.name not in _ONLY_IDS]


class KeptLifted(EntryType):
    """It may be known again. It answers the entry that kept it back."""

    kind = "kept_from_lifted"
    title = "May be known again"

    thing = Text("What it is", _P, _R)
    named = Text("To whom", _P, _R, max_length=2000)
    reason = LongText("Why may they know it now?", _P, _R, rows=2)

    @classmethod
    def summary(cls, values: Values) -> str:
        """What, and to whom."""
        return f"{cls.title}: {values.get('thing', '')}, to {values.get('named', '')}"


def said_from(values: Values) -> str:
    """From whom it is kept, in words."""
    named = str(values.get("named", ""))
    if values.get("scope") == "others":
        return f"anybody but {named}" if named else "anybody outside the service"
    return named


def thing(values: Values) -> str:
    """What is kept, in words that do not tell it."""
    return str(values.get("thing") or WHAT.get(values.get("what", ""), ""))
