"""The conversation that settles whether a concern needs social care or stays with early help (WORC-2)."""

from goldthread.earlyhelp.entries import common
from goldthread.earlyhelp.entries.common import TALK, OfFamily
from goldthread.ledger.entries import Values
from goldthread.ledger.fields import Choice, Retention, Sensitivity, Text
from goldthread.ledger.procedure import OutcomeTitles

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD
WAYS = {"telephone": "By telephone", "in_person": "Face to face", "video": "By video"}


class EarlyHelpConversation(OfFamily):
    """What the one who manages the case and the professional with the concern settled."""

    kind = "early_help_conversation"
    title = "Conversation about a concern"
    derived = ("point_level",)  # the outcome says it
    unasked = ()
    on_child = "earlyhelp:family"
    on_entry = "earlyhelp:conversation"

    with_whom = Text("With whom?", _P, _R, hint="The professional who has the concern.")
    way = Choice("How did you talk?", _P, _R, choices=WAYS)
    why = common.text("What was said, and why is it this level?")
    measured_by = Text("By which threshold document, and which version of it?", _P, _R)
    agreed = common.text("What does each of you do next?", 2)

    @classmethod
    def makes(cls) -> tuple[str, ...]:
        """Both ways in which it can end."""
        return (f"{TALK}.level_3", f"{TALK}.level_4")

    @classmethod
    def summary(cls, values: Values) -> str:
        """How it ended."""
        settled = OutcomeTitles(TALK).get(values.get("outcome", ""), "not the same for each child")
        return f"{cls.title}: {settled}"
