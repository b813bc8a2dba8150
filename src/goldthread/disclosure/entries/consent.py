"""What is recorded of consent: who said what to gathering and to sharing, and when it was passed over."""

from collections.abc import Sequence

from goldthread.ledger.entries import Consent, EntryType, Values
from goldthread.ledger.fields import (
    Carried,
    Choice,
    LongText,
    MultiChoice,
    Retention,
    Sensitivity,
    Text,
    When,
    YesNo,
)

_P, _R = Sensitivity.PERSONAL, Retention.CHILD_RECORD

USES = {"gather": "Asking others what they know", "share": "Telling others what we know"}
ANSWERS = {
    "agreed": "They agree",
    "refused": "They refuse",
    "withdrawn": "They take back what they agreed to",
    "overridden": "It is done without their agreement",
}
GROUNDS = {
    "necessary_to_protect": "It is believed necessary to protect the child",
    "harm_if_asked": "To ask them would put the child or somebody else at more risk",
    "crime": "It could spoil finding out about a serious crime",
    "court_order": "A court has ordered it",
    "law": "The law requires it",
}


class ConsentSaid(EntryType):
    """What a holder of parental responsibility or the young person said, or why it is done without them.

    HSSCP-3.11, HSSCP-6.4 to 6.9, HUB-2.4 to 2.6, HERTS-6.1 to 6.9.
    """

    kind = "consent"
    title = "Consent"
    on_child = "disclosure:consent"

    happened_at = When("When was it said, or decided?", _P, _R, called="the time", past=True)
    use = MultiChoice("To what?", _P, _R, choices=USES, hint="Each is asked for itself.")
    answer = Choice("What do they say?", _P, _R, choices=ANSWERS)
    person = Choice(
        "Who says so?",
        _P,
        _R,
        asked_when=("answer", ("agreed", "refused", "withdrawn")),
        hint="Only who holds parental responsibility decides for a child, or the young person themselves.",
    )
    who = Text("Their name", _P, _R)
    scope = LongText(
        "With whom, and of what?", _P, _R, rows=2, hint="Leave it empty if it is for all that is needed."
    )
    words = LongText("What did they say, in their words?", _P, _R, rows=2)
    ground = Choice("On what ground?", _P, _R, choices=GROUNDS, asked_when=("answer", "overridden"))
    why = LongText(
        "What makes it necessary, and no more than is needed?",
        _P,
        _R,
        rows=3,
        asked_when=("answer", "overridden"),
    )
    decided_by = Text("Who decided it? (name and post)", _P, _R, asked_when=("answer", "overridden"))
    rights_told = YesNo(
        "Has the family been told what its rights are?", _P, _R, asked_when=("answer", "overridden")
    )
    rights_how = Text("How, and by whom?", _P, _R, asked_when=("rights_told", True))
    rights_not = LongText("Why have they not been told?", _P, _R, rows=2, asked_when=("rights_told", False))
    holder = Carried("Who they are on record", _P, _R)

    @classmethod
    def summary(cls, values: Values) -> str:
        """Who said what to which."""
        use = " and ".join(USES[one].lower() for one in values.get("use", ()) if one in USES)
        answer = ANSWERS.get(values.get("answer", ""), "")
        who = f" ({values['who']})" if values.get("who") else ""
        return f"{cls.title}: {answer[:1].lower()}{answer[1:]}{who}: {use}"

    @classmethod
    def consents(cls, values: Values) -> Sequence[Consent]:
        """One for gathering, one for sharing, as far as each was asked."""
        ground = GROUNDS.get(values.get("ground", ""), "")
        said = [ground, str(values.get("why", "")), str(values.get("words", ""))]
        return [
            Consent(
                use,
                str(values.get("answer", "")),
                who=str(values.get("who", "")),
                person=str(values.get("holder", "")),
                scope=str(values.get("scope", "")),
                why=". ".join(one.rstrip(".") for one in said if one),
                decided_by=str(values.get("decided_by", "")),
                told=_told(values),
            )
            for use in values.get("use", ())
        ]


def _told(values: Values) -> str:
    """Whether the family was told its rights, or why not."""
    if "rights_told" not in values:
        return ""
    if values["rights_told"]:
        return ": ".join(
            filter(None, ("The family has been told its rights", str(values.get("rights_how", ""))))
        )
    return f"The family has not been told its rights: {values.get('rights_not', '')}"
