"""What a family was told of what happens, in plain words, and the same in another language (HUB-8.1)."""

from goldthread.ledger.entries import EntryType, Values
from goldthread.ledger.fields import LongText, Retention, Sensitivity, Text

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
PARTS = ("now", "next", "rights", "complain", "to_child")
"""The parts of the page, in the order in which a family reads them."""


class Explained(EntryType):
    """A page for one family: where things are, what comes next and by when, rights, how to complain."""

    kind = "explained"
    title = "Explained to the family"

    now = LongText("What is happening", _P, _R, called="what is happening", rows=8)
    next = LongText("What comes next, and by when", _P, _R, called="what comes next", rows=4)
    rights = LongText("Your rights", _P, _R, rows=4)
    complain = LongText("If you are not happy with us", _P, _R, rows=4)
    to_child = LongText("For the child", _P, _R, rows=5)
    who = Text("Whom you can talk to", _P, _R)

    @classmethod
    def summary(cls, values: Values) -> str:
        """What comes next, in its first words."""
        words = " ".join(str(values.get("next", "")).split())[:140]
        return f"{cls.title}: {words}" if words else cls.title


class ExplainedTranslation(EntryType):
    """The same page in another language. It answers the one of which it is a translation."""

    kind = "explained_translation"
    title = "Explained to the family, in another language"

    language = Text("Which language is it in?", _P, _R)
    translated_by = Text("Who translated it?", _P, _R)
    now = LongText("What is happening", _P, _R, rows=8)
    next = LongText("What comes next, and by when", _P, _R, rows=4)
    rights = LongText("Your rights", _P, _R, rows=4)
    complain = LongText("If you are not happy with us", _P, _R, rows=4)
    to_child = LongText("For the child", _P, _R, rows=5)

    @classmethod
    def summary(cls, values: Values) -> str:
        """The language, and whose words they are."""
        return f"{cls.title}: {values.get('language', '')}, translated by {values.get('translated_by', '')}"
